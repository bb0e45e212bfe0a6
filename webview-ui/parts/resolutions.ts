import { html, nothing, type TemplateResult } from 'lit-html';
import { dispositionNames } from '../response/fields.ts';
import { icon, severityIcon, statusIcon } from '../icons.ts';
import { plural } from '../format.ts';
import { findingOf } from '../findingsById.ts';
import {
  severityNames,
  type Actions,
  type Finding,
  type PanelResolution,
  type PanelRound,
} from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';
import type { Screen } from '../screen.ts';
import { statusNames } from './findingState.ts';

type Proof = PanelResolution['proof']['state'];

const proofNames: Record<Proof, string> = {
  proved: 'Proved',
  'not changed': 'Not changed',
  'evidence not found': 'Evidence not found',
  none: 'No action was claimed',
};

const proofIcons: Record<Proof, TemplateResult> = {
  proved: icon('check', 'tone-good'),
  'not changed': icon('cross', 'tone-bad'),
  'evidence not found': icon('unknown', 'tone-major'),
  none: icon('dot', 'tone-quiet'),
};

/** What a later round decided of each earlier finding, on what grounds, and what it did not count. */
export function resolutionsPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const resolutions = round.resolutions ?? [];
  const shown = resolutions.slice(0, screen.claimLimit);
  return html`
    ${
      resolutions.length === 0
        ? html`<p class="table-note quiet">Nothing was open when this round began.</p>`
        : html`<ol class="resolutions" role="list" aria-label="Resolutions">
            ${shown.map((resolution) => resolutionItem(resolution, screen, actions))}
          </ol>`
    }
    ${
      shown.length < resolutions.length
        ? html`<p>
            <button type="button" class="secondary" @click=${actions.showMoreClaims}>
              Show more of ${plural(resolutions.length, 'resolution')}
            </button>
          </p>`
        : nothing
    }
    ${residualNote(round, actions)} ${droppedTable(round)}
  `;
}

function resolutionItem(resolution: PanelResolution, { state }: Screen, actions: Actions): TemplateResult {
  const { finding: id, status, by, notes, proof, answer } = resolution;
  const finding = findingOf(state, id);
  return html`
    <li class="resolution" data-resolution=${id}>
      <h3 class="resolution-line">
        ${statusIcon(status)} <span class="strong">${statusNames[status]}</span>
        ${findingLink(id, finding, actions)}
      </h3>
      <p class="quiet facts">
        ${finding === undefined ? nothing : html`<span>${severityNames[finding.severity]}</span>`}
        <span>Decided by ${plain(by.join(', '))}</span>
      </p>
      ${markdown(notes)}
      <p class="proof">
        ${proofIcons[proof.state]}
        <span
          >${proofNames[proof.state]}${proof.detail === '' ? nothing : html`: ${plain(proof.detail)}`}</span
        >
      </p>
      ${answer === undefined ? html`<p class="quiet">The author had not answered it.</p>` : answerDetails(id, answer)}
    </li>
  `;
}

/** A finding's number and title, as a button that leads to it inside the page. */
export function findingLink(id: string, finding: Finding | undefined, actions: Actions): TemplateResult {
  return html`<button type="button" class="link" @click=${() => actions.revealFinding(id)}>
    ${finding === undefined ? nothing : severityIcon(finding.severity)} ${id}
    ${finding === undefined ? nothing : html`<span dir="auto">${inlineMarkdown(finding.title)}</span>`}
  </button>`;
}

function answerDetails(id: string, answer: NonNullable<PanelResolution['answer']>): TemplateResult {
  const { disposition, response, action, evidence } = answer;
  const parts = [
    ['Response', response],
    ['Action', action],
    ['Evidence', evidence],
  ] as const;
  return html`
    <details>
      <summary>
        The
        author${disposition === null ? ' has answered' : html`: <span class="strong">${dispositionNames[disposition]}</span>`}
        <span class="for-screen-readers"> (${id})</span>
      </summary>
      <dl class="pairs">
        ${parts.map(([name, text]) =>
          text.trim() === ''
            ? nothing
            : html`<dt>${name}</dt>
                <dd>${markdown(text)}</dd>`,
        )}
      </dl>
    </details>
  `;
}

function residualNote({ residual = [] }: PanelRound, actions: Actions): TemplateResult | typeof nothing {
  return residual.length === 0
    ? nothing
    : html`<p class="table-note">
        ${residual.map((id) => html`${findingLink(id, undefined, actions)} `)}
        ${residual.length === 1 ? 'was' : 'were'} raised after two rounds had ended NO-GO:
        ${residual.length === 1 ? 'it is' : 'they are'} recorded as residual risk, and
        ${residual.length === 1 ? 'does' : 'do'} not hold the plan up.
      </p>`;
}

function droppedTable({ dropped = [] }: PanelRound): TemplateResult | typeof nothing {
  return dropped.length === 0
    ? nothing
    : html`
        <h3 class="part-title">Not counted</h3>
        <p class="quiet">
          ${plural(dropped.length, 'new finding')} of reviewers cannot be raised in a later round.
        </p>
        <table class="table" role="table" aria-label="Findings that are not counted">
          <thead role="rowgroup">
            <tr role="row">
              ${['Finding', 'Severity', 'Reviewer', 'Reason'].map(
                (name) => html`<th role="columnheader" scope="col">${name}</th>`,
              )}
            </tr>
          </thead>
          <tbody role="rowgroup">
            ${dropped.map(
              ({ title, severity, reviewer, reason }) =>
                html`<tr role="row">
                  <td role="cell" data-label="Finding"><span dir="auto">${inlineMarkdown(title)}</span></td>
                  <td role="cell" data-label="Severity" class="one-line">
                    <span>${severityIcon(severity)} ${severityNames[severity]}</span>
                  </td>
                  <td role="cell" data-label="Reviewer">${plain(reviewer)}</td>
                  <td role="cell" data-label="Reason">${plain(reason)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      `;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { dimensionNames, dimensions } from '../dimensions.ts';
import { reviewerIcons, verdictIcon } from '../icons.ts';
import type { PanelRecord, PanelRound, Reviewer } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';

const statusNames: Record<Reviewer['status'], string> = {
  succeeded: 'Finished',
  failed_isolated: 'Failed, the others went on',
  failed_blocking: 'Failed, the round is incomplete',
};

type Persona = PanelRecord['reviewers'][number];
/** Who reviewed the plan in this round, on which model, how that went, and what each thinks of the plan. */
export function reviewersPanel(round: PanelRound): TemplateResult {
  const { panel } = round;
  const columns =
    panel === undefined
      ? ['Reviewer', 'Status', 'Findings', 'Details']
      : ['Reviewer', 'Status', 'Findings', 'Own verdict', 'Ratings', 'Details'];
  return html`
    <table class="table" role="table" aria-label="Reviewers">
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${round.reviewers.map((reviewer) => reviewerRow(reviewer, panel))}
      </tbody>
    </table>
    ${
      panel === undefined
        ? nothing
        : html`<p class="quiet table-note">
            Ratings from 1 to 10. A reviewer’s own verdict is an opinion: the verdict of the round follows
            from what was found.
          </p>`
    }
    ${remarks(panel)}
  `;
}

function reviewerRow(reviewer: Reviewer, panel: PanelRecord | undefined): TemplateResult {
  const persona = panel?.reviewers.find(({ id }) => id === reviewer.id);
  return html`
    <tr role="row">
      <td role="cell" data-label="Reviewer">
        <span class="strong">${plain(reviewer.name)}</span>
        ${
          persona === undefined
            ? nothing
            : html`<span class="quiet">
                ${persona.role === 'lead' ? 'Lead' : 'Specialist'}, ${plain(persona.provider)}:
                <span class="name">${plain(persona.model)}</span>
              </span>`
        }
      </td>
      <td role="cell" data-label="Status" class=${panel === undefined ? 'one-line' : ''}>
        <span>${reviewerIcons[reviewer.status]} ${statusNames[reviewer.status]}</span>
      </td>
      <td role="cell" data-label="Findings">${reviewer.findings.toLocaleString()}</td>
      ${panel === undefined ? nothing : opinionCells(persona?.opinion)}
      <td role="cell" data-label="Details">${inlineMarkdown(reviewer.detail)}</td>
    </tr>
  `;
}

function opinionCells(opinion: Persona['opinion']): TemplateResult {
  return opinion === undefined
    ? html`<td role="cell" data-label="Own verdict" class="none"></td>
        <td role="cell" data-label="Ratings" class="none"></td>`
    : html`<td role="cell" data-label="Own verdict" class="one-line">
          <span>${verdictIcon(opinion.verdict)} ${opinion.verdict}</span>
        </td>
        <td role="cell" data-label="Ratings">
          <ul class="ratings" role="list" aria-label="Ratings">
            ${dimensions.map(
              (key) =>
                html`<li><span class="quiet">${dimensionNames[key]}</span> ${opinion.ratings[key]}</li>`,
            )}
          </ul>
        </td>`;
}

/** What went otherwise than it was asked for. */
function remarks(panel: PanelRecord | undefined): TemplateResult | typeof nothing {
  return panel === undefined || panel.remarks.length === 0
    ? nothing
    : html`<ul class="remarks" aria-label="What went otherwise than asked">
        ${panel.remarks.map((text) => html`<li>${plain(text)}</li>`)}
      </ul>`;
}

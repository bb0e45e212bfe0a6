import { html, nothing, type TemplateResult } from 'lit-html';
import type { PanelReviewRecord } from '../../src/protocol/panelRecord.ts';
import { plural } from '../format.ts';
import { severityIcon, statusIcon } from '../icons.ts';
import { severityNames, type Actions } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';
import { statusNames } from './findingState.ts';

type EndState = PanelReviewRecord['proposal']['findings'][number];

/** What became of every finding, open ones first; `limit` rows of it. */
export function endStates(
  findings: readonly EndState[],
  { limit, actions }: { readonly limit: number; readonly actions: Actions },
): TemplateResult {
  if (findings.length === 0) {
    return html`<p class="quiet">No finding was raised.</p>`;
  }
  const sorted = findings.toSorted((a, b) => Number(b.isOpen) - Number(a.isOpen));
  const shown = sorted.slice(0, limit);
  return html`
    <ul class="plain-list" role="list" aria-label="What became of the findings">
      ${shown.map((state) => item(state, actions))}
    </ul>
    ${
      shown.length === findings.length
        ? nothing
        : html`<p>
            <button type="button" class="secondary" @click=${actions.showMoreClaims}>
              Show more of ${plural(findings.length, 'finding')}
            </button>
          </p>`
    }
  `;
}

function item({ finding, title, severity, round, status, by }: EndState, actions: Actions): TemplateResult {
  return html`
    <li>
      <p>
        ${statusIcon(status)} <span class="strong">${statusNames[status]}</span>
        <button type="button" class="link" @click=${() => actions.revealFinding(finding)}>
          ${severityIcon(severity)} ${finding} <span dir="auto">${inlineMarkdown(title)}</span>
        </button>
      </p>
      <p class="quiet facts">
        <span>${severityNames[severity]}</span>
        <span>Round ${round}</span>
        <span>${by.length === 0 ? 'Not decided' : html`Decided by ${plain(by.join(', '))}`}</span>
      </p>
    </li>
  `;
}

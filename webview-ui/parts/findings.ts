import { html, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import { listedFindings } from '../select.ts';
import type { Actions, PanelRound } from '../types.ts';
import type { Screen } from '../screen.ts';
import { filtersPart } from './filters.ts';

/** The findings of a round with their filters. The rows themselves are drawn by the findings list, into `#findings`. */
export function findingsPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  if (listedFindings(round).length === 0) {
    return html`<div class="nothing">
      ${icon('pass', 'tone-good large')}
      <p class="strong">No findings in this round</p>
      <p class="quiet">The reviewers had nothing to say against the plan.</p>
    </div>`;
  }
  return html`
    ${filtersPart(screen, round, actions)}
    ${
      screen.findings.length === 0
        ? html`<div class="nothing">
            ${icon('search', 'tone-quiet large')}
            <p class="strong">No finding matches the filter</p>
            <button type="button" class="secondary" @click=${actions.clearFilters}>Show all findings</button>
          </div>`
        : html`<ul id="findings" class="findings" aria-label="Findings" role="list"></ul>`
    }
  `;
}

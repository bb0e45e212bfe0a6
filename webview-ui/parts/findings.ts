import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { plural } from '../format.ts';
import { icon, severityIcon } from '../icons.ts';
import { countSeverities, isFiltered } from '../select.ts';
import { severities, severityNames, type Actions, type PanelRound } from '../types.ts';
import type { Screen } from '../screen.ts';

/** The findings of a round with their filters. The rows themselves are drawn by the findings list, into `#findings`. */
export function findingsPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  if (round.findings.length === 0) {
    return html`<div class="nothing">
      ${icon('pass', 'tone-good large')}
      <p class="strong">No findings in this round</p>
      <p class="quiet">The reviewers had nothing to say against the plan.</p>
    </div>`;
  }
  return html`
    ${filters(screen, round, actions)}
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

function filters(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const { view, findings } = screen;
  const counts = countSeverities(round.findings);
  return html`
    <div class="filters" role="search" aria-label="Findings">
      <div class="search">
        ${icon('search', 'tone-quiet')}
        <input
          id="search"
          type="search"
          aria-label="Filter findings"
          aria-keyshortcuts="/"
          placeholder="Filter findings ( / )"
          spellcheck="false"
          autocomplete="off"
          .value=${live(view.search)}
          @input=${(event: InputEvent) => actions.search(valueOf(event))}
        />
      </div>
      <div class="severities" role="group" aria-label="Severities shown">
        ${severities.map(
          (severity) =>
            html`<button
              type="button"
              class="toggle"
              aria-pressed=${view.hidden.includes(severity) ? 'false' : 'true'}
              title=${`${view.hidden.includes(severity) ? 'Show' : 'Hide'} ${severityNames[severity].toLowerCase()} findings`}
              @click=${() => actions.toggleSeverity(severity)}
            >
              ${severityIcon(severity)}<span class="toggle-name">${severityNames[severity]}</span>
              <span class="toggle-count">${counts[severity].toLocaleString()}</span>
            </button>`,
        )}
      </div>
      <p class="quiet matches" role="status">
        ${
          isFiltered(view)
            ? html`${findings.length.toLocaleString()} of ${plural(round.findings.length, 'finding')}
                <button type="button" class="link" @click=${actions.clearFilters}>Clear filter</button>`
            : nothing
        }
      </p>
    </div>
  `;
}

function valueOf(event: InputEvent): string {
  return event.target instanceof HTMLInputElement ? event.target.value : '';
}

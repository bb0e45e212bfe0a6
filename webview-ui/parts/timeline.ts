import { html, nothing, type TemplateResult } from 'lit-html';
import { moment } from '../format.ts';
import { severityIcon, verdictIcon, verdictTone } from '../icons.ts';
import { countSeverities, latestRound } from '../select.ts';
import { severities, severityNames, type Actions, type PanelRound, type PanelState } from '../types.ts';

/** The rounds of the review, oldest first; choosing one shows it. A single round leaves nothing to choose. */
export function timeline(
  state: PanelState,
  shown: PanelRound,
  actions: Actions,
): TemplateResult | typeof nothing {
  if (state.rounds.length < 2) {
    return nothing;
  }
  return html`
    <nav class="timeline" aria-label="Rounds">
      <ol>
        ${state.rounds.map((round) => timelineItem(round, round === shown, actions))}
      </ol>
    </nav>
    ${
      shown === latestRound(state)
        ? nothing
        : html`<p class="older quiet">
            This is an earlier round.
            <button
              type="button"
              class="link"
              @click=${() => actions.chooseRound(latestRound(state)?.number ?? shown.number)}
            >
              Show the latest
            </button>
          </p>`
    }
  `;
}

function timelineItem(round: PanelRound, isShown: boolean, actions: Actions): TemplateResult {
  const { value } = round.verdict;
  return html`
    <li>
      <button
        type="button"
        class="round ${verdictTone(value)}"
        aria-current=${isShown ? 'true' : nothing}
        @click=${() => actions.chooseRound(round.number)}
      >
        <span class="round-name">Round ${round.number}</span>
        <span class="round-verdict">${verdictIcon(value)} ${value}</span>
        <time class="quiet" datetime=${round.completedAt}>${moment(round.completedAt)}</time>
        <span class="counts">${counts(round)}</span>
      </button>
    </li>
  `;
}

function counts(round: PanelRound): unknown {
  if (round.findings.length === 0) {
    return html`<span class="quiet">no findings</span>`;
  }
  const bySeverity = countSeverities(round.findings);
  return severities
    .filter((severity) => bySeverity[severity] > 0)
    .map(
      (severity) =>
        html`<span class="count" title=${`${bySeverity[severity]} ${severityNames[severity].toLowerCase()}`}>
          ${severityIcon(severity)}${bySeverity[severity].toLocaleString()}
          <span class="for-screen-readers">${severity}</span>
        </span>`,
    );
}

/** Scrolls the timeline, and nothing else, so that the shown round can be seen. */
export function showInTimeline(root: HTMLElement): void {
  const line = root.querySelector('.timeline ol');
  const shown = line?.querySelector<HTMLElement>('[aria-current]')?.parentElement;
  if (line && shown) {
    line.scrollLeft = shown.offsetLeft - (line.clientWidth - shown.offsetWidth) / 2;
  }
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { moment, plural } from '../format.ts';
import { icon, severityIcon, verdictIcon, verdictTone } from '../icons.ts';
import { countSeverities, latestRound, staleReasons } from '../select.ts';
import type { Screen } from '../screen.ts';
import { severities, severityNames, type Actions, type PanelRound } from '../types.ts';
import { plain } from '../untrusted.ts';

/** The story of the review: its rounds, oldest first, and the record at its end. Choosing one shows it. */
export function timeline(screen: Screen, shown: PanelRound, actions: Actions): TemplateResult {
  const { state, view } = screen;
  const latest = latestRound(state);
  return html`
    <nav class="timeline" aria-label="Rounds">
      <ol>
        ${state.rounds.map((round) => timelineItem(round, round === shown && view.place === 'round', actions))}
        ${recordItem(screen, actions)} ${trendsItem(screen, actions)}
      </ol>
    </nav>
    ${
      shown === latest || view.place !== 'round'
        ? nothing
        : html`<p class="older quiet">
            This is an earlier round.
            <button
              type="button"
              class="link"
              @click=${() => actions.chooseRound(latest?.number ?? shown.number)}
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
        <span class="round-outcome quiet">${outcome(round)}</span>
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

/** What the round did to the findings: raised, settled, left open. */
function outcome({ number, outcome: { raised, settled, open } }: PanelRound): string {
  const parts = [`${raised.toLocaleString()} raised`, `${settled.toLocaleString()} settled`];
  return [...(number === 1 ? parts.slice(0, 1) : parts), `${open.toLocaleString()} open`].join(', ');
}

function recordItem({ state, view }: Screen, actions: Actions): TemplateResult {
  const { standing } = state;
  const signedBy = standing?.signedBy;
  const isStale = staleReasons(state).length > 0;
  return html`
    <li>
      <button
        type="button"
        class="round record-item"
        id="show-record"
        aria-current=${view.place === 'record' ? 'true' : nothing}
        @click=${actions.showRecord}
      >
        <span class="round-name">Record</span>
        ${
          signedBy === undefined
            ? html`<span class="quiet">Not signed</span>`
            : html`<span
                  >${isStale ? icon('triangle', 'tone-major') : icon('check', 'tone-good')}
                  ${isStale ? 'Signed, out of date' : 'Signed'}</span
                >
                <span class="quiet"><bdi>${plain(signedBy)}</bdi></span>`
        }
      </button>
    </li>
  `;
}

/** What the rounds say together. There is nothing to compare before the second one, but for what reviewers are known for. */
function trendsItem({ state, view }: Screen, actions: Actions): TemplateResult | typeof nothing {
  const isRead = state.rounds.some(({ panel }) => panel !== undefined);
  return state.rounds.length < 2 && !isRead
    ? nothing
    : html`
        <li>
          <button
            type="button"
            class="round record-item"
            id="show-trends"
            aria-current=${view.place === 'trends' ? 'true' : nothing}
            @click=${actions.showTrends}
          >
            <span class="round-name">Trends</span>
            <span class="quiet">${plural(state.rounds.length, 'round')}</span>
          </button>
        </li>
      `;
}

/** Scrolls the timeline, and nothing else, so that what is shown can be seen. */
export function showInTimeline(root: HTMLElement): void {
  const line = root.querySelector('.timeline ol');
  const shown = line?.querySelector<HTMLElement>('[aria-current]')?.parentElement;
  if (line && shown) {
    line.scrollLeft = shown.offsetLeft - (line.clientWidth - shown.offsetWidth) / 2;
  }
}

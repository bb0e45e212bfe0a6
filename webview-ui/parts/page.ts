import { html, nothing, type TemplateResult } from 'lit-html';
import type { Actions, PanelRound } from '../types.ts';
import type { Place } from '../view.ts';
import type { Screen } from '../screen.ts';
import { emptyReview } from './empty.ts';
import { pageHeader } from './header.ts';
import { errorNotice, problemsNotice, staleNotice, unfinishedNotice } from './notices.ts';
import { responseNotices } from './responseNotices.ts';
import { recordSection } from './record.ts';
import { roundSection } from './round.ts';
import { runSection } from './run.ts';
import { timeline } from './timeline.ts';
import { trendsSection } from './trends.ts';

/** What is shown below the timeline. */
const placeSections: Record<Place, (screen: Screen, round: PanelRound, actions: Actions) => TemplateResult> =
  {
    round: roundSection,
    record: (screen, _round, actions) => recordSection(screen, actions),
    trends: (screen) => trendsSection(screen),
  };

/** The whole page. */
export function pageTemplate(screen: Screen, actions: Actions): TemplateResult {
  const { state, round } = screen;
  return html`
    ${pageHeader(screen, actions)}
    <main>
      ${errorNotice(state.error)} ${unfinishedNotice(state, actions)} ${staleNotice(state)}
      ${problemsNotice(state)}
      ${state.response === undefined ? nothing : responseNotices(screen.answering, actions.response)}
      ${state.run === undefined ? nothing : runSection(state, state.run, actions)}
      ${
        round === undefined
          ? state.run === undefined
            ? emptyReview(actions)
            : nothing
          : html`${timeline(screen, round, actions)}
            ${placeSections[screen.view.place](screen, round, actions)}`
      }
    </main>
    <div class="for-screen-readers" role="status">${screen.announcement}</div>
  `;
}

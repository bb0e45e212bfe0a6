import { html, nothing, type TemplateResult } from 'lit-html';
import { plural } from '../format.ts';
import { icon } from '../icons.ts';
import { latestRound } from '../select.ts';
import type { Actions, PanelState } from '../types.ts';
import { plain } from '../untrusted.ts';
import type { Screen } from '../screen.ts';
import { verdictSection } from './verdict.ts';

const kindNames: Record<PanelState['plan']['kind'], string> = {
  prp: 'PRP',
  'work-package': 'Work package',
  rfc: 'RFC',
  spec: 'Spec',
  chapter: 'Chapter',
  book: 'Book',
  packet: 'Packet',
  generic: 'Plan',
};

/** Which plan this is, what the review says of it now, and the button for the next round. */
export function pageHeader(screen: Screen, actions: Actions): TemplateResult {
  const { state } = screen;
  const { plan } = state;
  const latest = latestRound(state);
  const name = plan.path.slice(plan.path.lastIndexOf('/') + 1);
  return html`
    <header class="page-header">
      <div class="page-title">
        <div class="page-name">
          <h1><bdi>${plain(plan.title.trim() === '' ? name : plan.title)}</bdi></h1>
          <p class="quiet facts">
            <span>${kindNames[plan.kind]}</span>
            <span class="path">${plain(plan.path)}</span>
            ${latest === undefined ? nothing : html`<span>${plural(state.rounds.length, 'round')}</span>`}
          </p>
        </div>
        ${
          latest === undefined || state.run !== undefined
            ? nothing
            : html`<button type="button" class="primary" id="start" @click=${actions.startRound}>
                ${icon('plan')} Next round
              </button>`
        }
      </div>
      ${latest === undefined ? nothing : verdictSection(latest, screen, actions)}
    </header>
  `;
}

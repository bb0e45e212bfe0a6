import { html, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import type { Actions } from '../types.ts';

/** What stands where a review would be, before there is one. */
export function emptyReview(actions: Actions): TemplateResult {
  return html`
    <section class="empty" id="empty" aria-labelledby="empty-title">
      ${icon('plan', 'large')}
      <h2 id="empty-title">Nobody has reviewed this plan yet</h2>
      <p>A review gives a plan what code gets before it is merged: somebody else’s eyes.</p>
      <ul class="promises">
        <li>
          ${icon('check', 'tone-good')}<span>What the plan claims is checked against the repository.</span>
        </li>
        <li>${icon('check', 'tone-good')}<span>Every finding sits on the plan’s own words.</span></li>
        <li>
          ${icon('check', 'tone-good')}<span>The verdict follows a stated rule, and names its reasons.</span>
        </li>
      </ul>
      <button type="button" class="primary" id="start" @click=${actions.startRound}>Review</button>
    </section>
  `;
}

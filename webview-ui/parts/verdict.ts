import { html, nothing, type TemplateResult } from 'lit-html';
import { plural, shorten } from '../format.ts';
import { verdictIcon, verdictTone } from '../icons.ts';
import { staleReasons } from '../select.ts';
import type { Actions, PanelRound, Verdict } from '../types.ts';
import { inlineMarkdown } from '../untrusted.ts';
import type { Screen } from '../screen.ts';

/** Reasons beyond these wait behind a button, so that a long list does not push the findings off the screen. */
const firstReasons = 4;

/** A reason repeats its finding's title, which is shown whole where the finding is. */
const longestReason = 300;

/** The latest round's verdict with the reasons that the rule gave for it. */
export function verdictSection(round: PanelRound, screen: Screen, actions: Actions): TemplateResult {
  const { value, reasons } = round.verdict;
  const isStale = staleReasons(screen.state).length > 0;
  const shown = screen.areAllReasonsShown ? reasons : reasons.slice(0, firstReasons);
  const more = reasons.length - shown.length;
  return html`
    <section class="verdict ${verdictTone(value)} ${isStale ? 'stale' : ''}" aria-labelledby="verdict-title">
      <div class="verdict-line">
        <h2 id="verdict-title" class="badge ${verdictTone(value)}">
          <span class="for-screen-readers">Verdict: </span>${verdictIcon(value)} ${value}
        </h2>
        <span class="quiet">Round ${round.number}${isStale ? ', out of date' : ''}</span>
      </div>
      ${
        reasons.length === 0
          ? html`<p class="quiet">Nothing that was found stands in the way.</p>`
          : html`<ul class="reasons" aria-label="Reasons">
              ${shown.map((reason) => html`<li>${reasonText(reason, actions)}</li>`)}
            </ul>`
      }
      ${
        more > 0
          ? html`<button type="button" class="link more" @click=${actions.showAllReasons}>
              Show ${plural(more, 'more reason')}
            </button>`
          : nothing
      }
    </section>
  `;
}

function reasonText(reason: Verdict['reasons'][number], actions: Actions): TemplateResult {
  const { finding, text } = reason;
  return finding === undefined
    ? html`${inlineMarkdown(shorten(text, longestReason))}`
    : html`<button type="button" class="link" @click=${() => actions.revealFinding(finding)}>
        ${inlineMarkdown(shorten(text, longestReason))}
      </button>`;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { percent, type Analysis } from '../dimensions.ts';
import { plural } from '../format.ts';
import { icon } from '../icons.ts';
import { plain } from '../untrusted.ts';

type Unseen = NonNullable<Analysis['unseen']>;

/** How much reviewers found in common, and what that says of what nobody found. */
export function agreementPart({ overlap, unseen, strategy, whyNotIndependent }: Analysis): TemplateResult {
  return html`
    <h3 class="part-title">Agreement</h3>
    <p class="quiet">
      ${strategy === 'independent' ? 'Independent: everybody read alone.' : 'Complementary: specialists were shown what the leads had found.'}
    </p>
    ${
      overlap === null
        ? html`<p>
            ${plain(whyNotIndependent ?? 'Only one reviewer has answered.')} Agreement, strictness and what
            nobody found are not computed.
          </p>`
        : html`<p>
              Of ${plural(overlap.findings, 'finding')} of ${overlap.reviewers} reviewers who read alone,
              ${overlap.shared} ${overlap.shared === 1 ? 'was' : 'were'} raised by more than one.
              ${overlap.likeness === null ? nothing : `Two of them have ${percent(overlap.likeness)} in common on average.`}
            </p>
            ${
              unseen === null
                ? html`<p class="quiet">How much nobody found is not estimated below three reviewers.</p>`
                : unseenNote(unseen)
            }`
    }
  `;
}

/** The estimate is never shown without what it rests on. */
function unseenNote({ atLeast, reviewers, findings, once, twice }: Unseen): TemplateResult {
  return html`<div class="unseen">
    ${icon('unknown', atLeast === 0 ? 'tone-quiet' : 'tone-caution')}
    <div>
      <p class="strong">
        ${atLeast === 0 ? 'Nothing shows that they missed any of the kind that they raise' : `At least ${atLeast.toLocaleString()} more of the kind that they raise`}
      </p>
      <p class="quiet">
        ${atLeast === 0 ? nothing : 'Nobody found them. '}By Chao’s lower bound, from
        ${plural(findings, 'finding')} of ${reviewers} reviewers: ${once} by one alone, ${twice} by exactly
        two. It says nothing of kinds that none of them looks for.
      </p>
    </div>
  </div>`;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { plural } from '../format.ts';
import { claimIcons, icon } from '../icons.ts';
import type { Actions, Claim, ClaimVerdict, PanelRound } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';
import type { Screen } from '../screen.ts';

const verdictNames: Record<ClaimVerdict, string> = {
  pass: 'Passes',
  fail: 'Fails',
  unverifiable: 'Unverifiable',
};

/** What the plan says that a machine can check, and fails or is unverifiable. */
export function claimsPanel(screen: Screen, round: PanelRound, actions: Actions): TemplateResult {
  const claims = round.claims.toSorted((a, b) => urgency(a) - urgency(b));
  const shown = claims.slice(0, screen.claimLimit);
  return html`
    ${summary(round)} ${claims.length === 0 ? nothing : claimTable(shown)}
    ${
      shown.length < claims.length
        ? html`<p>
            <button type="button" class="secondary" @click=${actions.showMoreClaims}>
              Show more of ${plural(claims.length, 'claim')}
            </button>
          </p>`
        : nothing
    }
  `;
}

/** Failures that count come first, and those that the plan suppresses last. */
function urgency(claim: Claim): number {
  if (claim.verdict !== 'fail') {
    return 1;
  }
  return claim.suppressed === true ? 2 : 0;
}

function summary(round: PanelRound): TemplateResult {
  const { pass, fail, unverifiable, suppressed = 0 } = round.claimSummary;
  if (pass + fail + unverifiable + suppressed === 0) {
    return html`<div class="nothing">
      ${icon('unknown', 'tone-quiet large')}
      <p class="strong">No claims</p>
      <p class="quiet">The plan says nothing that a check could verify.</p>
    </div>`;
  }
  return html`<ul class="claim-summary" role="list" aria-label="Claims">
    <li>${claimIcons.pass} ${plural(pass, 'claim passes', 'claims pass')}</li>
    <li>${claimIcons.fail} ${plural(fail, 'claim fails', 'claims fail')}</li>
    <li>
      ${claimIcons.unverifiable} ${plural(unverifiable, 'claim is unverifiable', 'claims are unverifiable')}
    </li>
    ${
      suppressed === 0
        ? nothing
        : html`<li>${plural(suppressed, 'failure is suppressed', 'failures are suppressed')} in the plan</li>`
    }
  </ul>`;
}

// The roles are spelled out because the table becomes a list of cards on a narrow screen, and what is not displayed as
// a table stops being one for screen readers.
function claimTable(claims: readonly Claim[]): TemplateResult {
  return html`
    <table class="table" role="table" aria-label="Claims that fail or are unverifiable">
      <thead role="rowgroup">
        <tr role="row">
          ${['Claim', 'Intent', 'Verdict', 'Why', 'Suggestion'].map(
            (name) => html`<th role="columnheader" scope="col">${name}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${claims.map(claimRow)}
      </tbody>
    </table>
  `;
}

function claimRow(claim: Claim): TemplateResult {
  return html`
    <tr role="row">
      <td role="cell" data-label="Claim">
        <code>${plain(claim.value)}</code>
        <span class="quiet">${plain(claim.check ?? claim.kind)}, line ${claim.range.start.line}</span>
      </td>
      <td role="cell" data-label="Intent" class="one-line">${claim.intent}</td>
      <td role="cell" data-label="Verdict" class="one-line">
        <span>${claimIcons[claim.verdict]} ${verdictNames[claim.verdict]}</span>
        ${claim.suppressed === true ? html`<span class="quiet">suppressed</span>` : nothing}
      </td>
      <td role="cell" data-label="Why">${inlineMarkdown(claim.detail)}</td>
      <td role="cell" data-label="Suggestion" class=${claim.suggestion === undefined ? 'none' : ''}>
        ${claim.suggestion === undefined ? nothing : html`<code>${plain(claim.suggestion)}</code>`}
      </td>
    </tr>
  `;
}

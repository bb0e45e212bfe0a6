import { html, nothing, type TemplateResult } from 'lit-html';
import { moment, plural } from '../format.ts';
import { icon, verdictIcon, verdictTone } from '../icons.ts';
import type { Recording } from '../record/recordDesk.ts';
import type { Screen } from '../screen.ts';
import type { Actions } from '../types.ts';
import { inlineMarkdown, markdown, plain } from '../untrusted.ts';
import { endStates } from './endStates.ts';
import { errorNotice } from './notices.ts';
import { recordForm } from './recordForm.ts';
import { readinessList, risksTable, roundsList } from './recordTables.ts';

type Told = NonNullable<Recording['told']>;
type SignedRecord = NonNullable<Told['record']>;

/** How the review ends: what was signed and what that is worth now, or what there is to sign. */
export function recordSection(screen: Screen, actions: Actions): TemplateResult {
  const { recording } = screen;
  return html`
    <section class="shown-round record" aria-labelledby="record-title">
      <div class="section-line">
        <h2 id="record-title" tabindex="-1">Record</h2>
        <div class="buttons">
          <button type="button" class="secondary" @click=${actions.record.exportReview}>
            ${icon('document')} Export…
          </button>
        </div>
      </div>
      ${errorNotice(recording.failure, 'record-failure')}
      ${
        recording.told === undefined
          ? recording.failure === undefined
            ? html`<p class="quiet" role="status">Looking at the plan and its claims…</p>`
            : nothing
          : ending(recording.told, screen, actions)
      }
    </section>
  `;
}

function ending(told: Told, screen: Screen, actions: Actions): TemplateResult {
  const { record, proposal } = told;
  const isLatest = record !== undefined && record.rounds.at(-1)?.number === proposal.rounds.at(-1)?.number;
  const isFormShown = !isLatest || screen.recording.isSigningAgain;
  return html`
    ${record === undefined ? nothing : signedRecord(record, { told, screen, actions })}
    ${isFormShown ? recordForm(proposal, screen, actions) : signAgain(actions)}
  `;
}

function signAgain(actions: Actions): TemplateResult {
  return html`<p class="record-again">
    <button type="button" class="secondary" @click=${actions.record.signAgain}>Sign anew…</button>
  </p>`;
}

function signedRecord(
  record: SignedRecord,
  { told, screen, actions }: { readonly told: Told; readonly screen: Screen; readonly actions: Actions },
): TemplateResult {
  const { verdict, signedBy, signedAt, reason, risks, readiness, recommendation, findings } = record;
  const { state, reasons } = told.approval;
  const isStale = state === 'stale';
  return html`
    <div class="verdict signed ${verdictTone(verdict.value)} ${isStale ? 'stale' : ''}" id="signed">
      <div class="verdict-line">
        <h3 class="badge ${verdictTone(verdict.value)}">${verdictIcon(verdict.value)} ${verdict.value}</h3>
        <span>
          Signed by <span class="strong"><bdi>${plain(signedBy)}</bdi></span
          >,
          <time datetime=${signedAt}>${moment(signedAt)}</time>
        </span>
        <button type="button" class="link" @click=${actions.record.openDocument}>Open record.md</button>
      </div>
      ${reason === undefined ? nothing : html`<p>Signed all the same, because: ${inlineMarkdown(reason)}</p>`}
      ${
        isStale
          ? html`<p class="strong">It no longer stands:</p>
              <ul class="reasons" id="stale-reasons">
                ${reasons.map((text) => html`<li>${plain(text)}</li>`)}
              </ul>`
          : html`<p class="quiet">What was signed is as it was: the plan, the repository, and the claims.</p>`
      }
      <details class="signed-parts" ?open=${!isStale && !screen.recording.isSigningAgain}>
        <summary>What was signed, after ${plural(record.rounds.length, 'round')}</summary>
        ${roundsList(record.rounds)}
        <h4>What became of the findings</h4>
        ${
          findings === undefined
            ? html`<p class="quiet">This record is of a version that did not write it down.</p>`
            : endStates(findings, { limit: screen.claimLimit, actions })
        }
        <h4>Residual risks</h4>
        ${risksTable(risks)}
        <h4>Readiness</h4>
        ${readinessList(readiness)}
        <h4>Recommendation</h4>
        ${markdown(recommendation)}
        <p>
          Confidence: <span class="strong">${record.confidence}</span>.
          ${inlineMarkdown(record.confidenceReason)}
        </p>
      </details>
    </div>
  `;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { icon, verdictIcon, verdictTone } from '../icons.ts';
import type { RecordActions } from '../record/recordDesk.ts';
import { levels, type Confidence, type Proposal, type RecordForm, type Risk } from '../record/recordForm.ts';
import type { Screen } from '../screen.ts';
import type { Actions } from '../types.ts';
import { inlineMarkdown, plain } from '../untrusted.ts';
import { endStates } from './endStates.ts';
import { readinessMark, readinessText, roundsList } from './recordTables.ts';

/** What there is to sign, with what a person has to say. */
export function recordForm(
  proposal: Proposal,
  screen: Screen,
  actions: Actions,
): TemplateResult | typeof nothing {
  const { form, isSigning } = screen.recording;
  if (form === undefined) {
    return nothing;
  }
  const { verdict } = proposal;
  const { record } = actions;
  return html`
    <div id="record-form">
      <h3 class="part-title">You sign</h3>
      <p class="badge strong ${verdictTone(verdict.value)}">${verdictIcon(verdict.value)} ${verdict.value}</p>
      <p class="quiet">
        Computed from the recorded facts of the last round, and from the plan and the repository as they are
        now.
      </p>
      ${
        verdict.reasons.length === 0
          ? nothing
          : html`<ul class="reasons" aria-label="Reasons for ${verdict.value}">
              ${verdict.reasons.map(({ text }) => html`<li>${inlineMarkdown(text)}</li>`)}
            </ul>`
      }
      <h3 class="part-title">Rounds</h3>
      ${roundsList(proposal.rounds)}
      <h3 class="part-title">What became of the findings</h3>
      ${endStates(proposal.findings, { limit: screen.claimLimit, actions })}
      <h3 class="part-title">Residual risks</h3>
      ${risksEditor(form.risks, record)}
      <h3 class="part-title">Readiness</h3>
      ${readiness(proposal, form, record)}
      ${textField(
        { id: 'recommendation', label: 'Recommendation', value: form.recommendation },
        (recommendation) => record.write({ recommendation }),
      )}
      ${confidenceField(form, record)}
      ${textField(
        { id: 'confidence-reason', label: 'Why that confidence', value: form.confidenceReason },
        (confidenceReason) => record.write({ confidenceReason }),
      )}
      ${
        verdict.value === 'GO'
          ? nothing
          : textField(
              {
                id: 'reason',
                label: `Why it is signed though the verdict is ${verdict.value}`,
                value: form.reason,
              },
              (reason) => record.write({ reason }),
            )
      }
      <div class="field">
        <label for="record-by">Your name</label>
        <input
          id="record-by"
          class="text-input"
          type="text"
          autocomplete="name"
          .value=${live(form.by)}
          @input=${(event: Event) => record.write({ by: valueOf(event) })}
        />
      </div>
      <p class="record-sign">
        <button type="button" class="primary" ?disabled=${isSigning} @click=${record.sign}>
          ${icon('check')} ${isSigning ? 'Signing…' : 'Sign Record'}
        </button>
      </p>
    </div>
  `;
}

function textField(
  { id, label, value }: { readonly id: string; readonly label: string; readonly value: string },
  write: (value: string) => void,
): TemplateResult {
  return html`<div class="field">
    <label for="record-${id}">${label}</label>
    <textarea
      id="record-${id}"
      class="text-input"
      rows="2"
      dir="auto"
      .value=${live(value)}
      @input=${(event: Event) => write(valueOf(event))}
    ></textarea>
  </div>`;
}

const confidenceNames: Record<Confidence, string> = { high: 'High', medium: 'Medium', low: 'Low' };

function confidenceField({ confidence }: RecordForm, record: RecordActions): TemplateResult {
  return html`<fieldset class="field choices">
    <legend>Confidence</legend>
    <div class="choice-list">
      ${(['high', 'medium', 'low'] as const).map(
        (level) =>
          html`<label class="choice"
            ><input
              type="radio"
              name="record-confidence"
              value=${level}
              .checked=${live(confidence === level)}
              @change=${() => record.write({ confidence: level })}
            /><span>${confidenceNames[level]}</span></label
          >`,
      )}
    </div>
  </fieldset>`;
}

function readiness(proposal: Proposal, form: RecordForm, record: RecordActions): TemplateResult {
  return html`<ul class="readiness" role="list" id="readiness">
    ${proposal.readiness.map((item) =>
      item.by === 'host'
        ? html`<li>${readinessMark(item)} ${readinessText(item)}</li>`
        : html`<li>
            <label class="choice"
              ><input
                type="checkbox"
                .checked=${live(form.ticked.includes(item.id))}
                @change=${() => record.tick(item.id)}
              />${readinessText(item)}</label
            >
          </li>`,
    )}
  </ul>`;
}

function risksEditor(risks: readonly Risk[], record: RecordActions): TemplateResult {
  return html`
    <p class="quiet">
      Proposed from what was deferred, acknowledged, rejected or left unresolved. Likelihood and impact are
      yours to judge.
    </p>
    ${
      risks.length === 0
        ? html`<p class="table-note">None.</p>`
        : html`<table class="table risks" role="table" aria-label="Residual risks">
            <thead role="rowgroup">
              <tr role="row">
                ${['Risk', 'Likelihood', 'Impact', 'Mitigation'].map(
                  (name) => html`<th role="columnheader" scope="col">${name}</th>`,
                )}
                <th role="columnheader" scope="col"><span class="for-screen-readers">Remove</span></th>
              </tr>
            </thead>
            <tbody role="rowgroup">
              ${risks.map((risk, index) => riskRow(risk, index, record))}
            </tbody>
          </table>`
    }
    <div class="buttons risk-buttons">
      <button
        type="button"
        class="secondary"
        id="add-risk"
        @click=${() => {
          record.addRisk();
          focusOn(`#risk-${risks.length}`);
        }}
      >
        Add a risk
      </button>
      <button type="button" class="link" @click=${record.proposeAgain}>As proposed</button>
    </div>
  `;
}

function riskRow(risk: Risk, index: number, record: RecordActions): TemplateResult {
  const number = index + 1;
  const words = (field: 'risk' | 'mitigation', label: string): TemplateResult =>
    html`<textarea
      class="text-input"
      id=${field === 'risk' ? `risk-${index}` : nothing}
      rows="1"
      dir="auto"
      aria-label="${label} ${number}"
      .value=${live(risk[field])}
      @input=${(event: Event) => record.writeRisk(index, { [field]: valueOf(event) })}
    ></textarea>`;
  const level = (field: 'likelihood' | 'impact', label: string): TemplateResult =>
    html`<select
      class="text-input"
      aria-label="${label} of risk ${number}"
      .value=${live(risk[field])}
      @change=${(event: Event) => {
        const chosen = levels.find((known) => known === valueOf(event));
        record.writeRisk(index, chosen === undefined ? {} : { [field]: chosen });
      }}
    >
      ${levels.map((known) => html`<option value=${known} ?selected=${risk[field] === known}>${known}</option>`)}
    </select>`;
  return html`
    <tr role="row">
      <td role="cell" data-label="Risk">
        ${words('risk', 'Risk')}
        ${risk.finding === undefined ? nothing : html`<span class="quiet">From ${plain(risk.finding)}</span>`}
      </td>
      <td role="cell" data-label="Likelihood">${level('likelihood', 'Likelihood')}</td>
      <td role="cell" data-label="Impact">${level('impact', 'Impact')}</td>
      <td role="cell" data-label="Mitigation">${words('mitigation', 'Mitigation')}</td>
      <td role="cell" class="one-line">
        <button
          type="button"
          class="link"
          aria-label="Remove risk ${number}"
          @click=${() => {
            record.removeRisk(index);
            // The button goes with its row, and the focus must not.
            focusOn('#add-risk');
          }}
        >
          Remove
        </button>
      </td>
    </tr>
  `;
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
    ? target.value
    : '';
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import type { Answering } from '../response/answers.ts';
import { dispositionIn, dispositionNames, dispositions, findingKey } from '../response/fields.ts';
import { templates } from '../response/templates.ts';
import { plain } from '../untrusted.ts';
import { choiceField, textField, type FieldContext } from './responseFields.ts';

/** Where a finding's answer stands, for its collapsed row. Nothing where it is not open to answer. */
export function answerBadge(finding: string, { book }: Answering): TemplateResult | typeof nothing {
  const disposition = book === undefined ? undefined : dispositionIn(book.fields, finding);
  return disposition === undefined
    ? nothing
    : html`<span class="answered-as">${icon('check')} ${dispositionNames[disposition]}</span>`;
}

/** The author's answer to one finding. */
export function answerEditor(finding: string, context: FieldContext): TemplateResult {
  const { book } = context.answering;
  const disposition = book === undefined ? undefined : dispositionIn(book.fields, finding);
  return html`
    <div class="answer" role="group" aria-label="Your answer to ${finding}">
      <h4>Your answer</h4>
      ${choiceField(findingKey(finding, 'disposition'), 'Disposition', {
        ...context,
        choices: dispositions.map((value) => [value, dispositionNames[value]] as const),
      })}
      ${
        disposition === undefined
          ? nothing
          : html`<div class="beginnings" role="group" aria-label="Begin the response to ${finding} with">
              <span class="quiet">Begin with</span>
              ${templates[disposition].map(
                (template) =>
                  html`<button
                    type="button"
                    class="secondary small"
                    title=${template.response.trim()}
                    @click=${() => context.actions.useTemplate(finding, template)}
                  >
                    ${template.name}
                  </button>`,
              )}
            </div>`
      }
      ${textField(findingKey(finding, 'response'), 'Response', context)}
      ${
        disposition === undefined
          ? nothing
          : html`${textField(findingKey(finding, 'action'), 'Action taken', context)}
            ${evidencePart(finding, context)}`
      }
      <p class="quiet saved-state">${savedText(context.answering)}</p>
    </div>
  `;
}

function evidencePart(finding: string, context: FieldContext): TemplateResult {
  const { answering, actions } = context;
  const references =
    answering.book?.response.places.find((place) => place.finding === finding)?.references ?? [];
  return html`
    ${textField(findingKey(finding, 'evidence'), 'Evidence', {
      ...context,
      hint: 'Where the plan shows it: “Section 4.2, lines 45-78”, or words of the plan in quotes.',
    })}
    <div class="evidence-line">
      <button type="button" class="secondary" @click=${() => actions.useSelection(finding)}>
        Use Selection as Evidence
      </button>
      ${proof(finding, answering)}
    </div>
    ${
      references.length === 0
        ? nothing
        : html`<ul class="evidence-links" role="list" aria-label="Places of the evidence for ${finding}">
            ${references.map(
              (reference) =>
                html`<li>
                  <button type="button" class="link" @click=${() => actions.showEvidence(reference)}>
                    ${icon('document')} ${plain(reference)}
                  </button>
                </li>`,
            )}
          </ul>`
    }
  `;
}

const proofLooks = {
  proved: { icon: icon('check', 'tone-good'), name: 'Proved' },
  'not changed': { icon: icon('triangle', 'tone-caution'), name: 'Not changed' },
  'evidence not found': { icon: icon('cross', 'tone-bad'), name: 'Evidence not found' },
  none: undefined,
} as const;

/** What the host finds of the action in the plan as it is on disk. */
function proof(finding: string, { book }: Answering): TemplateResult {
  const isBeingSaved = (['disposition', 'evidence'] as const).some((field) =>
    book?.edits.has(findingKey(finding, field)),
  );
  const found = book?.response.proofs.find((entry) => entry.finding === finding);
  const look = found === undefined ? undefined : proofLooks[found.state];
  return html`<div class="proof">
    ${isBeingSaved ? html`<span class="quiet">Comparing with the plan…</span>` : nothing}
    <div role="status">
      ${
        isBeingSaved || look === undefined
          ? nothing
          : html`${look.icon}
              <span><span class="strong">${look.name}.</span> ${plain(found?.detail ?? '')}</span>`
      }
    </div>
  </div>`;
}

/** Whether what is written is stored. */
export function savedText({ saving, failure, unreadable, book }: Answering): string {
  if (unreadable !== undefined) {
    return 'Not saved: what is stored cannot be read. Your words are kept here.';
  }
  if (saving === 'failed') {
    return `${plain(failure?.message ?? '')} Your words are kept here.`;
  }
  if (saving === 'waiting') {
    return 'Saving…';
  }
  return book?.response.version === null ? 'Saved as you write.' : 'Saved.';
}

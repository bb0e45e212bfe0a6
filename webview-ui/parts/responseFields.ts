import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { isDrafted, problemKey, type Answering, type ResponseActions } from '../response/answers.ts';
import { fieldId, fieldName, type FieldKey } from '../response/fields.ts';
import { plain } from '../untrusted.ts';

/** What the fields of a response are drawn with. */
export interface FieldContext {
  readonly answering: Answering;
  readonly actions: ResponseActions;
}

/** A text that the author writes, with its label, and below it what is to be said of it. */
export function textField(
  key: FieldKey,
  label: string,
  context: FieldContext & { readonly hint?: string; readonly lines?: 'one' | 'several' },
): TemplateResult {
  const { answering, actions } = context;
  const id = fieldId(key);
  const value = answering.book?.fields.get(key) ?? '';
  const write = (event: Event): void => actions.write(key, valueOf(event));
  return html`
    <div class="field">
      <label for=${id}>${label}</label>
      ${context.hint === undefined ? nothing : html`<p class="quiet" id="${id}-hint">${context.hint}</p>`}
      ${
        context.lines === 'one'
          ? html`<input
              id=${id}
              class="text-input"
              type="text"
              autocomplete="off"
              aria-describedby=${describedBy(key, context)}
              .value=${live(value)}
              @input=${write}
            />`
          : html`<textarea
              id=${id}
              class="text-input"
              rows="2"
              dir="auto"
              aria-describedby=${describedBy(key, context)}
              .value=${live(value)}
              @input=${write}
            ></textarea>`
      }
      ${remarks(key, context)}
    </div>
  `;
}

/** One of a few answers, and a way to give none. */
export function choiceField(
  key: FieldKey,
  label: string,
  context: FieldContext & { readonly choices: readonly (readonly [string, string])[] },
): TemplateResult {
  const { answering, actions, choices } = context;
  const id = fieldId(key);
  const value = answering.book?.fields.get(key) ?? '';
  return html`
    <fieldset class="field choices" id=${id} aria-describedby=${describedBy(key, context)}>
      <legend>${label}</legend>
      <div class="choice-list">
        ${choices.map(
          ([choice, name]) =>
            html`<label class="choice"
              ><input
                type="radio"
                name=${id}
                value=${choice}
                .checked=${live(value === choice)}
                @change=${() => actions.write(key, choice)}
              /><span>${name}</span></label
            >`,
        )}
        ${
          value === ''
            ? nothing
            : html`<button
                type="button"
                class="link"
                aria-label="Clear: ${fieldName(key)}"
                @click=${(event: Event) => {
                  focusChoices(event);
                  actions.write(key, '');
                }}
              >
                Clear
              </button>`
        }
      </div>
      ${remarks(key, context)}
    </fieldset>
  `;
}

/** The button goes with what it clears, and the focus must not. */
function focusChoices(event: Event): void {
  const group = event.target instanceof Element ? event.target.closest('fieldset') : null;
  group?.querySelector<HTMLElement>('input')?.focus();
}

/** What is still missing here, and what somebody else has written in the same place. */
function remarks(key: FieldKey, context: FieldContext): TemplateResult | typeof nothing {
  const id = fieldId(key);
  const problem = problemOf(key, context.answering);
  const theirs = context.answering.book?.edits.get(key)?.theirs;
  return html`
    ${isDraft(key, context.answering) ? html`<p class="quiet" id="${id}-drafted">Drafted by a model, and not touched since.</p>` : nothing}
    ${problem === undefined ? nothing : html`<p class="field-problem" id="${id}-problem">To submit: ${plain(problem)}</p>`}
    ${theirs === undefined ? nothing : conflict(key, theirs, context.actions)}
  `;
}

function conflict(key: FieldKey, theirs: string, actions: ResponseActions): TemplateResult {
  return html`<div class="conflict" role="group" aria-label="Two versions of ${fieldName(key)}">
    <p class="strong">This was changed elsewhere meanwhile. It says there:</p>
    <blockquote dir="auto" tabindex="0">
      <span class="as-is">${theirs === '' ? 'Nothing.' : plain(theirs)}</span>
    </blockquote>
    <div class="buttons">
      <button type="button" class="secondary" @click=${() => actions.keepMine([key])}>Keep mine</button>
      <button type="button" class="secondary" @click=${() => actions.takeTheirs([key])}>Take theirs</button>
    </div>
  </div>`;
}

function describedBy(
  key: FieldKey,
  context: { readonly answering: Answering; readonly hint?: string },
): string | typeof nothing {
  const id = fieldId(key);
  const ids = [
    ...(context.hint === undefined ? [] : [`${id}-hint`]),
    ...(isDraft(key, context.answering) ? [`${id}-drafted`] : []),
    ...(problemOf(key, context.answering) === undefined ? [] : [`${id}-problem`]),
  ];
  return ids.length === 0 ? nothing : ids.join(' ');
}

function isDraft(key: FieldKey, { book }: Answering): boolean {
  return book !== undefined && isDrafted(book, key);
}

/** What keeps the response from being submitted in this field, as of what was last saved. */
function problemOf(key: FieldKey, { book }: Answering): string | undefined {
  if (book === undefined || book.edits.has(key)) {
    return undefined;
  }
  return book.response.problems.find((problem) => problemKey(problem) === key)?.message;
}

function valueOf(event: Event): string {
  const field = event.target;
  return field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement ? field.value : '';
}

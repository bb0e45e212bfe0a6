import { html, nothing, type TemplateResult } from 'lit-html';
import { plural } from '../format.ts';
import { icon } from '../icons.ts';
import type { Answering, ResponseActions } from '../response/answers.ts';
import { conflictsOf } from '../response/book.ts';
import { fieldName } from '../response/fields.ts';
import { plain } from '../untrusted.ts';

type Part = TemplateResult | typeof nothing;

/** How many fields a notice names one by one. */
const mostNamed = 12;

/** What the author has to know of the response before anything else. */
export function responseNotices(answering: Answering, actions: ResponseActions): Part {
  return html`${conflictNotice(answering, actions)} ${unreadableNotice(answering, actions)}
  ${editedNotice(answering, actions)} ${failureNotice(answering, actions)}
  ${strandedNotice(answering, actions)}`;
}

function conflictNotice({ book }: Answering, actions: ResponseActions): Part {
  const keys = book === undefined ? [] : conflictsOf(book);
  return keys.length === 0
    ? nothing
    : html`<div class="notice warning" role="alert" id="response-conflict">
        ${icon('triangle', 'tone-major')}
        <div>
          <p class="strong">The response was changed elsewhere while you were writing</p>
          <p>
            ${plural(keys.length, 'field')} ${keys.length === 1 ? 'says' : 'say'} something else in both
            places. Your words are kept here, theirs are stored, and nothing else was touched.
          </p>
          <ul class="links">
            ${keys.slice(0, mostNamed).map(
              (key) =>
                html`<li>
                  <button type="button" class="link" @click=${() => actions.goTo(key)}>
                    ${fieldName(key)}
                  </button>
                </li>`,
            )}
          </ul>
          <div class="buttons">
            <button type="button" class="secondary" @click=${() => actions.keepMine(keys)}>
              Keep all mine
            </button>
            <button type="button" class="secondary" @click=${() => actions.takeTheirs(keys)}>
              Take all theirs
            </button>
          </div>
        </div>
      </div>`;
}

function unreadableNotice({ unreadable }: Answering, actions: ResponseActions): Part {
  return unreadable === undefined
    ? nothing
    : html`<div class="notice error" role="alert" id="response-unreadable">
        ${icon('octagon', 'tone-critical')}
        <div>
          <p class="strong">${plain(unreadable.message)}</p>
          <p>${plain(unreadable.wayOut)} Until then nothing is saved from here.</p>
          <div class="buttons">
            <button type="button" class="secondary" @click=${actions.openDocument}>Open response.md</button>
          </div>
        </div>
      </div>`;
}

function editedNotice({ book, unreadable }: Answering, actions: ResponseActions): Part {
  return book?.response.isEdited !== true || unreadable !== undefined
    ? nothing
    : html`<div class="notice" role="note" id="response-edited">
        ${icon('document', 'tone-quiet')}
        <div>
          <p class="strong">response.md was edited by hand</p>
          <p>What it says is shown here. It is stored with your next change, or when you submit.</p>
          <div class="buttons">
            <button type="button" class="secondary" @click=${actions.openDocument}>Open response.md</button>
          </div>
        </div>
      </div>`;
}

function failureNotice({ failure, unreadable }: Answering, actions: ResponseActions): Part {
  return failure === undefined || unreadable !== undefined
    ? nothing
    : html`<div class="notice error" role="alert" id="response-failure">
        ${icon('octagon', 'tone-critical')}
        <div>
          <p class="strong">${plain(failure.message)}</p>
          <p>
            ${plain(failure.wayOut)}
            ${failure.isRetryable ? 'Your words are kept here, and saving is tried again.' : nothing}
          </p>
          <div class="buttons">
            <button type="button" class="secondary" @click=${actions.saveAgain}>Save again</button>
          </div>
        </div>
      </div>`;
}

function strandedNotice({ stranded }: Answering, actions: ResponseActions): Part {
  return stranded.length === 0
    ? nothing
    : html`<div class="notice warning" role="alert" id="response-stranded">
        ${icon('triangle', 'tone-major')}
        <div>
          <p class="strong">Some of your words came too late for the round that they answer</p>
          <p>They were not stored. Copy from here what you still need.</p>
          <dl class="stranded">
            ${stranded.map(
              ([key, { value }]) =>
                html`<dt>${fieldName(key)}</dt>
                  <dd class="as-is" dir="auto">${plain(value)}</dd>`,
            )}
          </dl>
          <div class="buttons">
            <button type="button" class="secondary" @click=${actions.forgetStranded}>Dismiss</button>
          </div>
        </div>
      </div>`;
}

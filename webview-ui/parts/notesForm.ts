import { html, nothing, type TemplateResult } from 'lit-html';
import { live } from 'lit-html/directives/live.js';
import { moment } from '../format.ts';
import { icon } from '../icons.ts';
import type { NotesActions, NotesForm } from '../insights/notesDesk.ts';
import { markdown, plain } from '../untrusted.ts';
import { errorNotice } from './notices.ts';

/** What a person notes on an analysis: kept beside it, and part of what is exported. */
export function notesPart(
  form: NotesForm | undefined,
  actions: NotesActions,
): TemplateResult | typeof nothing {
  if (form === undefined) {
    return nothing;
  }
  const { campaign, author, text, stored, isChanged, isSaving, isOvertaken, failure } = form;
  const valueOf = ({ target }: Event): string =>
    target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement ? target.value : '';
  return html`
    <section class="own-notes" aria-labelledby="notes-title">
      <h3 class="part-title" id="notes-title">Your notes</h3>
      <p class="quiet" id="notes-hint">
        In your own words, in Markdown. They are kept beside the analysis, and exported with the review.
      </p>
      ${stored.problem === undefined ? nothing : html`<p>${icon('triangle', 'tone-major')} ${plain(stored.problem)}</p>`}
      <div class="field">
        <label for="notes-text">Notes</label>
        <textarea
          id="notes-text"
          class="text-input"
          rows="4"
          dir="auto"
          aria-describedby="notes-hint"
          .value=${live(text)}
          @input=${(event: Event) => actions.write(campaign, { text: valueOf(event) })}
        ></textarea>
      </div>
      <div class="field">
        <label for="notes-author">Your name</label>
        <input
          id="notes-author"
          class="text-input"
          type="text"
          autocomplete="name"
          .value=${live(author)}
          @input=${(event: Event) => actions.write(campaign, { author: valueOf(event) })}
        />
      </div>
      ${errorNotice(failure, 'notes-failure')}
      ${
        isOvertaken
          ? html`<div id="notes-stored">
              <p class="strong">Stored meanwhile by <bdi>${plain(stored.author)}</bdi></p>
              ${markdown(stored.text)}
            </div>`
          : nothing
      }
      <div class="buttons notes-buttons">
        <button
          type="button"
          class="secondary"
          ?disabled=${!isChanged || isSaving}
          @click=${() => actions.save(campaign)}
        >
          Save Notes
        </button>
        ${
          isChanged
            ? html`<button type="button" class="secondary" @click=${() => actions.discard(campaign)}>
                As stored
              </button>`
            : nothing
        }
        <span class="quiet">${stateText(form)}</span>
      </div>
    </section>
  `;
}

function stateText({ stored, isChanged, isSaving }: NotesForm): unknown {
  if (isSaving) {
    return 'Storing…';
  }
  if (isChanged) {
    return 'Not stored yet.';
  }
  return stored.updatedAt === undefined
    ? nothing
    : html`Stored <time datetime=${stored.updatedAt}>${moment(stored.updatedAt)}</time> by
        <bdi>${plain(stored.author)}</bdi>.`;
}

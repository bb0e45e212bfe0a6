import { html, nothing, type TemplateResult } from 'lit-html';
import { moment, plural } from '../format.ts';
import { icon } from '../icons.ts';
import {
  isContested,
  problemKey,
  unanswered,
  type Answering,
  type ResponseActions,
} from '../response/answers.ts';
import type { Book } from '../response/book.ts';
import { assessments, confidences, findingKey, questionKey } from '../response/fields.ts';
import type { Screen } from '../screen.ts';
import type { Actions, PanelState } from '../types.ts';
import { markdown, plain } from '../untrusted.ts';
import { savedText } from './responseEditor.ts';
import { choiceField, textField, type FieldContext } from './responseFields.ts';

/** How many findings are named one by one. */
const mostNamed = 24;

/** The author's side of the latest round as a whole. */
export function responseTab(screen: Screen, actions: Actions): TemplateResult {
  const { answering } = screen;
  const { book } = answering;
  if (book === undefined) {
    return html`<div class="nothing">
      <p class="quiet">The response cannot be read as it is stored. Above it says why.</p>
    </div>`;
  }
  const context = { answering, actions: actions.response };
  return html`
    <div class="response">
      ${isSubmitted(answering, book) ? submittedNote(book, screen.state) : nothing}
      ${progress(book, actions.response)} ${drafting(book, actions.response)}
      <section class="response-part" aria-labelledby="response-questions">
        <h3 id="response-questions">Answers to the reviewers’ questions</h3>
        ${questions(book, context)}
      </section>
      <section class="response-part" aria-labelledby="response-whole">
        <h3 id="response-whole">The response as a whole</h3>
        ${textField('summary', 'Summary', {
          ...context,
          hint: 'What you took up, what you did not, and why, in a few sentences.',
        })}
        ${choiceField('assessment', 'Own assessment', { ...context, choices: assessments.map((value) => [value, value] as const) })}
        <p class="quiet">Your opinion. It is shown beside the verdict, and sets nothing.</p>
        ${textField('assessmentReason', 'Reason for the assessment', context)}
        ${textField('recommendation', 'Recommendation', context)}
        ${choiceField('confidence', 'Confidence', {
          ...context,
          choices: confidences.map((value) => [value, confidenceNames[value]] as const),
        })}
        ${textField('confidenceReason', 'Reason for the confidence', context)}
        ${textField('author', 'Author', { ...context, lines: 'one' })}
      </section>
      ${isSubmitted(answering, book) ? submitted(screen, actions) : submission(answering, book, actions.response)}
    </div>
  `;
}

/** How far the author is, for the tab: `4/6`. */
export function progressText({ book }: Answering): string {
  if (book === undefined) {
    return '–';
  }
  const { open } = book.response;
  return `${(open.length - unanswered(book).length).toLocaleString()}/${open.length.toLocaleString()}`;
}

const confidenceNames = { high: 'High', medium: 'Medium', low: 'Low' } as const;

function isSubmitted({ saving }: Answering, { response }: Book): boolean {
  return response.state === 'submitted' && saving === 'saved';
}

/** Whether nothing is left to do but to sign. */
function isReadyToSign({ standing, stale }: PanelState): boolean {
  return standing?.verdict === 'GO' && standing.reasons.length === 0 && stale === undefined;
}

function submittedNote({ response }: Book, state: PanelState): TemplateResult {
  return html`<div class="notice" role="note" id="response-submitted">
    ${icon('pass', 'tone-good')}
    <div>
      <p class="strong">
        Submitted by ${plain(response.words.author)},
        <time datetime=${response.updatedAt}>${moment(response.updatedAt)}</time>
      </p>
      <p>
        ${
          isReadyToSign(state)
            ? 'What comes next: nothing stands in the way, so sign the record. If an answer takes an edit of the plan, start the next round behind it.'
            : 'What comes next: finish the edits of the plan and save it, then start the next round. It decides every open finding by your answers and by what was changed.'
        }
        You can go on editing here: the response becomes a draft again, to be submitted anew.
      </p>
    </div>
  </div>`;
}

/** Where the button to submit was, so that whoever has pressed it sees what came of it and what comes next. */
function submitted({ state }: Screen, actions: Actions): TemplateResult {
  const isReady = isReadyToSign(state);
  return html`
    <section class="response-part submission" aria-labelledby="response-submit">
      <h3 id="response-submit">Submitted</h3>
      <p class="quiet">
        ${isReady ? 'Nothing stands in the way of the plan.' : 'Once the plan is edited and saved, the next round decides what is open.'}
      </p>
      <div class="buttons">
        ${
          isReady
            ? html`<button type="button" class="primary" @click=${actions.showRecord}>
                Go to the record
              </button>`
            : state.run === undefined
              ? html`<button type="button" class="primary" @click=${actions.startRound}>
                  ${icon('plan')} Next round
                </button>`
              : nothing
        }
        <button type="button" class="secondary" @click=${actions.response.openDocument}>
          ${icon('document')} Open response.md
        </button>
      </div>
    </section>
  `;
}

function progress(book: Book, actions: ResponseActions): TemplateResult {
  const { open, questions: asked } = book.response;
  const left = unanswered(book);
  const replied = asked.filter(({ id }) => (book.fields.get(questionKey(id)) ?? '').trim() !== '');
  const done = open.length - left.length;
  return html`
    <div class="response-progress">
      <p role="status">
        <span class="strong">${done.toLocaleString()} of ${plural(open.length, 'finding')} answered</span>${
          asked.length === 0 ? nothing : html`, ${replied.length} of ${plural(asked.length, 'question')}`
        }
      </p>
      <progress
        max=${Math.max(open.length, 1)}
        value=${open.length === 0 ? 1 : done}
        aria-label="Findings answered"
      ></progress>
      ${
        left.length === 0
          ? nothing
          : html`<p class="left">
              <span class="quiet">Without an answer:</span>
              ${left
                .slice(0, mostNamed)
                .map(
                  (id) =>
                    html`<button
                      type="button"
                      class="link"
                      @click=${() => actions.goTo(findingKey(id, 'disposition'))}
                    >
                      ${id}
                    </button> `,
                )}${left.length > mostNamed ? html`<span class="quiet">and ${left.length - mostNamed} more</span>` : nothing}
            </p>`
      }
    </div>
  `;
}

/** A model can write the first version of what is empty; nobody has to have one. */
function drafting({ response }: Book, actions: ResponseActions): TemplateResult | typeof nothing {
  return response.state === 'submitted'
    ? nothing
    : html`<p class="buttons">
        <button
          type="button"
          class="secondary"
          id="draft-response"
          title="A model drafts what you have not written. Your words stay, and nothing is submitted."
          @click=${actions.draft}
        >
          Draft with AI…
        </button>
      </p>`;
}

function questions(book: Book, context: FieldContext): TemplateResult {
  const asked = book.response.questions;
  return asked.length === 0
    ? html`<p class="quiet">No questions were asked.</p>`
    : html`<ul role="list" class="question-list">
        ${asked.map(
          ({ id, text }) =>
            html`<li>
              <span class="row-id">${id}</span>
              <div>${markdown(text)} ${textField(questionKey(id), `Answer to ${id}`, context)}</div>
            </li>`,
        )}
      </ul>`;
}

function submission(answering: Answering, book: Book, actions: ResponseActions): TemplateResult {
  const { problems } = book.response;
  const isMissing = problems.length > 0 || isContested(book);
  return html`
    <section class="response-part submission" aria-labelledby="response-submit">
      <h3 id="response-submit">Submit</h3>
      ${
        isMissing
          ? html`<p>Before it can be submitted:</p>
              <ul class="missing">
                ${isContested(book) ? html`<li>Choose between your words and those that were stored elsewhere.</li>` : nothing}
                ${problems.slice(0, mostNamed).map(
                  (problem) =>
                    html`<li>
                      <button type="button" class="link" @click=${() => actions.goTo(problemKey(problem))}>
                        ${plain(problem.message)}
                      </button>
                    </li>`,
                )}
                ${problems.length > mostNamed ? html`<li class="quiet">And ${problems.length - mostNamed} more.</li>` : nothing}
              </ul>`
          : html`<p class="quiet">Nothing is missing.</p>`
      }
      <div class="buttons">
        <button
          type="button"
          class="primary"
          aria-disabled=${answering.isSubmitting || isContested(book) ? 'true' : nothing}
          @click=${actions.submit}
        >
          ${answering.isSubmitting ? 'Submitting…' : 'Submit Response'}
        </button>
        <button type="button" class="secondary" @click=${actions.openDocument}>
          ${icon('document')} Open response.md
        </button>
      </div>
      <p class="quiet saved-state">${savedText(answering)}</p>
    </section>
  `;
}

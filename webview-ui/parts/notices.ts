import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import { usdText } from '../../src/protocol/usdText.ts';
import { moment, plural } from '../format.ts';
import { staleReasons } from '../select.ts';
import type { Actions, PanelState } from '../types.ts';
import { plain } from '../untrusted.ts';

type Part = TemplateResult | typeof nothing;

/** Why something that was asked for did not happen, and what to do; nothing where it did. `id` is that of its element. */
export function errorNotice(
  failure: { readonly message: string; readonly wayOut: string } | undefined,
  id?: string,
): Part {
  return failure === undefined
    ? nothing
    : html`<div class="notice error" role="alert" id=${id ?? nothing}>
        ${icon('octagon', 'tone-critical')}
        <div>
          <p class="strong">${plain(failure.message)}</p>
          <p>${plain(failure.wayOut)}</p>
        </div>
      </div>`;
}

/** A round that was begun and not finished, and how to go on. */
export function unfinishedNotice(state: PanelState, actions: Actions): Part {
  const { unfinished } = state;
  if (unfinished === undefined) {
    return nothing;
  }
  const { number, startedAt, succeeded, failures, costUsd, isRunning, inBatch } = unfinished;
  return html`<div class="notice" role="note" id="unfinished">
    ${icon('half', 'tone-caution')}
    <div>
      <p class="strong">
        ${isRunning ? `Round ${number} is running in another window or on a command line` : `Round ${number} is not finished`}
      </p>
      <p>
        It began <time datetime=${startedAt}>${moment(startedAt)}</time>. ${plural(succeeded, 'answer')}
        kept${costUsd === undefined ? nothing : html`, ${usdText(costUsd)} spent`}.
        ${
          isRunning
            ? 'What there is can be read meanwhile. Nothing else can be stored until it has ended; its result appears here by itself.'
            : inBatch === undefined
              ? 'Who has answered is not asked again, and the text is the one that it began with.'
              : `${plural(inBatch, 'answer')} expected from a batch, which goes on by itself: resume to fetch what is there, and to wait for the rest. Nothing is sent again.`
        }
      </p>
      ${
        failures.length === 0
          ? nothing
          : html`<ul aria-label="Failures">
              ${failures.map(
                ({ task, message, wayOut }) =>
                  html`<li><code>${plain(task)}</code> ${plain(message)} ${plain(wayOut)}</li>`,
              )}
            </ul>`
      }
      ${
        isRunning
          ? nothing
          : html`<div class="buttons">
              <button type="button" class="primary" @click=${actions.resumeRound}>Resume</button>
              <button type="button" class="secondary" @click=${actions.restartRound}>Start over</button>
            </div>`
      }
    </div>
  </div>`;
}

/** Why the verdict no longer counts: what changed in the plan, in the repository, and of the claims that it relies on. */
export function staleNotice(state: PanelState): Part {
  const reasons = staleReasons(state);
  const remarks = state.standing?.remarks ?? [];
  if (reasons.length === 0 && remarks.length === 0) {
    return nothing;
  }
  const signedBy = state.standing?.signedBy;
  return html`<div class="notice warning" role="note" id="stale">
    ${icon('triangle', 'tone-major')}
    <div>
      ${
        reasons.length === 0
          ? nothing
          : html`<p class="strong">
              This verdict is out of
              date${signedBy === undefined ? nothing : html`, and so is the signature of ${plain(signedBy)}`}
            </p>`
      }
      ${lines([...reasons, ...remarks])}
    </div>
  </div>`;
}

function lines(texts: readonly string[]): TemplateResult {
  return texts.length === 1
    ? html`<p>${plain(texts[0] ?? '')}</p>`
    : html`<ul>
        ${texts.map((text) => html`<li>${plain(text)}</li>`)}
      </ul>`;
}

/** Rounds on disk that contradict themselves. */
export function problemsNotice(state: PanelState): Part {
  const { problems } = state;
  return problems.length === 0
    ? nothing
    : html`<div class="notice warning" role="note" id="problems">
        ${icon('triangle', 'tone-major')}
        <div>
          <p class="strong">Some of this review cannot be shown</p>
          <ul>
            ${problems.map((problem) => html`<li>${plain(problem)}</li>`)}
          </ul>
        </div>
      </div>`;
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { icon } from '../icons.ts';
import type { PanelState } from '../types.ts';
import { plain } from '../untrusted.ts';

type Part = TemplateResult | typeof nothing;

/** Why the last thing that was asked for did not happen, and what to do. */
export function errorNotice(state: PanelState): Part {
  return state.error === undefined
    ? nothing
    : html`<div class="notice error" role="alert">
        ${icon('octagon', 'tone-critical')}
        <div>
          <p class="strong">${plain(state.error.message)}</p>
          <p>${plain(state.error.wayOut)}</p>
        </div>
      </div>`;
}

/** Why the verdict no longer describes the plan. */
export function staleNotice(state: PanelState): Part {
  return state.stale === undefined
    ? nothing
    : html`<div class="notice warning" role="note" id="stale">
        ${icon('triangle', 'tone-major')}
        <div>
          <p class="strong">This verdict is out of date</p>
          <p>${plain(state.stale)}</p>
        </div>
      </div>`;
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

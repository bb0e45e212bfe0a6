import { html, nothing, type TemplateResult } from 'lit-html';
import { stepIcons } from '../icons.ts';
import { latestRound } from '../select.ts';
import type { Actions, PanelRun, PanelState } from '../types.ts';
import { plain } from '../untrusted.ts';

const stepStates: Record<PanelRun['steps'][number]['state'], string> = {
  running: 'running',
  done: 'done',
  failed: 'failed',
};

/** The round that is being run, step by step. */
export function runSection(state: PanelState, run: PanelRun, actions: Actions): TemplateResult {
  const number = (latestRound(state)?.number ?? 0) + 1;
  return html`
    <section class="run" id="run" aria-labelledby="run-title">
      <div class="progress" aria-hidden="true"></div>
      <div class="section-line">
        <h2 id="run-title">Round ${number} is running</h2>
        ${
          run.canCancel
            ? html`<button type="button" class="secondary" @click=${actions.cancelRound}>Cancel</button>`
            : nothing
        }
      </div>
      <ol class="steps">
        ${run.steps.map(
          (step) =>
            html`<li class="step ${step.state}">
              ${stepIcons[step.state]}
              <span>${plain(step.text)}</span>
              <span class="for-screen-readers">, ${stepStates[step.state]}</span>
              ${step.state === 'failed' ? html`<span class="quiet" aria-hidden="true">failed</span>` : nothing}
            </li>`,
        )}
      </ol>
    </section>
  `;
}

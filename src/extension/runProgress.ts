import type { ProgressEvent } from '../core/index.ts';
import type { PanelRun } from '../protocol/panelState.ts';

/** A round that has just been asked for. */
export const newRun: PanelRun = { steps: [], canCancel: true };

type Step = PanelRun['steps'][number];

/** The round after one more event: a step begins when the one before it is done, reviewers report for themselves. */
export function afterEvent(run: PanelRun, event: ProgressEvent): PanelRun {
  if (event.type === 'step') {
    const done = run.steps.map((step): Step =>
      step.state === 'running' ? { ...step, state: 'done' } : step,
    );
    return { ...run, steps: [...done, { id: `step-${event.step}`, text: event.text, state: 'running' }] };
  }
  const step: Step = {
    id: `reviewer-${event.reviewer}`,
    text: event.text === '' ? event.name : `${event.name}: ${event.text}`,
    state: event.state,
  };
  const isKnown = run.steps.some(({ id }) => id === step.id);
  const steps = isKnown ? run.steps.map((old) => (old.id === step.id ? step : old)) : [...run.steps, step];
  // Reviewers read what the snapshot holds, so it has been taken.
  return {
    ...run,
    steps: steps.map((old) => (old.id === 'step-snapshot' ? { ...old, state: 'done' } : old)),
  };
}

/** The line that the progress notification shows: what is going on right now. */
export function progressLine(run: PanelRun): string {
  const running = run.steps.filter(({ state }) => state === 'running').map(({ text }) => text);
  // The step "review" stands over its reviewers, who say more.
  const reviewers = run.steps.filter(({ id, state }) => state === 'running' && id.startsWith('reviewer-'));
  const lines = reviewers.length > 0 ? reviewers.map(({ text }) => text) : running;
  return lines.join(' · ');
}

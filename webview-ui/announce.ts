import { plural } from './format.ts';
import { latestRound } from './select.ts';
import type { PanelState } from './types.ts';
import { plain } from './untrusted.ts';

/** What a screen reader should say of the change from one snapshot to the next; undefined for nothing. */
export function announcementOf(before: PanelState | undefined, after: PanelState): string | undefined {
  if (before === undefined) {
    return undefined;
  }
  const round = latestRound(after);
  if (before.run !== undefined && after.run === undefined) {
    return round !== undefined && round.number !== latestRound(before)?.number
      ? `Round ${round.number} is finished: ${round.verdict.value}, ${plural(round.findings.length, 'finding')}.`
      : 'The round has ended without a result.';
  }
  const step = currentStep(after);
  // A count that goes up is nothing to be read out.
  return step !== undefined && step !== currentStep(before) ? plain(step) : undefined;
}

function currentStep(state: PanelState): string | undefined {
  return state.run?.steps.findLast((step) => step.state === 'running')?.text.replace(/ \(\d+ tokens\)$/, '');
}

import type { Comparison } from '../domain/campaignAnalysis.ts';
import type { FindingState } from './findingStates.ts';

/** How the open findings of a review moved from one round to the next. */
export function findingMovement(
  before: readonly FindingState[],
  after: readonly FindingState[],
): Comparison['findings'] {
  const known = new Map(before.map((state) => [state.finding.id, state]));
  const open = after.filter(({ isOpen }) => isOpen);
  const persisting = open.filter(({ finding }) => known.get(finding.id)?.isOpen === true).length;
  return {
    new: open.filter(({ finding }) => !known.has(finding.id)).length,
    persisting,
    gone: before.filter(({ isOpen }) => isOpen).length - persisting,
    // The resolution of another round is another value, even where it says the same.
    regressed: open.filter(
      ({ finding, status, resolution }) =>
        status === 'regressed' && known.get(finding.id)?.resolution !== resolution,
    ).length,
  };
}

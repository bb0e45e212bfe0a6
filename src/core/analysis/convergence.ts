import { isAtLeast } from '../domain/finding.ts';
import type { VerdictValue } from '../domain/verdict.ts';
import type { FindingState } from './findingStates.ts';

/** How many rounds may end NO-GO before new findings below critical no longer hold a plan up (DESIGN, "Rounds end"). */
const patience = 2;

/** A round that ended, as far as the rule goes. */
export interface EndedRound {
  readonly number: number;
  readonly verdict: VerdictValue;
}

/**
 * Parts the open findings into those that the verdict follows from and those that are residual risks.
 *
 * After two rounds that ended NO-GO, reviewers have said what they have to say: from then on, what they raise anew counts
 * only where it is critical. What was raised before counts on, and so does what got worse. What a check finds always
 * counts: it is a fact, and a check invents nothing.
 */
export function blockingFindings(
  states: readonly FindingState[],
  earlier: readonly EndedRound[],
): { readonly blocking: readonly FindingState[]; readonly residual: readonly FindingState[] } {
  const open = states.filter(({ isOpen }) => isOpen);
  const refusals = earlier
    .filter(({ verdict }) => verdict === 'NO-GO')
    .map(({ number }) => number)
    .toSorted((a, b) => a - b);
  const last = refusals[patience - 1];
  const isResidual = ({ finding, status }: FindingState): boolean =>
    last !== undefined &&
    finding.round > last &&
    status !== 'regressed' &&
    finding.severity !== 'critical' &&
    finding.check === undefined &&
    isAtLeast(finding.severity, 'major');
  return {
    blocking: open.filter((state) => !isResidual(state)),
    residual: open.filter(isResidual),
  };
}

import { findingStates, type FindingState, type RoundOfFindings } from '../../analysis/findingStates.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';

/** The rounds of a review as far as findings go. */
export function roundsOfFindings({ rounds }: Pick<StoredReview, 'rounds'>): RoundOfFindings[] {
  return rounds.map(({ round, findings }) => ({
    number: round.number,
    findings,
    resolutions: round.resolutions ?? [],
  }));
}

/** Every finding of a review as it was when a round had ended. */
export function statesAfter(stored: Pick<StoredReview, 'rounds'>, round: number): readonly FindingState[] {
  return findingStates(roundsOfFindings(stored).filter(({ number }) => number <= round));
}

import type { FindingToDecide } from '../../analysis/decideFinding.ts';
import type { FindingState } from '../../analysis/findingStates.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Revision } from '../../domain/plan.ts';
import type { Resolution } from '../../domain/resolution.ts';
import type { FindingResponse } from '../../domain/response.ts';
import type { StoredReview } from '../../ports/artifactStore.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { diffsTo } from '../snapshotDiffs.ts';
import { proofOf } from './proofs.ts';
import { statesAfter } from './states.ts';

/** A finding of the rounds before, with what was said of it since and what the host sees of that. */
export interface EarlierFinding extends FindingState {
  /** The author's latest submitted answer. */
  readonly answer: FindingResponse | undefined;
  readonly proof: Resolution['proof'];
  /** Whether the plan differs from what the answer, or the latest round, was about. */
  readonly isPlanChanged: boolean;
}

/** Every finding of the rounds before, in the order of its number. */
export function earlierFindings(
  stored: StoredReview | undefined,
  { document, revision }: { readonly document: PlanDocument; readonly revision: Revision },
): readonly EarlierFinding[] {
  const latest = stored?.rounds.at(-1)?.round;
  if (stored === undefined || latest === undefined) {
    return [];
  }
  const diffFrom = diffsTo(document.text, stored);
  return statesAfter(stored, latest.number).map((state) => {
    const answered = latestAnswer(stored, state.finding);
    const reviewed = answered?.reviewed ?? latest.revision;
    return {
      ...state,
      answer: answered?.answer,
      proof: proofOf(answered?.answer, { document, reviewed, diffFrom }),
      isPlanChanged: reviewed !== revision,
    };
  });
}

/** The last submitted response that says something of a finding, and the revision that it was written about. */
function latestAnswer(
  { rounds, responses }: StoredReview,
  { id }: Finding,
): { readonly answer: FindingResponse; readonly reviewed: Revision } | undefined {
  for (const { round } of rounds.toReversed()) {
    const response = responses.get(round.number)?.response;
    const answer = response?.findings.find(({ finding }) => finding === id);
    if (response?.state === 'submitted' && answer !== undefined && answer.disposition !== null) {
      return { answer, reviewed: round.revision };
    }
  }
  return undefined;
}

/** The personas that raised a finding. */
export function raisedBy({ reviewers }: Pick<Finding, 'reviewers'>): readonly string[] {
  return reviewers.filter((reviewer) => reviewer !== 'checks');
}

/** A finding as those who decide see it. */
export function toDecide({ finding, answer, proof, isPlanChanged }: EarlierFinding): FindingToDecide {
  return {
    id: finding.id,
    severity: finding.severity,
    disposition: answer?.disposition ?? undefined,
    proof,
    isPlanChanged,
  };
}

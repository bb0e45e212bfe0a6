import type { Campaign } from '../../domain/campaign.ts';
import { countBySeverity } from '../../domain/finding.ts';
import { noTokens } from '../../domain/modelUsage.ts';
import type { InconsistentRound } from '../../ports/artifactStore.ts';
import type { ReviewArtifacts } from '../../ports/reviewIndex.ts';
import { placed } from './finishedRows.ts';

/** The row of a round whose artifacts contradict each other: that there is one, and what to do about it. */
export function damagedCampaign(
  { number, problem }: InconsistentRound,
  artifacts: ReviewArtifacts,
): Campaign {
  return {
    ...placed(artifacts, number),
    revision: null,
    mode: null,
    strategy: null,
    selection: null,
    reviewers: [],
    status: 'failed',
    verdict: null,
    startedAt: null,
    completedAt: null,
    raised: countBySeverity([]),
    open: countBySeverity([]),
    movement: { new: 0, persisting: 0, gone: 0, regressed: 0 },
    usage: noTokens,
    costUsd: null,
    problem,
  };
}

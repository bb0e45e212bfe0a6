import { reviewRows } from './pipeline/campaigns/reviewRows.ts';
import { PlanReviewError } from './base/errors.ts';
import type { CampaignReview } from './domain/campaign.ts';
import type { Diagnosis } from './pipeline/diagnose.ts';
import type { Logger } from './ports/logger.ts';
import type { ReviewIndex } from './ports/reviewIndex.ts';
import { nodeFileOps } from './store/nodeFileOps.ts';
import { createReviewIndex } from './store/reviewIndex/reviewIndex.ts';
import { loadSqlite } from './store/reviewIndex/sqlite.ts';
import { systemClock } from './system/systemClock.ts';

/** What wiring the index of reviews needs. */
export interface IndexWiring {
  readonly root: string;
  readonly isTrusted: boolean;
  readonly logger: Logger | undefined;
}

/** The index of reviews, and what of it is for those who ask. */
export interface WiredIndex {
  readonly index: ReviewIndex;
  readonly queries: Omit<ReviewIndex, 'note'>;
  /** The rows of a campaign's reviewers, as the index has them now; undefined where there is no index. */
  readonly indexed: (campaign: string) => Promise<readonly CampaignReview[] | undefined>;
}

/** Wires the index of reviews. SQLite is loaded with the first question. */
export function wireIndex({ root, isTrusted, logger }: IndexWiring): WiredIndex {
  const index = createReviewIndex({
    root,
    ops: nodeFileOps,
    clock: systemClock,
    logger,
    deriveRows: reviewRows,
    sqlite: loadSqlite,
    kept: isTrusted ? 'on-disk' : 'in-memory',
  });
  return {
    index,
    indexed: async (campaign) => {
      if (loadSqlite() === undefined) {
        return undefined;
      }
      try {
        return (await index.campaign(campaign))?.reviews ?? [];
      } catch (error) {
        // A later version's index, or one that nobody can read: what it would say is not for this round to know.
        if (error instanceof PlanReviewError) {
          return undefined;
        }
        throw error;
      }
    },
    queries: {
      reindex: (signal) => index.reindex(signal),
      campaigns: (query) => index.campaigns(query),
      campaign: (id) => index.campaign(id),
      findings: (query) => index.findings(query),
      trend: (content) => index.trend(content),
      tallies: () => index.tallies(),
    },
  };
}

/** What `doctor` says of questions about all reviews. */
export function indexDiagnosis(nodeVersion: string): Diagnosis {
  return loadSqlite() === undefined
    ? {
        part: 'Queries',
        state: 'limited',
        detail: `Node.js ${nodeVersion} has no SQLite, so reviews can be looked at one by one, and not all together`,
        wayOut: 'Use Node.js 22.13 or later for list, findings and trends.',
      }
    : { part: 'Queries', state: 'ok', detail: 'SQLite, for questions about all reviews' };
}

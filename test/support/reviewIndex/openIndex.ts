import { reviewRows } from '../../../src/core/pipeline/campaigns/reviewRows.ts';
import type { ReviewIndex } from '../../../src/core/ports/reviewIndex.ts';
import { nodeFileOps } from '../../../src/core/store/nodeFileOps.ts';
import {
  createReviewIndex,
  type ReviewIndexOptions,
} from '../../../src/core/store/reviewIndex/reviewIndex.ts';
import { loadSqlite } from '../../../src/core/store/reviewIndex/sqlite.ts';

/** An index and what it has told its logger. */
export interface TestIndex extends ReviewIndex {
  readonly told: readonly string[];
}

/**
 * The index of the reviews below `root`. Its clock is ahead, so that files count as settled as soon as they are written, and
 * what is noticed is noticed by their signatures.
 */
export function openIndex(root: string, options: Partial<ReviewIndexOptions> = {}): TestIndex {
  const told: string[] = [];
  const tell = (message: string): void => void told.push(message);
  const index = createReviewIndex({
    root,
    ops: nodeFileOps,
    clock: { now: () => Date.now() + 60_000 },
    logger: { info: tell, warn: tell },
    deriveRows: reviewRows,
    sqlite: loadSqlite,
    kept: 'on-disk',
    ...options,
  });
  return { ...index, told };
}

/** Everything that can be asked of an index. */
export async function answersOf(index: ReviewIndex) {
  const { campaigns } = await index.campaigns({ limit: 1_000_000 });
  return {
    campaigns,
    details: await Promise.all(campaigns.map(({ id }) => index.campaign(id))),
    findings: await index.findings({ limit: 1_000_000 }),
    trend: await index.trend(''),
    tallies: await index.tallies(),
  };
}

/** What the artifacts say, whatever any index on the disk does. */
export function answersOfArtifacts(root: string): ReturnType<typeof answersOf> {
  return answersOf(openIndex(root, { kept: 'in-memory' }));
}

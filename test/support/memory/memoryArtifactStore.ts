import { PlanReviewError } from '../../../src/core/base/errors.ts';
import type { PlanIdentity } from '../../../src/core/domain/plan.ts';
import type { Round } from '../../../src/core/domain/round.ts';
import type { ArtifactStore, OpenRound, StoredRound } from '../../../src/core/ports/artifactStore.ts';

interface MemoryReview {
  readonly plan: PlanIdentity;
  readonly rounds: StoredRound[];
  readonly snapshots: Uint8Array[];
  isLocked: boolean;
}

/** Reviews in memory. They are never inconsistent, and `documents` holds what people would read. */
export interface MemoryArtifactStore extends ArtifactStore {
  /** The review document of each finished round, by `<plan path>#<round>`. */
  readonly documents: ReadonlyMap<string, string>;
}

/** A store without a disk. */
export function createMemoryArtifactStore(): MemoryArtifactStore {
  const reviews = new Map<string, MemoryReview>();
  const documents = new Map<string, string>();
  return {
    documents,
    load: (path) => {
      const review = reviews.get(path);
      const latest = review?.rounds.at(-1)?.round;
      if (review === undefined || latest === undefined) {
        return Promise.resolve(undefined);
      }
      return Promise.resolve({
        review: {
          schemaVersion: 1,
          plan: latest.plan,
          status: 'in_review',
          rounds: review.rounds.map(({ round }) => entryOf(round)),
          verdict: latest.verdict.value,
        },
        folder: folderOf(path),
        rounds: [...review.rounds],
        inconsistent: [],
      });
    },
    begin: (plan, snapshot) => {
      const review = reviews.get(plan.path) ?? { plan, rounds: [], snapshots: [], isLocked: false };
      if (review.isLocked) {
        return Promise.reject(busy(plan.path));
      }
      reviews.set(plan.path, review);
      review.isLocked = true;
      return Promise.resolve(openRound(review, snapshot.bytes, documents));
    },
    snapshot: (path, round) => {
      const bytes = reviews.get(path)?.snapshots[round - 1];
      return bytes === undefined ? Promise.reject(noRound(path, round)) : Promise.resolve(bytes);
    },
  };
}

function openRound(review: MemoryReview, bytes: Uint8Array, documents: Map<string, string>): OpenRound {
  const number = review.rounds.length + 1;
  const ids = review.rounds.flatMap(({ findings }) => findings.map(({ id }) => Number(id.slice(1))));
  return {
    number,
    folder: `${folderOf(review.plan.path)}/round-${number}`,
    nextFinding: 1 + Math.max(0, ...ids),
    complete: ({ round, findings, claims, reviewDocument }) => {
      const stored = { round: { ...round, artifacts: [] }, findings, claims };
      review.rounds.push(stored);
      review.snapshots.push(bytes);
      documents.set(`${review.plan.path}#${number}`, reviewDocument);
      return Promise.resolve(stored);
    },
    release: () => {
      review.isLocked = false;
      return Promise.resolve();
    },
  };
}

function entryOf({ number, revision, completedAt, verdict }: Round) {
  return { number, revision, completedAt, verdict: verdict.value };
}

function folderOf(path: string): string {
  return `.plan-review/reviews/${path.replace(/\.[^./]*$/, '').replaceAll('/', '-')}`;
}

function busy(path: string): PlanReviewError {
  return new PlanReviewError({
    code: 'store-busy',
    message: `The review of "${path}" is being written by another process.`,
    wayOut: 'Wait for that round to end.',
    isRetryable: true,
  });
}

function noRound(path: string, round: number): PlanReviewError {
  return new PlanReviewError({
    code: 'store-inconsistent',
    message: `There is no finished round ${round} of "${path}".`,
    wayOut: 'Review the plan first.',
  });
}

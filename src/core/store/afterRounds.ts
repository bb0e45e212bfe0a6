import { join } from 'node:path';
import { PlanReviewError } from '../base/errors.ts';
import type { ReviewRecord } from '../domain/record.ts';
import type { ResponseFiles } from '../ports/artifactStore.ts';
import { toJsonBytes } from './artifactFiles.ts';
import { REVIEW_FILE, REVIEWS_FOLDER, roundFolderName, STORE_FOLDER, type ReviewFolder } from './layout.ts';
import { takeLock } from './lock.ts';
import { readReview, reviewOf, roundFolder, type ReviewOnDisk } from './readReview.ts';
import { writeRecordFiles } from './recordFiles.ts';
import { writeResponseFiles } from './responseFiles.ts';
import { inconsistent, unwritable, UPDATE } from './storeErrors.ts';
import type { StoreDeps } from './storeDeps.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { writeAtomically } from './writeAtomically.ts';

/** Stores the author's side of the latest round, unless the writer has not seen what is stored there. */
export async function saveResponse(
  folder: ReviewFolder,
  {
    path,
    files,
    seen,
  }: { readonly path: string; readonly files: ResponseFiles; readonly seen: string | null },
  deps: StoreDeps,
): Promise<string> {
  return holding(folder, { path, what: `The response to "${path}"` }, deps, async (review) => {
    const { round } = files.response;
    expectLatest(review, round, path);
    const stored = review.responses.get(round)?.version ?? null;
    if (stored !== seen) {
      throw new PlanReviewError({
        code: 'response-outdated',
        message: `The response to round ${round} of "${path}" was changed elsewhere since it was opened.`,
        wayOut: 'Look at it as it is now, then make your changes to that.',
        isRetryable: true,
      });
    }
    return writeResponseFiles(roundFolder(folder, round), files, deps);
  });
}

/** Stores the record of a review, and says so in its table of contents. */
export async function saveRecord(
  folder: ReviewFolder,
  {
    path,
    files,
  }: {
    readonly path: string;
    readonly files: { readonly record: ReviewRecord; readonly document: string };
  },
  deps: StoreDeps,
): Promise<void> {
  await holding(folder, { path, what: `The record of "${path}"` }, deps, async (review) => {
    const { record } = files;
    if (review.rounds.at(-1)?.round.number !== record.rounds.at(-1)?.number) {
      throw inconsistent(
        `The record is not about the latest round of "${path}".`,
        'Look at the review as it is now, then finalize it again.',
      );
    }
    await writeRecordFiles(folder, files, deps);
    const contents = reviewOf(review.rounds, record.plan, { ok: true, record });
    await writeAtomically(join(folder.path, REVIEW_FILE), toJsonBytes(contents), deps);
    await deps.ops.syncFolder(folder.path);
  });
}

/** Works on a review as the only one who does. */
async function holding<T>(
  folder: ReviewFolder,
  { path, what }: { readonly path: string; readonly what: string },
  deps: StoreDeps,
  work: (review: ReviewOnDisk) => Promise<T>,
): Promise<T> {
  try {
    await makeFolderDurably(deps, STORE_FOLDER, REVIEWS_FOLDER, folder.slug);
    const lock = await takeLock(folder.path, path, deps);
    try {
      const review = await readReview(folder, deps.ops);
      if (review.isNewer) {
        throw inconsistent(`The review of "${path}" was written by a newer Plan Review.`, UPDATE);
      }
      const latest = review.rounds.at(-1)?.round.number;
      if (latest !== undefined) {
        // Nothing is written through a link.
        await makeFolderDurably(deps, STORE_FOLDER, REVIEWS_FOLDER, folder.slug, roundFolderName(latest));
      }
      return await work(review);
    } finally {
      await lock.release().catch((error: unknown) => {
        deps.logger?.warn(`The lock in ${folder.shown} could not be removed: ${String(error)}`);
      });
    }
  } catch (error) {
    throw unwritable(what, error);
  }
}

/** Only the latest round is answered. @throws PlanReviewError `store-inconsistent`, `response-outdated` */
export function expectLatest(review: ReviewOnDisk, round: number, path: string): void {
  const latest = review.rounds.at(-1)?.round.number;
  if (review.rounds.every((stored) => stored.round.number !== round)) {
    throw inconsistent(
      `There is no finished round ${round} of "${path}" to answer.`,
      'Look at the rounds that there are.',
    );
  }
  if (latest !== round) {
    throw new PlanReviewError({
      code: 'response-outdated',
      message: `Round ${round} of "${path}" was followed by round ${latest}, so its response stands as it is.`,
      wayOut: `Answer round ${latest}.`,
    });
  }
}

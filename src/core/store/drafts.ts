import { join } from 'node:path';
import { PlanReviewError } from '../base/errors.ts';
import type { OpenDrafts } from '../ports/artifactStore.ts';
import { expectLatest } from './afterRounds.ts';
import { DRAFTS_FOLDER, REVIEWS_FOLDER, roundFolderName, STORE_FOLDER, type ReviewFolder } from './layout.ts';
import { takeLock, type Lock } from './lock.ts';
import { readReview, roundFolder } from './readReview.ts';
import type { StoreDeps } from './storeDeps.ts';
import { inconsistent, unwritable, UPDATE } from './storeErrors.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { createTaskStore, taskIds } from './taskStore.ts';
import { removeLeftovers } from './writeAtomically.ts';

/**
 * Opens `round-<N>/drafts/` of the latest round. Its lock is its own: a draft takes minutes, and the author's words are
 * saved as they are typed.
 */
export async function openDrafts(
  folder: ReviewFolder,
  { path, round }: { readonly path: string; readonly round: number },
  deps: StoreDeps,
): Promise<OpenDrafts> {
  try {
    const review = await readReview(folder, deps.ops);
    if (review.isNewer) {
      throw inconsistent(`The review of "${path}" was written by a newer Plan Review.`, UPDATE);
    }
    expectLatest(review, round, path);
    const names = [STORE_FOLDER, REVIEWS_FOLDER, folder.slug, roundFolderName(round), DRAFTS_FOLDER];
    const lock = await lockDrafts(await makeFolderDurably(deps, ...names), path, deps);
    const place = roundFolder(folder, round);
    const drafts = join(place.path, DRAFTS_FOLDER);
    for (const below of ['', ...(await taskIds(place, deps.ops, DRAFTS_FOLDER))]) {
      await removeLeftovers(join(drafts, below), deps.ops);
    }
    return {
      tasks: createTaskStore(place, {
        ...deps,
        below: DRAFTS_FOLDER,
        expectHeld: () => expectHeld(lock, path),
        makeFolder: async (id) => void (await makeFolderDurably(deps, ...names, id)),
      }),
      release: async () =>
        lock.release().catch((error: unknown) => {
          deps.logger?.warn(
            `The lock in ${place.shown}/${DRAFTS_FOLDER} could not be removed: ${String(error)}`,
          );
        }),
    };
  } catch (error) {
    throw unwritable(`A draft of the response to "${path}"`, error);
  }
}

async function lockDrafts(folder: string, path: string, deps: StoreDeps): Promise<Lock> {
  try {
    return await takeLock(folder, path, deps);
  } catch (error) {
    if (error instanceof PlanReviewError && error.code === 'store-busy') {
      throw new PlanReviewError({
        code: 'store-busy',
        message: `A response to "${path}" is being drafted already.`,
        wayOut:
          'Wait for that draft, or cancel it. ' +
          `If its process is gone for good, delete "review.lock" in the "${DRAFTS_FOLDER}" folder of the round.`,
        isRetryable: true,
        cause: error,
      });
    }
    throw error;
  }
}

async function expectHeld(lock: Lock, path: string): Promise<void> {
  if (!(await lock.isHeld())) {
    throw new PlanReviewError({
      code: 'store-busy',
      message: `Drafting the response to "${path}" took so long that another process has taken over.`,
      wayOut: 'Look at the response as it is now, then draft again.',
      isRetryable: true,
    });
  }
}

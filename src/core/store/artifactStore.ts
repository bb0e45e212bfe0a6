import { PlanReviewError } from '../base/errors.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import type { ArtifactStore, OpenRound, StoredReview, UnfinishedRound } from '../ports/artifactStore.ts';
import type { Logger } from '../ports/logger.ts';
import type { FileOps } from './fileOps.ts';
import { REVIEWS_FOLDER, reviewFolder, STORE_FOLDER, type ReviewFolder } from './layout.ts';
import { saveRecord, saveResponse } from './afterRounds.ts';
import { listReviews, storedReview } from './listReviews.ts';
import { openDrafts } from './drafts.ts';
import { isLocked, lockedPlan, takeLock, type Lock, type LockDeps } from './lock.ts';
import { nodeFileOps } from './nodeFileOps.ts';
import { openRound, type LockedReview } from './openRound.ts';
import { readReview, roundFolder, type ReviewOnDisk } from './readReview.ts';
import { readRound } from './readRound.ts';
import { distinctSlug, slugOf } from './slug.ts';
import { inconsistent, RESTORE, unwritable } from './storeErrors.ts';
import type { StoreDeps } from './storeDeps.ts';
import { isStoreFolder, makeFolderDurably } from './storeFolders.ts';
import { readFinished } from './takeOver.ts';
import { readResumable } from './unfinishedRound.ts';

/** What the store needs. */
export interface ArtifactStoreOptions extends Omit<LockDeps, 'ops'> {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  /** The disk, unless a test puts something else here. */
  readonly ops?: FileOps;
  readonly logger?: Logger;
}

/** The reviews of one workspace folder, below its `.plan-review/`. Nothing is read or made before the first call. */
export function createArtifactStore(options: ArtifactStoreOptions): ArtifactStore {
  const deps: StoreDeps = { ...options, ops: options.ops ?? nodeFileOps, logger: options.logger };
  return {
    load: (path) => load(path, deps),
    list: () => listReviews(deps),
    unfinished: (path) => unfinished(path, deps),
    begin: (plan, snapshot, options = {}) => begin({ plan, snapshot, options }, deps),
    finished: async (path, round) => {
      const found = await find(path, deps);
      return found?.review.rounds.some((stored) => stored.round.number === round) === true
        ? readFinished(roundFolder(found.folder, round), { planPath: path, ops: deps.ops })
        : undefined;
    },
    snapshot: (path, round) => snapshot(path, round, deps),
    saveResponse: async (path, files, seen) =>
      saveResponse(await existing(path, deps), { path, files, seen }, deps),
    openDrafts: async (path, round) => openDrafts(await existing(path, deps), { path, round }, deps),
    saveRecord: async (path, files) => saveRecord(await existing(path, deps), { path, files }, deps),
  };
}

async function load(path: string, deps: StoreDeps): Promise<StoredReview | undefined> {
  const found = await find(path, deps);
  if (found === undefined || (found.review.rounds.length === 0 && found.review.inconsistent.length === 0)) {
    return undefined;
  }
  const { folder, review } = found;
  return storedReview(folder, review, review.plan ?? { path, title: '', kind: 'generic' });
}

async function snapshot(path: string, round: number, deps: StoreDeps): Promise<Uint8Array> {
  const found = await find(path, deps);
  const place = found === undefined ? undefined : roundFolder(found.folder, round);
  const onDisk = place === undefined ? undefined : await readRound(place, deps.ops);
  if (onDisk?.state === 'whole') {
    return onDisk.snapshot;
  }
  if (onDisk?.state === 'broken') {
    throw inconsistent(`Round ${round} of "${path}" cannot be shown.`, onDisk.problem);
  }
  throw inconsistent(
    `There is no finished round ${round} of "${path}".`,
    `Look at the rounds that there are, or review the plan first. ${RESTORE}`,
  );
}

/** The folder of the plan's review. @throws PlanReviewError `not-reviewed` */
async function existing(path: string, deps: StoreDeps): Promise<ReviewFolder> {
  const found = await find(path, deps);
  if (found === undefined) {
    throw new PlanReviewError({
      code: 'not-reviewed',
      message: `There is no review of "${path}".`,
      wayOut: 'Review the plan first.',
    });
  }
  return found.folder;
}

interface Found {
  readonly folder: ReviewFolder;
  readonly review: ReviewOnDisk;
}

/** The plan's review on disk, or undefined when there is none. */
async function find(path: string, deps: StoreDeps): Promise<Found | undefined> {
  try {
    if (!(await isStoreFolder(deps))) {
      return undefined;
    }
    for (const folder of foldersFor(path, deps)) {
      const review = await readReview(folder, deps.ops);
      const isEmpty = review.rounds.length === 0 && review.inconsistent.length === 0;
      if (isSamePath(review.plan?.path, path) || (review.plan === undefined && !isEmpty)) {
        return { folder, review };
      }
    }
    return undefined;
  } catch (error) {
    if (error instanceof PlanReviewError) {
      throw error;
    }
    throw inconsistent(
      `The reviews in "${STORE_FOLDER}" cannot be read.`,
      'Check the permissions of that folder and what is in it.',
      error,
    );
  }
}

/** Where a plan's review may be: under its own slug, or beside another plan's that has the same one. */
function foldersFor(path: string, { root }: StoreDeps): ReviewFolder[] {
  return [...new Set([slugOf(path), distinctSlug(path)])].map((slug) => reviewFolder(root, slug));
}

/** Paths as people see them: systems differ in how they store an accent. */
function isSamePath(a: string | undefined, b: string): boolean {
  return a?.normalize('NFC') === b.normalize('NFC');
}

async function begin(
  asked: Pick<LockedReview, 'plan' | 'snapshot' | 'options'>,
  deps: StoreDeps,
): Promise<OpenRound> {
  try {
    const { folder, lock } = await claimFolder(asked.plan, deps);
    try {
      return await openRound({ ...asked, folder, lock }, deps);
    } catch (error) {
      await lock.release().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    throw unwritable(`The review of "${asked.plan.path}"`, error);
  }
}

async function unfinished(path: string, deps: StoreDeps): Promise<UnfinishedRound | undefined> {
  const found = await find(path, deps);
  if (found === undefined) {
    return undefined;
  }
  const { folder, review } = found;
  const round = await readResumable(roundFolder(folder, review.nextRound), deps.ops);
  return round === undefined ? undefined : { ...round, isRunning: await isLocked(folder.path, deps) };
}

/** Locks the folder that the plan's review belongs in, and makes it where there is none. */
async function claimFolder(
  plan: PlanIdentity,
  deps: StoreDeps,
): Promise<{ readonly folder: ReviewFolder; readonly lock: Lock }> {
  for (const folder of foldersFor(plan.path, deps)) {
    if (await isAnothers(folder, plan.path, deps)) {
      continue;
    }
    await makeFolderDurably(deps, STORE_FOLDER, REVIEWS_FOLDER, folder.slug);
    const lock = await lockUnlessAnothers(folder, plan.path, deps);
    if (lock !== undefined) {
      return { folder, lock };
    }
  }
  throw inconsistent(
    `There is no folder left for the review of "${plan.path}": other plans have taken both of its names.`,
    `Delete the folders under "${STORE_FOLDER}/${REVIEWS_FOLDER}" whose review.json names a plan that is gone.`,
  );
}

/** The lock, or undefined when the folder turns out to be another plan's. */
async function lockUnlessAnothers(
  folder: ReviewFolder,
  path: string,
  deps: StoreDeps,
): Promise<Lock | undefined> {
  let lock: Lock;
  try {
    lock = await takeLock(folder.path, path, deps);
  } catch (error) {
    // Another plan with the same slug may be having its first round at this moment.
    const holder = await lockedPlan(folder.path, deps);
    if (holder !== undefined && !isSamePath(holder, path)) {
      return undefined;
    }
    throw error;
  }
  if (await isAnothers(folder, path, deps)) {
    await lock.release();
    return undefined;
  }
  return lock;
}

async function isAnothers(folder: ReviewFolder, path: string, deps: StoreDeps): Promise<boolean> {
  const { plan } = await readReview(folder, deps.ops);
  return plan !== undefined && !isSamePath(plan.path, path);
}

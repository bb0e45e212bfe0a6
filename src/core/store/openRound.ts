import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PlanReviewError } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import type { ArtifactStore, OpenRound, RoundContent, StoredRound } from '../ports/artifactStore.ts';
import { toJsonBytes } from './artifactFiles.ts';
import {
  CLAIMS_FILE,
  FINDINGS_FILE,
  GITIGNORE,
  isTemporaryName,
  REVIEW_DOCUMENT,
  REVIEW_FILE,
  REVIEWER_DOCUMENTS_FOLDER,
  REVIEWS_FOLDER,
  roundFolderName,
  snapshotName,
  STORE_FOLDER,
  type ReviewFolder,
} from './layout.ts';
import type { Lock } from './lock.ts';
import { readReview, reviewOf, roundFolder, type ReviewOnDisk } from './readReview.ts';
import type { StoreDeps } from './storeDeps.ts';
import { inconsistent, unwritable, UPDATE } from './storeErrors.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { removeQuietly, writeAtomically, writeTemporary } from './writeAtomically.ts';
import { writeRound, type RoundToWrite } from './writeRound.ts';

/** A review that this process has the lock of, and the content that its next round is about. */
export interface LockedReview {
  readonly plan: PlanIdentity;
  readonly snapshot: Parameters<ArtifactStore['begin']>[1];
  readonly folder: ReviewFolder;
  readonly lock: Lock;
}

/** Makes the next round ready to be written, or the unfinished one again, with its snapshot stored. */
export async function openRound(locked: LockedReview, deps: StoreDeps): Promise<OpenRound> {
  const { plan, snapshot, folder } = locked;
  if (snapshot.revision !== `sha256:${sha256(snapshot.bytes)}`) {
    throw new Error('The snapshot is not of the revision it was given for');
  }
  const review = await readReview(folder, deps.ops);
  if (review.isNewer) {
    throw inconsistent(
      `The review of "${plan.path}" was written by a newer Plan Review, and this one cannot add a round to it.`,
      UPDATE,
    );
  }
  await removeLeftovers(folder.path, deps);
  await writeGitignore(folder, deps);
  await writeReviewFile(folder, review, plan, deps);

  const place = roundFolder(folder, review.nextRound);
  const file = snapshotName(plan.path);
  await makeFolderDurably(deps, STORE_FOLDER, REVIEWS_FOLDER, folder.slug, roundFolderName(place.number));
  await clearUnfinished(place.path, file, deps);
  await writeSnapshot(place.path, { name: file, bytes: snapshot.bytes }, deps);
  await deps.ops.syncFolder(place.path);

  return handle(locked, { folder: place, file, number: place.number }, review, deps);
}

/** What `openRound` hands out. Its state is whether the round was completed. */
function handle(
  locked: LockedReview,
  place: { readonly folder: RoundToWrite['folder']; readonly file: string; readonly number: number },
  review: ReviewOnDisk,
  deps: StoreDeps,
): OpenRound {
  let isCompleted = false;
  return {
    number: place.number,
    folder: place.folder.shown,
    nextFinding: review.nextFinding,
    complete: async (content) => {
      if (isCompleted) {
        throw new Error(`Round ${place.number} is complete already`);
      }
      expectContentOf(locked, place.number, content);
      const stored = await complete({ ...place, locked, content }, deps);
      isCompleted = true;
      await listRound(locked, [...review.rounds, stored], deps);
      return stored;
    },
    release: () => release(locked, deps),
  };
}

/** A lock that cannot be removed harms no round: it ends with this process. */
async function release({ lock, folder }: LockedReview, deps: StoreDeps): Promise<void> {
  await lock.release().catch((error: unknown) => {
    deps.logger?.warn(`The lock in ${folder.shown} could not be removed: ${String(error)}`);
  });
}

function expectContentOf(locked: LockedReview, number: number, content: RoundContent): void {
  if (content.round.number !== number || content.round.revision !== locked.snapshot.revision) {
    throw new Error(`This is not the content of round ${number} on ${locked.snapshot.revision}`);
  }
}

async function complete(
  {
    folder,
    file,
    locked,
    content,
  }: Pick<RoundToWrite, 'folder' | 'content'> & { readonly file: string; readonly locked: LockedReview },
  deps: StoreDeps,
): Promise<StoredRound> {
  const what = `Round ${folder.number} of "${locked.plan.path}"`;
  try {
    if (!(await locked.lock.isHeld())) {
      throw new PlanReviewError({
        code: 'store-busy',
        message: `${what} took so long that another process has taken over the review, so it was not stored.`,
        wayOut: 'Look at the review as it is now, then start another round.',
        isRetryable: true,
      });
    }
    const names = [STORE_FOLDER, REVIEWS_FOLDER, locked.folder.slug, roundFolderName(folder.number)];
    // Once more, since a link may have been put in a folder's place while the reviewers were reading.
    await makeFolderDurably(deps, ...names);
    if (content.reviewerDocuments.size > 0) {
      await makeFolderDurably(deps, ...names, REVIEWER_DOCUMENTS_FOLDER);
    }
    const snapshot = { name: file, bytes: locked.snapshot.bytes };
    await writeSnapshot(folder.path, snapshot, deps);
    return await writeRound({ folder, snapshot, content }, deps);
  } catch (error) {
    throw unwritable(what, error);
  }
}

/** The table of contents follows from the rounds, so failing to write it harms nothing. */
async function listRound(
  { folder, plan }: LockedReview,
  rounds: readonly StoredRound[],
  deps: StoreDeps,
): Promise<void> {
  try {
    await writeAtomically(join(folder.path, REVIEW_FILE), toJsonBytes(reviewOf(rounds, plan)), deps);
    await deps.ops.syncFolder(folder.path);
  } catch (error) {
    deps.logger?.warn(`${folder.shown}/${REVIEW_FILE} was not brought up to date: ${String(error)}`);
  }
}

/** Says whose folder this is before anything else is in it. */
async function writeReviewFile(
  folder: ReviewFolder,
  review: ReviewOnDisk,
  plan: PlanIdentity,
  deps: StoreDeps,
): Promise<void> {
  const current = reviewOf(review.rounds, plan);
  if (!isDeepStrictEqual(current, review.written)) {
    await writeAtomically(join(folder.path, REVIEW_FILE), toJsonBytes(current), deps);
    await deps.ops.syncFolder(folder.path);
  }
}

/** Keeps what is not to be shared out of version control. A file that people have edited stays as it is. */
async function writeGitignore(folder: ReviewFolder, deps: StoreDeps): Promise<void> {
  const store = join(deps.root, STORE_FOLDER);
  const path = join(store, '.gitignore');
  if ((await deps.ops.kind(path)) !== 'missing') {
    return;
  }
  // The temporary file is made in the locked folder: there, a leftover is known to be nobody's.
  const temporary = await writeTemporary(
    join(folder.path, '.gitignore'),
    new TextEncoder().encode(GITIGNORE),
    deps,
  );
  await deps.ops.rename(temporary, path);
  await deps.ops.syncFolder(store);
}

async function writeSnapshot(
  folder: string,
  { name, bytes }: RoundToWrite['snapshot'],
  deps: StoreDeps,
): Promise<void> {
  const path = join(folder, name);
  const stored = await deps.ops.read(path);
  if (stored === undefined || Buffer.compare(stored, bytes) !== 0) {
    await writeAtomically(path, bytes, deps);
  }
}

/** Removes what an earlier attempt at this round has left, except for a snapshot of this name. */
async function clearUnfinished(folder: string, snapshot: string, deps: StoreDeps): Promise<void> {
  await removeLeftovers(folder, deps);
  const others = [CLAIMS_FILE, FINDINGS_FILE, REVIEW_DOCUMENT, 'snapshot.md', 'snapshot.html'];
  for (const name of others.filter((other) => other !== snapshot)) {
    await deps.ops.remove(join(folder, name));
  }
  await deps.ops.removeFolder(join(folder, REVIEWER_DOCUMENTS_FOLDER));
}

/** Removes temporary files. Only the holder of the lock writes here, so they belong to processes that are gone. */
async function removeLeftovers(folder: string, deps: StoreDeps): Promise<void> {
  for (const name of await deps.ops.names(folder)) {
    if (isTemporaryName(name)) {
      await removeQuietly(join(folder, name), deps.ops);
    }
  }
}

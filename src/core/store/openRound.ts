import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PlanReviewError } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import { roundChecksSchema, type RoundChecks } from '../domain/roundChecks.ts';
import { roundRequestSchema, type RoundRequestFile } from '../domain/roundRequest.ts';
import type {
  ArtifactStore,
  BeginOptions,
  OpenRound,
  RoundContent,
  StoredRound,
} from '../ports/artifactStore.ts';
import { toJsonBytes } from './artifactFiles.ts';
import {
  ANALYSIS_DOCUMENT,
  ANALYSIS_FILE,
  CHECKS_FILE,
  CLAIMS_FILE,
  EXECUTION_DOCUMENT,
  EXECUTION_FILE,
  FINDINGS_FILE,
  REQUEST_FILE,
  REVIEW_DOCUMENT,
  REVIEW_FILE,
  REVIEWER_DOCUMENTS_FOLDER,
  REVIEWS_FOLDER,
  roundFolderName,
  snapshotName,
  STORE_FOLDER,
  TASKS_FOLDER,
  type ReviewFolder,
} from './layout.ts';
import type { Lock } from './lock.ts';
import { writeGitignore } from './gitignore.ts';
import { readReview, reviewOf, roundFolder, type ReviewOnDisk } from './readReview.ts';
import type { RoundFolder } from './readRound.ts';
import { fileNameOf } from './slug.ts';
import type { StoreDeps } from './storeDeps.ts';
import { inconsistent, unwritable, UPDATE } from './storeErrors.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { copyTasks } from './takeOver.ts';
import { createTaskStore, taskIds } from './taskStore.ts';
import { holdsAnswers, isSameRequest, readLeft, unfinishedError, type LeftRound } from './unfinishedRound.ts';
import { removeLeftovers, writeAtomically } from './writeAtomically.ts';
import { writeRound, type RoundToWrite } from './writeRound.ts';

/** A review that this process has the lock of, and the content that its next round is about. */
export interface LockedReview {
  readonly plan: PlanIdentity;
  readonly snapshot: Parameters<ArtifactStore['begin']>[1];
  readonly options: BeginOptions;
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
  const place = roundFolder(folder, review.nextRound);
  const left = await readLeft(place, deps.ops);
  if (review.isNewer || left.isNewer) {
    throw inconsistent(
      `The review of "${plan.path}" was written by a newer Plan Review, and this one cannot add a round to it.`,
      UPDATE,
    );
  }
  const isTakenUp = takesUp(locked.options, left);
  if (!isTakenUp && holdsAnswers(left) && locked.options.unfinished !== 'restart') {
    throw unfinishedError(place, left);
  }
  await removeLeftovers(folder.path, deps.ops);
  await writeGitignore(folder.path, deps);
  await writeReviewFile(folder, review, plan, deps);

  const file = snapshotName(plan.path);
  await makeFolderDurably(deps, STORE_FOLDER, REVIEWS_FOLDER, folder.slug, roundFolderName(place.number));
  await clearUnfinished(place, { snapshot: file, isTakenUp }, deps);
  await writeSnapshot(place.path, { name: file, bytes: snapshot.bytes }, deps);
  await deps.ops.syncFolder(place.path);
  const begun = beginning(locked.options, isTakenUp ? left : undefined);
  if (begun.request !== undefined && !isDeepStrictEqual(begun.request, left.request)) {
    await writeAtomically(join(place.path, REQUEST_FILE), toJsonBytes(begun.request), deps);
    await deps.ops.syncFolder(place.path);
  }
  return handle(locked, { folder: place, file, begun }, review, deps);
}

/** Whether what an unfinished round has come to is kept. */
function takesUp({ request, unfinished }: BeginOptions, left: LeftRound): boolean {
  return (
    unfinished !== 'restart' &&
    request !== undefined &&
    left.request !== undefined &&
    isSameRequest(request, left.request)
  );
}

/** What a round starts from: the one that is taken up, under the limit of costs and in the way that was asked for now. */
function beginning(
  { request }: BeginOptions,
  left: LeftRound | undefined,
): { readonly request: RoundRequestFile | undefined; readonly checks: RoundChecks | undefined } {
  if (request === undefined || left?.request === undefined) {
    return { request, checks: undefined };
  }
  const { maxCostUsd: _, ...begun } = left.request;
  const limit = request.maxCostUsd === undefined ? {} : { maxCostUsd: request.maxCostUsd };
  // What is in batches already stays there, whoever takes the round up without a word of it.
  const delivery = request.delivery === undefined ? {} : { delivery: request.delivery };
  return { request: { ...begun, ...limit, ...delivery }, checks: left.checks };
}

/** What `openRound` hands out. Its state is whether the round was completed. */
function handle(
  locked: LockedReview,
  {
    folder,
    file,
    begun,
  }: {
    readonly folder: RoundFolder;
    readonly file: string;
    readonly begun: Pick<OpenRound, 'request' | 'checks'>;
  },
  review: ReviewOnDisk,
  deps: StoreDeps,
): OpenRound {
  const { number } = folder;
  const what = `Round ${number} of "${locked.plan.path}"`;
  const names = [STORE_FOLDER, REVIEWS_FOLDER, locked.folder.slug, roundFolderName(number)];
  const expectHeld = (): Promise<void> => expectLock(locked.lock, what);
  const store = async (bytes: Uint8Array, ...below: string[]): Promise<void> => {
    try {
      await expectHeld();
      const path = await makeFolderDurably(deps, ...names, ...below.slice(0, -1));
      await writeAtomically(join(path, below.at(-1) ?? ''), bytes, deps);
      await deps.ops.syncFolder(path);
    } catch (error) {
      throw unwritable(what, error);
    }
  };
  let isCompleted = false;
  return {
    number,
    folder: folder.shown,
    nextFinding: review.nextFinding,
    ...begun,
    tasks: createTaskStore(folder, {
      ...deps,
      expectHeld,
      makeFolder: async (id) => void (await makeFolderDurably(deps, ...names, TASKS_FOLDER, id)),
    }),
    takeOver: async (round) => {
      try {
        await expectHeld();
        await copyTasks(roundFolder(locked.folder, round), folder, {
          ...deps,
          makeFolder: async (id) => void (await makeFolderDurably(deps, ...names, TASKS_FOLDER, id)),
        });
      } catch (error) {
        throw unwritable(what, error);
      }
    },
    storeRequest: (request) => store(toJsonBytes(roundRequestSchema.parse(request)), REQUEST_FILE),
    storeChecks: (checks) => store(toJsonBytes(roundChecksSchema.parse(checks)), CHECKS_FILE),
    storeDocument: (reviewer, document) =>
      store(new TextEncoder().encode(document), REVIEWER_DOCUMENTS_FOLDER, `${fileNameOf(reviewer)}.md`),
    readDocument: async (reviewer) => {
      const path = join(folder.path, REVIEWER_DOCUMENTS_FOLDER, `${fileNameOf(reviewer)}.md`);
      const bytes = await deps.ops.read(path).catch(() => undefined);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    complete: async (content) => {
      if (isCompleted) {
        throw new Error(`Round ${number} is complete already`);
      }
      expectContentOf(locked, number, content);
      const stored = await complete({ folder, file, names, locked, content }, deps);
      isCompleted = true;
      await listRound(locked, [...review.rounds, stored], deps);
      return stored;
    },
    release: () => release(locked, deps),
  };
}

/** Whoever was overtaken writes nothing more. */
async function expectLock(lock: Lock, what: string): Promise<void> {
  if (!(await lock.isHeld())) {
    throw new PlanReviewError({
      code: 'store-busy',
      message: `${what} took so long that another process has taken over the review, so it was not stored.`,
      wayOut: 'Look at the review as it is now, then start another round.',
      isRetryable: true,
    });
  }
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
    names,
    locked,
    content,
  }: Pick<RoundToWrite, 'folder' | 'content'> & {
    readonly file: string;
    readonly names: readonly string[];
    readonly locked: LockedReview;
  },
  deps: StoreDeps,
): Promise<StoredRound> {
  const what = `Round ${folder.number} of "${locked.plan.path}"`;
  try {
    await expectLock(locked.lock, what);
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
  const current = reviewOf(review.rounds, plan, review.record);
  if (!isDeepStrictEqual(current, review.written)) {
    await writeAtomically(join(folder.path, REVIEW_FILE), toJsonBytes(current), deps);
    await deps.ops.syncFolder(folder.path);
  }
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

/**
 * Removes what an earlier attempt at this round has left, except for a snapshot of this name and, where the round is
 * taken up, what it was asked and has come to. The request goes last: without it nobody could resume what is still there.
 */
async function clearUnfinished(
  round: RoundFolder,
  { snapshot, isTakenUp }: { readonly snapshot: string; readonly isTakenUp: boolean },
  deps: StoreDeps,
): Promise<void> {
  const { path } = round;
  await removeLeftovers(path, deps.ops);
  const others = [
    CLAIMS_FILE,
    FINDINGS_FILE,
    REVIEW_DOCUMENT,
    ANALYSIS_FILE,
    ANALYSIS_DOCUMENT,
    EXECUTION_FILE,
    EXECUTION_DOCUMENT,
    'snapshot.md',
    'snapshot.html',
  ];
  if (!isTakenUp) {
    await deps.ops.removeFolder(join(path, TASKS_FOLDER));
    await deps.ops.removeFolder(join(path, REVIEWER_DOCUMENTS_FOLDER));
    others.push(CHECKS_FILE, REQUEST_FILE);
  }
  for (const folder of await foldersBelow(round, deps)) {
    await removeLeftovers(folder, deps.ops);
  }
  for (const name of others.filter((other) => other !== snapshot)) {
    await deps.ops.remove(join(path, name));
  }
}

/** The folders of a round in which files are written, as far as they are there and are folders. */
async function foldersBelow(round: RoundFolder, deps: StoreDeps): Promise<string[]> {
  const tasks = (await taskIds(round, deps.ops)).map((id) => join(round.path, TASKS_FOLDER, id));
  const folders: string[] = [];
  for (const folder of [join(round.path, REVIEWER_DOCUMENTS_FOLDER), ...tasks]) {
    if ((await deps.ops.kind(folder)) === 'directory') {
      folders.push(folder);
    }
  }
  return folders;
}

import { join } from 'node:path';
import { PlanReviewError, systemErrorCode } from '../base/errors.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import type { ListedReview, StoredReview } from '../ports/artifactStore.ts';
import {
  isTemporaryName,
  REVIEW_FILE,
  reviewFolder,
  REVIEWS_FOLDER,
  STORE_FOLDER,
  type ReviewFolder,
} from './layout.ts';
import { readReview, reviewOf, type ReviewOnDisk } from './readReview.ts';
import { distinctSlug, slugOf } from './slug.ts';
import type { StoreDeps } from './storeDeps.ts';
import { inconsistent, RESTORE, UPDATE } from './storeErrors.ts';
import { isStoreFolder } from './storeFolders.ts';

/** Reads every review of the workspace, by the name of its folder. @throws PlanReviewError `store-inconsistent` */
export async function listReviews(deps: StoreDeps): Promise<readonly ListedReview[]> {
  const { root, ops } = deps;
  const listed: ListedReview[] = [];
  try {
    if (!(await isStoreFolder(deps))) {
      return [];
    }
    for (const slug of await ops.names(join(root, STORE_FOLDER, REVIEWS_FOLDER))) {
      const review = isTemporaryName(slug) ? undefined : await readListed(reviewFolder(root, slug), deps);
      listed.push(...(review === undefined ? [] : [review]));
    }
    return listed;
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

/** What the store makes of a review's folder. `plan` is what the review is called where no round says so. */
export function storedReview(folder: ReviewFolder, onDisk: ReviewOnDisk, plan: PlanIdentity): StoredReview {
  const { rounds, inconsistent: broken, snapshots, responses, drafts, record, archive } = onDisk;
  return {
    review: reviewOf(rounds, plan, record),
    folder: folder.shown,
    rounds,
    inconsistent: broken,
    snapshots,
    responses,
    drafts,
    record,
    archive,
  };
}

/** The review in a folder, or undefined where there is none. */
async function readListed(folder: ReviewFolder, deps: StoreDeps): Promise<ListedReview | undefined> {
  const kind = await deps.ops.kind(folder.path);
  if (kind === 'other') {
    return unusable(folder, `"${folder.shown}" is a link, and reviews are not read through links.`);
  }
  if (kind !== 'directory') {
    // Systems leave files of their own in any folder.
    return undefined;
  }
  try {
    const onDisk = await readReview(folder, deps.ops);
    if (onDisk.rounds.length === 0 && onDisk.inconsistent.length === 0) {
      const problem = await emptiness(folder, onDisk, deps);
      return problem === undefined ? undefined : unusable(folder, problem);
    }
    if (onDisk.plan === undefined) {
      return unusable(folder, ...onDisk.inconsistent.map(({ problem }) => problem));
    }
    const problem = await misplacement(folder, onDisk.plan, deps);
    return problem === undefined
      ? { folder: folder.shown, stored: storedReview(folder, onDisk, onDisk.plan), problems: [] }
      : unusable(folder, problem);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === undefined) {
      throw error;
    }
    return unusable(folder, `"${folder.shown}" cannot be read: the system says ${code}.`);
  }
}

/** Why a folder without a single round is no mere beginning; undefined where it is one. */
async function emptiness(
  folder: ReviewFolder,
  { written, isNewer }: ReviewOnDisk,
  { ops }: StoreDeps,
): Promise<string | undefined> {
  const file = `"${folder.shown}/${REVIEW_FILE}"`;
  if (isNewer) {
    return `${file} was written by a newer Plan Review. ${UPDATE}`;
  }
  if (written !== undefined) {
    const { length } = written.rounds;
    const lost =
      length === 1 ? 'lists 1 round, and it is not' : `lists ${length} rounds, and none of them is`;
    return length === 0 ? undefined : `${file} ${lost} there. ${RESTORE}`;
  }
  const isThere = (await ops.kind(join(folder.path, REVIEW_FILE))) !== 'missing';
  return isThere ? `${file} cannot be used, and no round is there. ${RESTORE}` : undefined;
}

/** Why whoever asks for the plan's review is not given this folder: it was copied or renamed by hand. */
async function misplacement(
  { slug, shown }: ReviewFolder,
  { path }: PlanIdentity,
  { root, ops }: StoreDeps,
): Promise<string | undefined> {
  const [first, second] = [slugOf(path), distinctSlug(path)];
  if (slug !== first && slug !== second) {
    return `"${shown}" says that it is the review of "${path}", which belongs in "${first}".`;
  }
  if (slug === first) {
    return undefined;
  }
  const other = await readReview(reviewFolder(root, first), ops);
  return other.plan?.path.normalize('NFC') === path.normalize('NFC')
    ? `"${shown}" says that it is the review of "${path}", which is read from "${first}".`
    : undefined;
}

function unusable(folder: ReviewFolder, ...problems: readonly string[]): ListedReview {
  return { folder: folder.shown, stored: undefined, problems };
}

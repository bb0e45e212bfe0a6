import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { sha256 } from '../../base/hash.ts';
import type { ReviewArtifacts } from '../../ports/reviewIndex.ts';
import type { FileOps } from '../fileOps.ts';
import {
  ARCHIVE_FILE,
  CLAIMS_FILE,
  FINDINGS_FILE,
  REQUEST_FILE,
  RESPONSE_FILE,
  REVIEW_FILE,
  REVIEWS_FOLDER,
  ROUND_FILE,
  reviewFolder,
  roundNumberOf,
  STORE_FOLDER,
  TASKS_FOLDER,
} from '../layout.ts';
import { readReview, roundFolder } from '../readReview.ts';
import { isStoreFolder } from '../storeFolders.ts';
import { readResumable } from '../unfinishedRound.ts';

/** What looking at the folders of reviews needs. */
export interface FoldersDeps {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly ops: FileOps;
}

/** The state of a review's folder: while it is the same, the folder's artifacts are. */
export interface FolderState {
  readonly signature: string;
  /**
   * Whether the youngest file is old enough that a further write would show. Files may change within one tick of the file
   * system's clock; until that has passed, a state proves nothing.
   */
  readonly isSettled: boolean;
}

/** In milliseconds: no file system in use counts times more coarsely. */
const COARSEST_TICK = 2000;

/** How long the folders are looked at before others get a turn, in milliseconds. */
const SLICE = 10;

/** Folders with other names are not made by Plan Review, and not found by a plan's path. */
const SLUG = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/** The states of all folders of reviews, by name. None where there is no store. */
export async function folderStates(
  { root, ops }: FoldersDeps,
  now: number,
): Promise<ReadonlyMap<string, FolderState>> {
  const states = new Map<string, FolderState>();
  if (!(await isStoreFolder({ root, ops }))) {
    return states;
  }
  let since = performance.now();
  for (const slug of namesIn(join(root, STORE_FOLDER, REVIEWS_FOLDER))) {
    const state = SLUG.test(slug) ? folderState(reviewFolder(root, slug).path, now) : undefined;
    if (state !== undefined) {
      states.set(slug, state);
    }
    if (performance.now() - since > SLICE) {
      await turn();
      since = performance.now();
    }
  }
  return states;
}

/**
 * The state of a review's folder, by the sizes and times of all files that rows follow from; undefined where there is none.
 * A synchronous look at a file takes 3 microseconds and an asynchronous one 20, and there may be tens of thousands.
 */
export function folderState(path: string, now: number): FolderState | undefined {
  const look = createLook();
  if (!look.isFolder(path)) {
    return undefined;
  }
  look.at(join(path, REVIEW_FILE));
  look.at(join(path, ARCHIVE_FILE));
  for (const name of namesIn(path).filter((entry) => roundNumberOf(entry) !== undefined)) {
    const round = join(path, name);
    if (look.isFolder(round)) {
      const isFinished = look.at(join(round, ROUND_FILE));
      roundFiles.forEach((file) => look.at(join(round, file)));
      // A round has one of the two.
      if (!look.at(join(round, 'snapshot.md'))) {
        look.at(join(round, 'snapshot.html'));
      }
      if (!isFinished) {
        look.at(join(round, REQUEST_FILE));
        lookAtTasks(join(round, TASKS_FOLDER), look);
      }
    }
  }
  return {
    signature: sha256(look.seen.join('\n')),
    isSettled: Math.abs(now - look.youngest()) > COARSEST_TICK,
  };
}

const roundFiles = [FINDINGS_FILE, CLAIMS_FILE, RESPONSE_FILE];

interface Look {
  /** One line for each place that was looked at. */
  readonly seen: readonly string[];
  /** Takes down what stands there; false where nothing does. */
  at(path: string): boolean;
  /** The same, and whether it is a folder and no link to one. */
  isFolder(path: string): boolean;
  /** When the last change was, in milliseconds since 1970. */
  youngest(): number;
}

function createLook(): Look {
  const seen: string[] = [];
  let youngest = 0;
  return {
    seen,
    at: (path) => {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      const { size, mtimeMs, ctimeMs, ino, mode } = stats ?? {};
      youngest = Math.max(youngest, mtimeMs ?? 0, ctimeMs ?? 0);
      seen.push(`${path} ${size} ${mtimeMs} ${ctimeMs} ${ino} ${mode}`);
      return stats !== undefined;
    },
    isFolder: (path) => {
      const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
      // Locks and documents come and go in a folder, so that its own times say nothing.
      seen.push(`${path} ${isFolder ? 'folder' : 'none'}`);
      return isFolder;
    },
    youngest: () => youngest,
  };
}

function lookAtTasks(tasks: string, look: Look): void {
  for (const task of look.isFolder(tasks) ? namesIn(tasks) : []) {
    for (const file of look.isFolder(join(tasks, task)) ? namesIn(join(tasks, task)) : []) {
      look.at(join(tasks, task, file));
    }
  }
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).sort();
}

/** Reads all that rows follow from. Rejects with a system error where the folder may not be read. */
export async function readArtifacts({ root, ops }: FoldersDeps, slug: string): Promise<ReviewArtifacts> {
  const folder = reviewFolder(root, slug);
  const { plan, rounds, inconsistent, responses, nextRound, archive } = await readReview(folder, ops);
  return {
    slug,
    folder: folder.shown,
    plan,
    rounds,
    inconsistent,
    responses,
    archive,
    unfinished: await readResumable(roundFolder(folder, nextRound), ops),
  };
}

import { join } from 'node:path';
import type { Archive } from '../domain/archive.ts';
import type { PlanIdentity } from '../domain/plan.ts';
import { reviewSchema, type Review } from '../domain/round.ts';
import { ARTIFACT_SCHEMA_VERSION } from '../domain/round.ts';
import type {
  InconsistentRound,
  StoredDraft,
  StoredRecord,
  StoredResponse,
  StoredRound,
} from '../ports/artifactStore.ts';
import { readArchive } from './archives.ts';
import { parseArtifact } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import {
  FINDINGS_FILE,
  REVIEW_DOCUMENT,
  REVIEW_FILE,
  ROUND_FILE,
  roundFolderName,
  roundNumberOf,
  type ReviewFolder,
} from './layout.ts';
import { readDrafts } from './readDrafts.ts';
import { readRecord } from './recordFiles.ts';
import { readResponseFiles } from './responseFiles.ts';
import { readRound, type RoundFolder, type RoundOnDisk } from './readRound.ts';
import { RESTORE } from './storeErrors.ts';

/** Everything a review's folder holds. */
export interface ReviewOnDisk {
  /** The plan that the folder belongs to, or undefined while nothing in it says so. */
  readonly plan: PlanIdentity | undefined;
  /** Finished rounds that are as they were written, by number. */
  readonly rounds: readonly StoredRound[];
  readonly inconsistent: readonly InconsistentRound[];
  /** What each of the rounds reviewed, by its number. */
  readonly snapshots: ReadonlyMap<number, Uint8Array>;
  /** What the author has answered to each of the rounds, by its number. */
  readonly responses: ReadonlyMap<number, StoredResponse>;
  /** What models drafted for the response to the latest of them. */
  readonly drafts: readonly StoredDraft[];
  readonly record: StoredRecord | undefined;
  /** Who put it aside, and when; undefined where nobody did. */
  readonly archive: Archive | undefined;
  /** What `review.json` says; undefined when it is not there or not valid. It is never relied on for rounds. */
  readonly written: Review | undefined;
  /** Whether a part was written by a later version, so that this one must not write beside it. */
  readonly isNewer: boolean;
  /** The number of the round to write next: that of the unfinished one where there is one. */
  readonly nextRound: number;
  /** The first number that no finding of this review has had. */
  readonly nextFinding: number;
}

/** Reads a review's folder. A folder that is not there reads as an empty one. */
export async function readReview(folder: ReviewFolder, ops: FileOps): Promise<ReviewOnDisk> {
  const isFolder = (await ops.kind(folder.path)) === 'directory';
  const found = isFolder ? await readRounds(folder, ops) : [];
  const written = isFolder ? await readReviewFile(folder, ops) : { review: undefined, isNewer: false };

  const last = Math.max(0, ...found.filter(isFinished).map(({ folder: { number } }) => number));
  const rounds: StoredRound[] = [];
  const inconsistent: InconsistentRound[] = [];
  const snapshots = new Map<number, Uint8Array>();
  const responses = new Map<number, StoredResponse>();
  for (const { folder: place, round } of found) {
    if (round.state === 'whole') {
      rounds.push(round.stored);
      snapshots.set(place.number, round.snapshot);
      const response = await readResponseFiles(place, ops);
      if (response !== undefined) {
        responses.set(place.number, response);
      }
    } else if (round.state === 'broken') {
      inconsistent.push({ number: place.number, problem: round.problem });
    } else if (place.number < last) {
      // A crash leaves only the last round unfinished. This one was finished, and has lost its round.json since.
      const problem = `"${place.shown}/${ROUND_FILE}" is missing though a later round is finished. ${RESTORE}`;
      inconsistent.push({ number: place.number, problem });
    }
  }
  const latest = rounds.at(-1)?.round.number;
  const lastListed = Math.max(0, ...(written.review?.rounds ?? []).map(({ number }) => number));
  const highestFolder = Math.max(0, ...found.map(({ folder: { number } }) => number));
  const damaged = found.filter(({ round }) => round.state !== 'whole');
  return {
    plan: planOf(found) ?? written.review?.plan,
    rounds,
    inconsistent,
    snapshots,
    responses,
    drafts: latest === undefined ? [] : await readDrafts(roundFolder(folder, latest), ops),
    record: isFolder ? await readRecord(folder, ops) : undefined,
    archive: isFolder ? await readArchive(folder.path, ops) : undefined,
    written: written.review,
    isNewer: written.isNewer || found.some(({ round }) => round.state === 'broken' && round.isNewer),
    nextRound: Math.max(last + 1, lastListed + 1, highestFolder),
    nextFinding: 1 + Math.max(highestFinding(rounds), await highestNumberIn(damaged, last, ops)),
  };
}

/**
 * The table of contents that follows from the rounds and the record, for a plan that is called `plan` before its first
 * round. A record is about the rounds that it lists: a later round opens the review again.
 */
export function reviewOf(rounds: readonly StoredRound[], plan: PlanIdentity, record?: StoredRecord): Review {
  const latest = rounds.at(-1)?.round;
  const isRecorded = record?.ok === true && record.record.rounds.at(-1)?.number === latest?.number;
  return {
    schemaVersion: ARTIFACT_SCHEMA_VERSION,
    plan: latest?.plan ?? plan,
    status: isRecorded ? 'recorded' : 'in_review',
    rounds: rounds.map(({ round }) => ({
      number: round.number,
      revision: round.revision,
      completedAt: round.completedAt,
      verdict: round.verdict.value,
    })),
    verdict: latest?.verdict.value ?? null,
  };
}

/** The folder of one round of a review. */
export function roundFolder(folder: ReviewFolder, number: number): RoundFolder {
  const name = roundFolderName(number);
  return { number, path: join(folder.path, name), shown: `${folder.shown}/${name}` };
}

interface FoundRound {
  readonly folder: RoundFolder;
  readonly round: RoundOnDisk;
}

async function readRounds(folder: ReviewFolder, ops: FileOps): Promise<FoundRound[]> {
  const numbers = (await ops.names(folder.path)).map(roundNumberOf).filter((number) => number !== undefined);
  const found: FoundRound[] = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const place = roundFolder(folder, number);
    const kind = await ops.kind(place.path);
    if (kind === 'directory') {
      found.push({ folder: place, round: await readRound(place, ops) });
    } else if (kind !== 'missing') {
      const problem = `"${place.shown}" is not a folder; reviews are not read through links. ${RESTORE}`;
      found.push({ folder: place, round: { state: 'broken', problem, isNewer: false, round: undefined } });
    }
  }
  return found;
}

async function readReviewFile(
  folder: ReviewFolder,
  ops: FileOps,
): Promise<{ readonly review: Review | undefined; readonly isNewer: boolean }> {
  // One that cannot be read is as good as none: the rounds say all that it says.
  const bytes = await ops.read(join(folder.path, REVIEW_FILE)).catch(() => undefined);
  if (bytes === undefined) {
    return { review: undefined, isNewer: false };
  }
  const parsed = parseArtifact(bytes, reviewSchema);
  return parsed.ok
    ? { review: parsed.value, isNewer: false }
    : { review: undefined, isNewer: parsed.isNewer };
}

/** The latest round knows best which plan this is. */
function planOf(found: readonly FoundRound[]): PlanIdentity | undefined {
  for (const { round } of found.toReversed()) {
    if (round.state === 'whole') {
      return round.stored.round.plan;
    }
    if (round.state === 'broken' && round.round !== undefined) {
      return round.round.plan;
    }
  }
  return undefined;
}

function isFinished({ round }: FoundRound): boolean {
  return round.state !== 'unfinished';
}

function highestFinding(rounds: readonly StoredRound[]): number {
  const ids = rounds.flatMap(({ findings }) => findings.map(({ id }) => Number(id.slice(1))));
  return Math.max(0, ...ids);
}

/**
 * The highest finding number that damaged rounds mention. Their files are not trusted, but a number that may have been
 * given to a finding must not be given to another: responses and people refer to it.
 */
async function highestNumberIn(
  damaged: readonly FoundRound[],
  lastFinished: number,
  ops: FileOps,
): Promise<number> {
  let highest = 0;
  for (const { folder } of damaged) {
    if (folder.number > lastFinished) {
      // Unfinished: nobody has seen its findings.
      continue;
    }
    for (const name of [FINDINGS_FILE, ROUND_FILE, REVIEW_DOCUMENT]) {
      const bytes = await ops.read(join(folder.path, name)).catch(() => undefined);
      const text = bytes === undefined ? '' : new TextDecoder().decode(bytes);
      for (const [, digits] of text.matchAll(/\bF([1-9][0-9]{0,5})\b/g)) {
        highest = Math.max(highest, Number(digits));
      }
    }
  }
  return highest;
}

import { systemErrorCode } from '../../base/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { DeriveRows } from '../../ports/reviewIndex.ts';
import { reviewFolder } from '../layout.ts';
import { reading, writing } from './openDatabase.ts';
import { selectSignatures } from './queries.ts';
import {
  folderState,
  folderStates,
  readArtifacts,
  type FolderState,
  type FoldersDeps,
} from './reviewFolders.ts';
import type { Database } from './sqlite.ts';
import { removeSource, replaceSource, type SourceRows } from './writeRows.ts';

/** What deriving rows from artifacts needs. */
export interface RefreshDeps extends FoldersDeps {
  readonly clock: Clock;
  readonly logger: Logger | undefined;
  readonly deriveRows: DeriveRows;
  /** How long to wait for other programs that write, in milliseconds. */
  readonly patience: number;
}

/** How many reviews are taken in at once: others get a turn between. */
const BATCH = 32;

/**
 * Takes in all reviews that are not as they were when their rows were derived. Where all are, nothing is written.
 * `check` is called between batches, and may throw to stop; what is done by then stays.
 */
export async function bringUpToDate(db: Database, deps: RefreshDeps, check?: () => void): Promise<void> {
  // In this order: a review that another process takes in meanwhile is not mistaken for one that is gone.
  const known = await reading(db, deps.patience, () => selectSignatures(db));
  const states = await folderStates(deps, deps.clock.now());
  const changed = [...states].filter(([slug, { signature }]) => known.get(slug) !== signature);
  const gone = [...known.keys()].filter((slug) => !states.has(slug));
  for (let start = 0; start < changed.length; start += BATCH) {
    check?.();
    const batch: SourceRows[] = [];
    for (const [slug, state] of changed.slice(start, start + BATCH)) {
      batch.push(await sourceRows(slug, state, deps));
    }
    await writing(db, deps.patience, () => batch.forEach((source) => replaceSource(db, source)));
  }
  if (gone.length > 0) {
    await writing(db, deps.patience, () => gone.forEach((slug) => removeSource(db, slug)));
  }
}

/** Takes in the reviews in these folders, whatever was known of them. */
export async function takeIn(db: Database, slugs: readonly string[], deps: RefreshDeps): Promise<void> {
  const batch: SourceRows[] = [];
  for (const slug of slugs) {
    const state = folderState(reviewFolder(deps.root, slug).path, deps.clock.now());
    if (state !== undefined) {
      batch.push(await sourceRows(slug, state, deps));
    }
  }
  await writing(db, deps.patience, () => batch.forEach((source) => replaceSource(db, source)));
}

async function sourceRows(
  slug: string,
  { signature, isSettled }: FolderState,
  deps: RefreshDeps,
): Promise<SourceRows> {
  try {
    const artifacts = await readArtifacts(deps, slug);
    return { slug, signature: isSettled ? signature : '', rows: deps.deriveRows(artifacts) };
  } catch (error) {
    if (systemErrorCode(error) === undefined) {
      throw error;
    }
    deps.logger?.warn(
      `The review in "${reviewFolder(deps.root, slug).shown}" cannot be read: ${String(error)}`,
    );
    return { slug, signature: '', rows: noRows };
  }
}

const noRows: SourceRows['rows'] = {
  contents: [],
  campaigns: [],
  reviews: [],
  analyses: [],
  findings: [],
  responses: [],
  answers: [],
  resolutions: [],
  usage: [],
};

import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { PlanReviewError } from '../../base/errors.ts';
import type { Logger } from '../../ports/logger.ts';
import type { FileOps } from '../fileOps.ts';
import { STORE_FOLDER } from '../layout.ts';
import { INDEX_SHOWN, translated, unwritable } from './indexErrors.ts';
import { openFile } from './openDatabase.ts';
import type { Database, SqliteModule } from './sqlite.ts';

/** What the file of the index needs. */
export interface IndexFileDeps {
  readonly root: string;
  readonly ops: FileOps;
  readonly logger: Logger | undefined;
  readonly sqlite: SqliteModule;
  readonly patience: number;
}

const NAME = 'index.db';
/** What SQLite keeps beside a database while it is open, or after a crash. */
const COMPANIONS = [`${NAME}-wal`, `${NAME}-shm`, `${NAME}-journal`];
/** Where a damaged index goes; `.gitignore` leaves it out like the others. */
const ASIDE = `${NAME}-damaged`;

/**
 * Opens the index, works with it and closes it. A damaged one is put aside, and the work begun again with a new one.
 * @throws PlanReviewError `index-unwritable` where something else stands in its place, `index-corrupt` where the new one is
 * damaged as well; otherwise as `openFile`, or what `work` throws.
 */
export async function withIndexFile<T>(deps: IndexFileDeps, work: (db: Database) => Promise<T>): Promise<T> {
  const folder = join(deps.root, STORE_FOLDER);
  for (const name of [NAME, ...COMPANIONS]) {
    await expectPlainFile(join(folder, name), name, deps.ops);
  }
  const before = await identityOf(join(folder, NAME));
  try {
    return await onceOpen(deps, work);
  } catch (error) {
    const trouble = translated(error);
    if (!(trouble instanceof PlanReviewError && trouble.code === 'index-corrupt')) {
      throw error;
    }
    // Another process may have put it aside meanwhile, and made a sound one.
    if ((await identityOf(join(folder, NAME))) === before) {
      await putAside(folder, deps.ops);
      deps.logger?.warn(
        `The index of reviews was damaged. It was put aside as "${STORE_FOLDER}/${ASIDE}" and is built anew; the reviews are as they were.`,
      );
    }
    return onceOpen(deps, work);
  }
}

async function onceOpen<T>(
  { root, sqlite, patience }: IndexFileDeps,
  work: (db: Database) => Promise<T>,
): Promise<T> {
  const db = await openFile(sqlite, join(root, STORE_FOLDER, NAME), patience);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** Which file stands at a path, whatever is in it; undefined where none does. */
async function identityOf(path: string): Promise<number | undefined> {
  try {
    return (await lstat(path)).ino;
  } catch {
    return undefined;
  }
}

/** Nothing is read or written through a link. */
async function expectPlainFile(path: string, name: string, ops: FileOps): Promise<void> {
  const kind = await ops.kind(path);
  if (kind === 'directory' || kind === 'other') {
    const what =
      kind === 'directory' ? 'a folder stands in its place' : 'a link or a special file stands in its place';
    throw unwritable(what, `Rename or remove "${STORE_FOLDER}/${name}".`);
  }
}

/** One damaged index is kept, the latest. What SQLite had not yet moved into it goes: it would be taken for the new one's. */
async function putAside(folder: string, ops: FileOps): Promise<void> {
  try {
    await ops.rename(join(folder, NAME), join(folder, ASIDE));
    for (const name of COMPANIONS) {
      await ops.remove(join(folder, name));
    }
  } catch (error) {
    throw Object.assign(unwritable('it is damaged and cannot be moved', `Delete "${INDEX_SHOWN}".`), {
      cause: error,
    });
  }
}

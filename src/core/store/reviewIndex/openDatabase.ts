import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { corrupt, isBusy, newer } from './indexErrors.ts';
import { migrations } from './schema.ts';
import type { Database, SqliteModule } from './sqlite.ts';

/**
 * How long SQLite itself waits for a lock, in milliseconds: while it does, nothing else in this process runs. Whoever is
 * more patient waits between attempts.
 */
const BLOCKING_WAIT = 100;

/** Linux's numbers of file systems on other machines, which have no shared memory for a write-ahead log: statfs(2). */
const NETWORK_FILE_SYSTEMS = new Set([0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x01021997, 0x65735546]);

/** Opens the index in memory, with its tables. */
export function openInMemory({ DatabaseSync }: SqliteModule): Database {
  const db = new DatabaseSync(':memory:');
  db.exec('PRAGMA foreign_keys = ON');
  migrate(db);
  return db;
}

/**
 * Opens the index at `path` and brings its tables to this version; makes it where there is none.
 * @param patience how long to wait for others that write, in milliseconds
 * @throws PlanReviewError `index-newer`; `index-corrupt` where its tables are not ours; SQLite's own errors.
 */
export async function openFile(sqlite: SqliteModule, path: string, patience: number): Promise<Database> {
  const journal = (await isOnNetwork(dirname(path))) ? 'DELETE' : 'WAL';
  return patiently(patience, () => {
    const db = new sqlite.DatabaseSync(path);
    try {
      // First of all: even the switch to a write-ahead log has to wait for others.
      db.exec(`PRAGMA busy_timeout = ${BLOCKING_WAIT}`);
      db.exec(`PRAGMA journal_mode = ${journal}`);
      // A power failure may take the last writes back, and with them the signatures that say they were made.
      db.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
      // The file may have come with somebody else's repository.
      db.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
      migrate(db);
      expectOwnTables(sqlite, db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Runs `work` as one transaction that is the only one to write. `work` must not wait for anything. */
export async function writing(db: Database, patience: number, work: () => void): Promise<void> {
  await patiently(patience, () => transaction(db, 'BEGIN IMMEDIATE', work));
}

/** Runs `work` on one state of the database, whatever others write meanwhile. `work` must not wait for anything. */
export function reading<T>(db: Database, patience: number, work: () => T): Promise<T> {
  return patiently(patience, () => transaction(db, 'BEGIN', work));
}

function transaction<T>(db: Database, begin: 'BEGIN' | 'BEGIN IMMEDIATE', work: () => T): T {
  db.exec(begin);
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back already after some errors, and it is those that are told.
    }
    throw error;
  }
}

async function patiently<T>(patience: number, attempt: () => T): Promise<T> {
  const until = performance.now() + patience;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) {
        throw error;
      }
    }
    await wait(5 + Math.random() * 20);
  }
}

function migrate(db: Database): void {
  const version = versionOf(db);
  if (version > migrations.length) {
    throw newer(version, migrations.length);
  }
  if (version === migrations.length) {
    return;
  }
  transaction(db, 'BEGIN IMMEDIATE', () => {
    // Another process may have been faster.
    const reached = versionOf(db);
    if (reached >= migrations.length) {
      return;
    }
    if (reached === 0 && tablesOf(db).length > 0) {
      throw corrupt();
    }
    migrations.slice(reached).forEach((step) => db.exec(step));
    db.exec('DELETE FROM sources');
    db.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function versionOf(db: Database): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
}

let ownTables: string | undefined;

/** Triggers and views of strangers would run with our writes. */
function expectOwnTables(sqlite: SqliteModule, db: Database): void {
  if (ownTables === undefined) {
    const own = openInMemory(sqlite);
    ownTables = tablesOf(own).join('\n');
    own.close();
  }
  if (tablesOf(db).join('\n') !== ownTables) {
    throw corrupt();
  }
}

function tablesOf(db: Database): string[] {
  const rows = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();
  return rows.map(({ type, name, sql }) => `${String(type)} ${String(name)} ${String(sql)}`);
}

async function isOnNetwork(folder: string): Promise<boolean> {
  try {
    return NETWORK_FILE_SYSTEMS.has((await statfs(folder)).type);
  } catch {
    // Systems without the call, and folders that may not be asked about: as on any disk.
    return false;
  }
}

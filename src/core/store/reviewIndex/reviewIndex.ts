import { PlanReviewError, throwIfCancelled } from '../../base/errors.ts';
import type { IndexReport, ReviewIndex } from '../../ports/reviewIndex.ts';
import { distinctSlug, slugOf } from '../slug.ts';
import { isStoreFolder } from '../storeFolders.ts';
import { INDEX_SHOWN, translated, unavailable } from './indexErrors.ts';
import { withIndexFile } from './indexFile.ts';
import { openInMemory, reading, writing } from './openDatabase.ts';
import {
  countAll,
  selectCampaign,
  selectCampaigns,
  selectFindings,
  selectTallies,
  selectTrend,
} from './queries.ts';
import { bringUpToDate, takeIn, type RefreshDeps } from './refresh.ts';
import type { Database, SqliteModule } from './sqlite.ts';

/** What `createReviewIndex` needs. */
export interface ReviewIndexOptions extends Omit<RefreshDeps, 'patience'> {
  /** Undefined where this Node.js has none. */
  readonly sqlite: () => SqliteModule | undefined;
  /** `in-memory` writes nothing to the workspace, as is right for one that is not trusted. */
  readonly kept: 'on-disk' | 'in-memory';
  /** How long to wait for other programs that write, in milliseconds; 5 seconds where left out. */
  readonly patience?: number;
  /** The same for taking in what was just stored; half a second where left out. */
  readonly notePatience?: number;
}

const PATIENCE = 5000;

/** Short: whoever has stored something is waiting, and the next question catches up. */
const NOTE_PATIENCE = 500;

/** Works with a database that may be in the way of nobody for longer than it takes. */
type Work<T> = (db: Database, deps: RefreshDeps) => Promise<T>;

/**
 * The index in `.plan-review/index.db`. It is opened for each question and closed behind it: whoever deletes the file, moves
 * the folder or runs another program meets no open one. Nothing is made where there are no reviews.
 */
export function createReviewIndex(options: ReviewIndexOptions): ReviewIndex {
  const { logger, patience = PATIENCE, notePatience = NOTE_PATIENCE } = options;
  let memory: Database | undefined;
  let last: Promise<unknown> = Promise.resolve();

  /** One question after the other: a database does one thing at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const sqlite = (): SqliteModule => {
    const found = options.sqlite();
    if (found === undefined) {
      throw unavailable();
    }
    return found;
  };

  const onDisk = async <T>(work: Work<T>, waiting: number): Promise<T> => {
    const deps = { ...options, patience: waiting };
    try {
      return await withIndexFile({ ...deps, sqlite: sqlite() }, (db) => work(db, deps));
    } catch (error) {
      throw translated(error);
    }
  };

  const inMemory = <T>(work: Work<T>): Promise<T> => {
    memory ??= openInMemory(sqlite());
    return work(memory, { ...options, patience });
  };

  const isKept = async (): Promise<boolean> => options.kept === 'on-disk' && (await isStoreFolder(options));

  const answer = <T>(read: (db: Database) => T): Promise<T> =>
    inTurn(async () => {
      const work: Work<T> = async (db, deps) => {
        await bringUpToDate(db, deps);
        return reading(db, deps.patience, () => read(db));
      };
      if (await isKept()) {
        try {
          return await onDisk(work, patience);
        } catch (error) {
          if (!canDoWithout(error)) {
            throw error;
          }
          logger?.warn(`${error.message} The answer comes from the reviews themselves. ${error.wayOut}`);
        }
      }
      return inMemory(work);
    });

  return {
    campaigns: (query) => answer((db) => selectCampaigns(db, query)),
    campaign: (id) => answer((db) => selectCampaign(db, id)),
    findings: (query) => answer((db) => selectFindings(db, query)),
    trend: (content) => answer((db) => selectTrend(db, content)),
    tallies: () => answer((db) => selectTallies(db)),
    reindex: (signal) =>
      inTurn(async () => {
        const work: Work<IndexReport> = async (db, deps) => {
          await writing(db, patience, () => db.exec('DELETE FROM review_campaigns; DELETE FROM sources'));
          await bringUpToDate(db, deps, () => throwIfCancelled(signal));
          return reading(db, patience, () => countAll(db));
        };
        return (await isKept()) ? onDisk(work, patience) : inMemory(work);
      }),
    note: async (path) => {
      const slugs = [...new Set([slugOf(path), distinctSlug(path)])];
      try {
        await inTurn(async () => {
          if (await isKept()) {
            await onDisk((db, deps) => takeIn(db, slugs, deps), notePatience);
          }
        });
      } catch (error) {
        logger?.info(`"${INDEX_SHOWN}" has not taken in the review of "${path}": ${String(error)}`);
      }
    },
  };
}

/** Whether the artifacts can answer in the place of the index. Those of a later version might mean something else. */
function canDoWithout(error: unknown): error is PlanReviewError {
  return (
    error instanceof PlanReviewError &&
    (error.code === 'index-busy' || error.code === 'index-unwritable' || error.code === 'index-corrupt')
  );
}

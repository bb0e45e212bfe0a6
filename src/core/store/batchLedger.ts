import { join } from 'node:path';
import { batchRecordSchema, type BatchRecord } from '../domain/batch.ts';
import type { BatchLedger, StoredBatchRecord } from '../ports/batchLedger.ts';
import type { Logger } from '../ports/logger.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import { BATCHES_FOLDER, STORE_FOLDER } from './layout.ts';
import { unwritable } from './storeErrors.ts';
import { makeFolderDurably } from './storeFolders.ts';
import { writeAtomically, type WriteDeps } from './writeAtomically.ts';

/** What the ledger of batches is kept with. */
export interface BatchLedgerDeps extends WriteDeps {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly logger: Logger | undefined;
}

const fileName = /^([A-Za-z0-9_-]{1,64})\.json$/;

/** The batches of a workspace in `.plan-review/batches/`, a file for each. */
export function createBatchLedger(deps: BatchLedgerDeps): BatchLedger {
  const { ops, uniqueSuffix } = deps;
  const folder = join(deps.root, STORE_FOLDER, BATCHES_FOLDER);
  const write = (name: string, record: BatchRecord): Promise<void> =>
    writing(name, async () => {
      const path = await makeFolderDurably(deps, STORE_FOLDER, BATCHES_FOLDER);
      await writeAtomically(join(path, `${name}.json`), toJsonBytes(batchRecordSchema.parse(record)), deps);
      await ops.syncFolder(path);
    });
  return {
    list: async () => {
      const kinds = [await ops.kind(join(deps.root, STORE_FOLDER)), await ops.kind(folder)];
      if (kinds.some((kind) => kind !== 'directory')) {
        return [];
      }
      const names = (await ops.names(folder)).flatMap((name) => fileName.exec(name)?.[1] ?? []);
      const records = await Promise.all(names.map((name) => read(folder, name, deps)));
      return records
        .flatMap((record) => record ?? [])
        .toSorted((a, b) => (a.record.begunAt < b.record.begunAt ? 1 : -1));
    },
    create: async (record) => {
      const name = uniqueSuffix();
      await write(name, record);
      return name;
    },
    replace: write,
    remove: (name) =>
      writing(name, async () => {
        if ((await ops.kind(folder)) === 'directory') {
          await ops.remove(join(folder, `${name}.json`));
          await ops.syncFolder(folder);
        }
      }),
  };
}

async function read(
  folder: string,
  name: string,
  { ops, logger }: BatchLedgerDeps,
): Promise<StoredBatchRecord | undefined> {
  const shown = `${STORE_FOLDER}/${BATCHES_FOLDER}/${name}.json`;
  try {
    const bytes = await ops.read(join(folder, `${name}.json`));
    if (bytes === undefined) {
      return undefined;
    }
    const parsed = parseArtifact(bytes, batchRecordSchema, 1);
    if (parsed.ok) {
      return { name, record: parsed.value };
    }
    logger?.warn(`"${shown}" ${parsed.problem}: what it was waiting for is asked anew.`);
  } catch (error) {
    logger?.warn(`"${shown}" cannot be read: ${String(error)}`);
  }
  return undefined;
}

async function writing<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw unwritable(`The record of a batch, "${STORE_FOLDER}/${BATCHES_FOLDER}/${name}.json",`, error);
  }
}

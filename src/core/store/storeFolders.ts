import { dirname, join } from 'node:path';
import type { FileOps } from './fileOps.ts';
import { REVIEWS_FOLDER, STORE_FOLDER } from './layout.ts';
import { notAFolder } from './storeErrors.ts';

/** What looking for folders and making them needs. */
interface FolderDeps {
  readonly root: string;
  readonly ops: FileOps;
}

/**
 * Makes the folder `names` below the root, level by level, and syncs the parent of each new one, so that what is
 * stored in it later cannot lose its way. Every level has to be a folder itself: a link may lead out of the workspace.
 * @returns its absolute path
 * @throws PlanReviewError `store-unwritable` where something else stands in the way
 */
export async function makeFolderDurably(deps: FolderDeps, ...names: string[]): Promise<string> {
  let path = deps.root;
  for (const [index, name] of names.entries()) {
    path = join(path, name);
    const isNew = (await deps.ops.kind(path)) === 'missing' && (await deps.ops.makeFolder(path));
    if (isNew) {
      await deps.ops.syncFolder(dirname(path));
    }
    const kind = await deps.ops.kind(path);
    if (kind === 'file' || kind === 'other') {
      throw notAFolder(names.slice(0, index + 1).join('/'), kind);
    }
  }
  return path;
}

/** Whether there is a store at all. Nothing is read through a link: it may lead anywhere. */
export async function isStoreFolder({ root, ops }: FolderDeps): Promise<boolean> {
  const store = join(root, STORE_FOLDER);
  const kinds = [await ops.kind(store), await ops.kind(join(store, REVIEWS_FOLDER))];
  return kinds.every((kind) => kind === 'directory');
}

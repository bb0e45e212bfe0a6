import { dirname, join } from 'node:path';
import type { FileOps } from './fileOps.ts';
import { notAFolder } from './storeErrors.ts';

/** What making a folder needs. */
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

import { join } from 'node:path';
import { GITIGNORE, STORE_FOLDER } from './layout.ts';
import type { StoreDeps } from './storeDeps.ts';
import { writeTemporary } from './writeAtomically.ts';

/**
 * Keeps what is not to be shared out of version control. A file that people have edited stays as it is. `locked` is a folder
 * that the caller has locked.
 */
export async function writeGitignore(locked: string, deps: StoreDeps): Promise<void> {
  const store = join(deps.root, STORE_FOLDER);
  const path = join(store, '.gitignore');
  if ((await deps.ops.kind(path)) !== 'missing') {
    return;
  }
  // The temporary file is made in the locked folder: there, a leftover is known to be nobody's.
  const temporary = await writeTemporary(
    join(locked, '.gitignore'),
    new TextEncoder().encode(GITIGNORE),
    deps,
  );
  await deps.ops.rename(temporary, path);
  await deps.ops.syncFolder(store);
}

import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../base/errors.ts';

/** A list of files is cut here: a larger one helps nobody, and costs memory in proportion. */
export const MOST_FILES = 200_000;

const FOLDERS_AT_A_TIME = 16;

/**
 * Folders that a walk leaves out wherever they are. Without git there are no ignore rules to go by, so only names
 * stand here that tools give to what they install, build or keep for themselves, and that people do not give to
 * folders of their own. `build`, `bin`, `lib`, `vendor` and `env` are missing for that reason: many projects keep
 * sources there.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  // Version control, and what we keep ourselves.
  '.git',
  '.hg',
  '.svn',
  '.jj',
  '.plan-review',
  // Installed.
  'node_modules',
  'bower_components',
  '.venv',
  'venv',
  'site-packages',
  '.yarn',
  '.pnpm-store',
  // Built.
  'dist',
  'target',
  'out',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.output',
  // Caches and reports.
  '__pycache__',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.nox',
  '.gradle',
  '.terraform',
  '.turbo',
  '.parcel-cache',
  '.cache',
  '.nyc_output',
  'coverage',
]);

/** Where to walk: `below` is a folder of the tree under `root`, the empty string for all of it. */
export interface Walk {
  readonly root: string;
  readonly below: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Every file in a folder and the folders in it, sorted, as paths below the root. Links are not followed and not
 * listed. A folder that cannot be read counts as empty.
 */
export async function walkTree({ root, below, signal }: Walk): Promise<string[]> {
  const files: string[] = [];
  const folders = [below];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await entriesOf(join(root, folder))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // In a submodule or a worktree, `.git` is a file.
      if (entry.isFile() && entry.name !== '.git') {
        files.push(path);
      } else if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) {
        folders.push(path);
      }
    }
  };
  while (folders.length > 0 && files.length < MOST_FILES) {
    throwIfCancelled(signal);
    await Promise.all(folders.splice(0, FOLDERS_AT_A_TIME).map(visit));
  }
  return files.sort().slice(0, MOST_FILES);
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

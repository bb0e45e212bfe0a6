import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { throwIfCancelled } from '../base/errors.ts';
import { ignoreRules, type IgnoreFile } from './ignoreRules.ts';
import { normalizeTreePath } from './treePath.ts';

/** Where the ignore rules of a repository stand, apart from the `.gitignore` files of its tree. */
export interface IgnorePlaces {
  /** The absolute path of the working tree. */
  readonly topLevel: string;
  /** Where the folder that paths count from lies in it: empty, or with a slash at its end. */
  readonly prefix: string;
  /** The absolute path of the repository's own `info/exclude`, which need not be there. */
  readonly excludeFile: string;
  /** git's `core.ignoreCase`. */
  readonly ignoresCase: boolean;
}

/** In bytes. */
const LARGEST_FILE = 1024 * 1024;

/**
 * Those of `paths`, which are not there, that the ignore rules of the repository leave out. Of a path behind a link or in
 * another repository, only whether that link or repository is left out is known: other rules count there. The rules are
 * read here, as git reads them, because `check-ignore` costs a process for each plan.
 */
export async function ignoredPaths(
  paths: readonly string[],
  places: IgnorePlaces,
  signal: AbortSignal | undefined,
): Promise<ReadonlySet<string>> {
  const folders = new Map<string, Promise<Folder>>();
  const folderAt = (folder: string): Promise<Folder> => {
    const known = folders.get(folder);
    const asked = known ?? lookAt(folder);
    folders.set(folder, asked);
    return asked;
  };
  const lookAt = async (folder: string): Promise<Folder> => {
    if (folder === '') {
      return await readFolder(places.topLevel, folder);
    }
    const above = await folderAt(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    return above.type === 'open' ? await readFolder(places.topLevel, folder) : above;
  };
  const asked: { readonly path: string; readonly full: string; readonly seam: string | undefined }[] = [];
  for (const path of new Set(paths)) {
    throwIfCancelled(signal);
    const below = normalizeTreePath(path) ?? '';
    if (below !== '') {
      const full = places.prefix + below;
      const folder = await folderAt(full.slice(0, Math.max(0, full.lastIndexOf('/'))));
      asked.push({
        path,
        full: path.endsWith('/') ? `${full}/` : full,
        seam: folder.type === 'seam' ? `${folder.path}/` : undefined,
      });
    }
  }
  const found = await Promise.all(folders.values());
  const isIgnored = ignoreRules(
    [
      ...(await rulesIn(places.excludeFile, '')),
      ...found.flatMap((folder) => (folder.type === 'open' ? folder.rules : [])),
    ],
    places,
  );
  return new Set(asked.flatMap(({ path, full, seam }) => (isIgnored(seam ?? full) ? [path] : [])));
}

/** `seam`: another place, or another repository, begins at `path`. */
type Folder =
  | { readonly type: 'open'; readonly rules: readonly IgnoreFile[] }
  | { readonly type: 'missing' }
  | { readonly type: 'seam'; readonly path: string };

async function readFolder(topLevel: string, folder: string): Promise<Folder> {
  const place = join(topLevel, folder);
  if (folder !== '') {
    const stats = await statsOf(place);
    if (stats?.isSymbolicLink() === true || (await statsOf(join(place, '.git'))) !== undefined) {
      return { type: 'seam', path: folder };
    }
    if (stats?.isDirectory() !== true) {
      return { type: 'missing' };
    }
  }
  return { type: 'open', rules: await rulesIn(join(place, '.gitignore'), folder) };
}

/** The rules of a file, if it is one: git follows no link here either. */
async function rulesIn(path: string, folder: string): Promise<IgnoreFile[]> {
  const stats = await statsOf(path);
  if (stats?.isFile() !== true || stats.size > LARGEST_FILE) {
    return [];
  }
  try {
    return [{ folder, text: await readFile(path, 'utf8') }];
  } catch {
    return [];
  }
}

async function statsOf(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path);
  } catch {
    return undefined;
  }
}

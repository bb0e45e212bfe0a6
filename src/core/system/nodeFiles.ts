import { readFile } from 'node:fs/promises';
import { throwIfCancelled } from '../base/errors.ts';
import type { EntryKind, Files, TreePath } from '../ports/files.ts';
import { lookUpTree, type TreeEntry } from './treeEntries.ts';
import { normalizeTreePath } from './treePath.ts';
import { MOST_FILES, walkTree } from './walkTree.ts';

/** What `createNodeFiles` needs. */
export interface NodeFilesOptions {
  /** The absolute path of the tree's root: the workspace folder or the repository that holds it. */
  readonly root: string;
  /**
   * The project's files by git's account, such as `listFiles` of `createGit`: undefined where there is no git to ask.
   * An entry that ends with `/` is a submodule's folder, whose files are not in the list.
   */
  readonly listTracked?: (signal?: AbortSignal) => Promise<readonly TreePath[] | undefined>;
}

/** So many lookups are under way at a time: enough to keep Node.js's four file threads busy. */
const LOOKUPS_AT_A_TIME = 32;

/** The tree below a folder of this machine. Each question is answered from the disk as it is then. */
export function createNodeFiles(options: NodeFilesOptions): Files {
  return {
    kinds: (paths, signal) => kinds(options.root, paths, signal),
    read: (path, signal) => readText(options.root, path, signal),
    list: (signal) => list(options, signal),
  };
}

async function kinds(
  root: string,
  paths: readonly TreePath[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<TreePath, EntryKind>> {
  const entries = await lookUpTree(root);
  const answers = new Map<TreePath, EntryKind>(paths.map((path) => [path, 'outside']));
  const queue = answers.keys();
  const work = async (): Promise<void> => {
    for (const path of queue) {
      throwIfCancelled(signal);
      const below = normalizeTreePath(path);
      if (below !== undefined) {
        const kind = entries.kindAt(below);
        answers.set(path, kindOf(typeof kind === 'string' ? kind : await kind));
      }
    }
  };
  await Promise.all(Array.from({ length: LOOKUPS_AT_A_TIME }, work));
  return answers;
}

function kindOf(kind: TreeEntry['kind']): EntryKind {
  if (kind === 'special') {
    // A pipe or a device is there, and is no folder: for a plan that names it, it is a file.
    return 'file';
  }
  // Where the system lets nobody look, nobody may say that nothing is there.
  return kind === 'unknown' ? 'outside' : kind;
}

/** The largest file, in bytes, whose text a check may look at. */
const LARGEST_TEXT = 1024 * 1024;

async function readText(
  root: string,
  path: TreePath,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  throwIfCancelled(signal);
  const below = normalizeTreePath(path);
  const entry = below === undefined ? undefined : await (await lookUpTree(root)).at(below);
  if (entry?.kind !== 'file' || entry.size > LARGEST_TEXT) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(entry.real));
  } catch {
    return undefined;
  }
}

async function list(
  { root, listTracked }: NodeFilesOptions,
  signal: AbortSignal | undefined,
): Promise<readonly TreePath[]> {
  throwIfCancelled(signal);
  const tracked = await listTracked?.(signal);
  if (tracked === undefined) {
    return await walkTree({ root, below: '', signal });
  }
  const files = tracked.filter((path) => !path.endsWith('/'));
  for (const path of tracked.filter((entry) => entry.endsWith('/'))) {
    files.push(...(await walkTree({ root, below: path.slice(0, -1), signal })));
  }
  return files.sort().slice(0, MOST_FILES);
}

import type { EntryKind, Files } from '../../../src/core/ports/files.ts';
import { normalizeTreePath } from '../../../src/core/system/treePath.ts';

/** A tree in memory, with what was asked of it. */
export interface MemoryFiles extends Files {
  /** The paths of each call of `kinds`, in order. */
  readonly asked: readonly (readonly string[])[];
}

/**
 * A tree of these files by path; folders are implied, and a path that ends with `/` is an empty folder. Only the
 * paths matter, the contents are for people who read the test.
 */
export function createMemoryFiles(contents: Readonly<Record<string, string>>): MemoryFiles {
  const kinds = new Map<string, EntryKind>([['', 'directory']]);
  for (const path of Object.keys(contents)) {
    const segments = path.split('/');
    for (let end = 1; end < segments.length; end += 1) {
      kinds.set(segments.slice(0, end).join('/'), 'directory');
    }
    if (!path.endsWith('/')) {
      kinds.set(path, 'file');
    }
  }
  const asked: string[][] = [];
  return {
    asked,
    kinds: (paths) => {
      asked.push([...paths]);
      return Promise.resolve(new Map(paths.map((path) => [path, kindOf(path, kinds)])));
    },
    read: (path) => Promise.resolve(contents[path]),
    list: () => Promise.resolve([...kinds.keys()].filter((path) => kinds.get(path) === 'file').sort()),
  };
}

function kindOf(path: string, kinds: ReadonlyMap<string, EntryKind>): EntryKind {
  const below = normalizeTreePath(path);
  return below === undefined ? 'outside' : (kinds.get(below) ?? 'missing');
}

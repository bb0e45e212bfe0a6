import { distance } from 'fastest-levenshtein';
import type { TreePath } from '../ports/files.ts';

/** The files of a tree, arranged for questions about names. */
export interface Tree {
  /** The files and folders whose path ends with `suffix`, whole names only; at most 10. */
  endingWith(suffix: TreePath): readonly TreePath[];
  /** The file most like a path that is not there, or undefined when none is alike. */
  closest(path: TreePath): CloseMatch | undefined;
}

export interface CloseMatch {
  readonly path: TreePath;
  /** Whether the two differ so little that one is a slip of the other. */
  readonly isSlip: boolean;
}

/** Arranges the files of a tree. Takes time in proportion to their number; made only once something is missing. */
export function arrangeTree(files: readonly TreePath[]): Tree {
  const byName = new Map<string, TreePath[]>();
  const folders = new Set<TreePath>();
  for (const file of files) {
    append(byName, nameOf(file), file);
    for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
      const folder = file.slice(0, slash);
      if (folders.has(folder)) {
        break;
      }
      folders.add(folder);
      append(byName, nameOf(folder), folder);
    }
  }
  return {
    endingWith: (suffix) =>
      (byName.get(nameOf(suffix)) ?? [])
        .filter((path) => path === suffix || path.endsWith(`/${suffix}`))
        .slice(0, 10),
    closest: (path) => slip(files, path) ?? sameName(byName, path),
  };
}

/** A path that differs from the one asked for by a letter or two, or by its ending. */
function slip(files: readonly TreePath[], path: TreePath): CloseMatch | undefined {
  const allowed = Math.min(2, Math.floor(nameOf(path).length / 4));
  let best: { path: TreePath; apart: number } | undefined;
  for (const file of files) {
    if (withoutEnding(file) === withoutEnding(path)) {
      return { path: file, isSlip: true };
    }
    if (Math.abs(file.length - path.length) <= allowed && file[0] === path[0]) {
      const apart = distance(file, path);
      if (apart <= allowed && (best === undefined || apart < best.apart)) {
        best = { path: file, apart };
      }
    }
  }
  return best === undefined ? undefined : { path: best.path, isSlip: true };
}

/** The file of the same name whose folders have most in common with those of the path asked for. */
function sameName(byName: ReadonlyMap<string, readonly TreePath[]>, path: TreePath): CloseMatch | undefined {
  const wanted = new Set(path.split('/'));
  let best: { path: TreePath; shared: number } | undefined;
  for (const candidate of byName.get(nameOf(path)) ?? []) {
    const shared = candidate.split('/').filter((part) => wanted.has(part)).length;
    if (best === undefined || shared > best.shared) {
      best = { path: candidate, shared };
    }
  }
  return best === undefined ? undefined : { path: best.path, isSlip: false };
}

function append(map: Map<string, TreePath[]>, key: string, path: TreePath): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [path]);
  } else {
    list.push(path);
  }
}

function nameOf(path: TreePath): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function withoutEnding(path: TreePath): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

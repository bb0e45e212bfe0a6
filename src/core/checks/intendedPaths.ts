import type { TreePath } from '../ports/files.ts';
import { newFolderOf, type Tree } from './tree.ts';

/** What a plan says of the paths that are not there yet. */
export interface IntendedPaths {
  /**
   * Whether the plan makes what stands at a path: the path itself, a folder that it lies in, or something in it, where
   * either may be named by the end of its path alone.
   */
  readonly isCreated: (path: TreePath) => boolean;
  /**
   * Whether the plan leaves open whether it is there: it adds something to it, fills a folder that is not there yet, or says
   * elsewhere that it is an example or not the project's.
   */
  readonly isOpen: (path: TreePath) => boolean;
}

/** Arranges what a plan says it creates, and what it leaves open; both are paths at which nothing stands. */
export function intendedPaths({
  created,
  open,
  tree,
}: {
  readonly created: readonly TreePath[];
  readonly open: readonly TreePath[];
  readonly tree: Tree;
}): IntendedPaths {
  // A name that is the end of a path that is there stands for that one.
  const isNew = (path: TreePath): boolean => tree.endingWith(path).length === 0;
  const news = created.filter(isNew);
  const made = byEnds(news);
  const whole = new Set(news);
  const folders = new Set(news.flatMap(foldersOf));
  const left = byEnds(open.filter(isNew));
  return {
    isCreated: (path) =>
      made(path) ||
      folders.has(path) ||
      foldersOf(path).some((folder) => [folder, ...endsOf(folder)].some((part) => whole.has(part))),
    isOpen: (path) => {
      const folder = newFolderOf(path, tree);
      return left(path) || (folder !== undefined && folders.has(folder));
    },
  };
}

/** Tells whether a path is among these, or one is the end of the other. */
function byEnds(paths: readonly TreePath[]): (path: TreePath) => boolean {
  const whole = new Set(paths);
  const ends = new Set(paths.flatMap(endsOf));
  return (path) => whole.has(path) || ends.has(path) || endsOf(path).some((end) => whole.has(end));
}

/** The folders that a path lies in: `a/b` and `a` for `a/b/c`. */
function foldersOf(path: TreePath): TreePath[] {
  const folders: TreePath[] = [];
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
    folders.push(path.slice(0, slash));
  }
  return folders;
}

/** The ends of a path at whole names: `b/c` and `c` for `a/b/c`. */
function endsOf(path: TreePath): TreePath[] {
  const ends: TreePath[] = [];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
    ends.push(path.slice(slash + 1));
  }
  return ends;
}

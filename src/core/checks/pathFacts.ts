import type { EntryKind, TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';
import type { PathMention } from './pathMention.ts';
import { candidatePaths, linkedPaths, normalizePath, type Places } from './resolvePath.ts';
import { arrangeTree, type Tree } from './tree.ts';

/** What the tree knows of the paths that a plan names. */
export interface PathFacts {
  /** Where each path may lie, likeliest first; empty when it leads out of the tree or stands for others. */
  readonly candidates: (mention: PathMention) => readonly TreePath[];
  readonly kinds: ReadonlyMap<TreePath, EntryKind>;
  /** Whether the plan makes what stands at a path, wherever it says so. */
  readonly isCreated: (path: TreePath) => boolean;
  /** The files of the tree; without any where nothing that the plan names is missing. */
  readonly tree: Tree;
  /** The missing paths that the repository's ignore rules leave out. */
  readonly ignored: ReadonlySet<string>;
  /** A path of the tree as people in the workspace folder write it. */
  readonly shown: (path: TreePath) => string;
}

/** Asks everything that verdicts on paths need, in few questions for any number of paths, once for all checks. */
export const pathFacts = oncePerRun(async (context: CheckContext): Promise<PathFacts> => {
  const { document, workspacePrefix, paths: mentions, files, git, signal } = context;
  const places = { planPath: document.path, workspacePrefix };
  const candidates = new Map(mentions.map((mention) => [mention, readings(mention, places)]));
  const asked = new Set<TreePath>();
  for (const path of [...candidates.values()].flat()) {
    asked.add(path);
    asked.add(path.split('/', 1)[0] ?? path);
  }
  const kinds = asked.size === 0 ? new Map<TreePath, EntryKind>() : await files.kinds([...asked], signal);
  const missing = [...candidates.values()].filter(
    (paths) => paths.length > 0 && paths.every((path) => kinds.get(path) === 'missing'),
  );
  const [tree, ignored] =
    missing.length === 0
      ? [arrangeTree([]), new Set<string>()]
      : await Promise.all([arrangedTree(context), git.ignored([...new Set(missing.flat())], signal)]);
  return {
    candidates: (mention) => candidates.get(mention) ?? [],
    kinds,
    isCreated: creation(
      mentions
        .filter((mention) => mention.intent === 'creates')
        .flatMap((mention) => candidates.get(mention) ?? []),
    ),
    tree,
    ignored,
    shown: (path) => (path.startsWith(workspacePrefix) ? path.slice(workspacePrefix.length) : path),
  };
});

/**
 * The files that a path may mean: those at the places it counts from, else the one whose path ends with it. Several
 * where nobody can tell.
 */
export function namedFiles(facts: PathFacts, mention: PathMention): readonly TreePath[] {
  const present = facts.candidates(mention).filter((path) => facts.kinds.get(path) === 'file');
  if (present.length > 0 || mention.shape.type !== 'path' || mention.isLink) {
    return present;
  }
  const suffix = normalizePath(mention.shape.path);
  return suffix === null || suffix === '' ? [] : facts.tree.endingWith(suffix);
}

/** The tree's files, listed once for all checks. */
export const treeFiles = oncePerRun(({ files, signal }: CheckContext) => files.list(signal));

/** The tree's files, arranged once for all checks. */
export const arrangedTree = oncePerRun(async (context: CheckContext) =>
  arrangeTree(await treeFiles(context)),
);

function readings({ shape, isLink }: PathMention, places: Places): TreePath[] {
  if (shape.type !== 'path' && shape.type !== 'maybe') {
    return [];
  }
  return isLink ? linkedPaths(shape.path, places) : candidatePaths(shape.path, places);
}

/**
 * Tells whether the plan makes what stands at a path: the path itself, a folder that it lies in, or something in it,
 * where either may be named by the end of its path alone.
 */
function creation(created: readonly TreePath[]): (path: TreePath) => boolean {
  const paths = new Set(created);
  const folders = new Set(created.flatMap(foldersOf));
  const ends = new Set(created.flatMap(endsOf));
  return (path) =>
    folders.has(path) ||
    ends.has(path) ||
    [path, ...foldersOf(path), ...endsOf(path)].some((part) => paths.has(part));
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

import { normalizePath } from '../base/normalizePath.ts';
import type { EntryKind, TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { intendedPaths, type IntendedPaths } from './intendedPaths.ts';
import { oncePerRun } from './oncePerRun.ts';
import type { PathMention } from './pathMention.ts';
import { candidatePaths, linkedPaths, rootedPaths, type Places } from './resolvePath.ts';
import { arrangeTree, type Tree } from './tree.ts';

/** What the tree knows of the paths that a plan names. */
export interface PathFacts extends IntendedPaths {
  /** Where each path may lie, likeliest first; empty when it leads out of the tree or stands for others. */
  readonly candidates: (mention: PathMention) => readonly TreePath[];
  /** Whether it is there without its first folder, which is not: `project/src/a.ts`, seen from the folder above. */
  readonly countsFromAbove: (mention: PathMention) => boolean;
  /** Those of them that count from a root, as `rootedPaths` says. */
  readonly rooted: (mention: PathMention) => readonly TreePath[];
  /** Whether a word that may be a path begins with a folder that is there: `src/app` does, `and/or` does not. */
  readonly startsInTree: (mention: PathMention) => boolean;
  readonly kinds: ReadonlyMap<TreePath, EntryKind>;
  /** The files of the tree; without any where nothing that the plan names is missing. */
  readonly tree: Tree;
  /** The missing paths that the repository's ignore rules leave out. */
  readonly ignored: ReadonlySet<string>;
  /** A path of the tree as people in the workspace folder write it. */
  readonly shown: (path: TreePath) => string;
}

/** Asks everything that verdicts on paths need, in few questions for any number of paths, once for all checks. */
export const pathFacts = oncePerRun(async (context: CheckContext): Promise<PathFacts> => {
  const { document, workspacePrefix, paths: mentions, files, signal } = context;
  const places = { planPath: document.path, workspacePrefix };
  const readingsOf = oncePerSpelling((mention) => readings(mention, places));
  const candidates = new Map(mentions.map((mention) => [mention, readingsOf(mention)]));
  const asked = new Set<TreePath>();
  const firstFolders = new Map(mentions.map((mention) => [mention, firstFolder(mention, places)]));
  for (const path of [...candidates.values(), ...firstFolders.values()].flat()) {
    asked.add(path);
  }
  const kinds = asked.size === 0 ? new Map<TreePath, EntryKind>() : await files.kinds([...asked], signal);
  const missing = new Set(
    [...candidates.values()].filter(
      (paths) => paths.length > 0 && paths.every((path) => kinds.get(path) === 'missing'),
    ),
  );
  const [tree, ignored] =
    missing.size === 0
      ? [arrangeTree([]), new Set<string>()]
      : await Promise.all([arrangedTree(context), ignoredPaths(context, candidates, missing)]);
  const missingOf = (fits: (mention: PathMention) => boolean): TreePath[] =>
    mentions.filter(fits).flatMap((mention) => {
      const isMissing = missing.has(candidates.get(mention) ?? []);
      return isMissing && 'path' in mention.shape ? rootedPaths(mention.shape.path, places) : [];
    });
  const intended = intendedPaths({
    created: missingOf(({ intent }) => intent === 'creates'),
    open: missingOf(
      ({ intent, isFirm }) =>
        (intent === 'modifies' && !isFirm) || intent === 'external' || intent === 'example',
    ),
    tree,
  });
  return {
    candidates: (mention) => candidates.get(mention) ?? [],
    countsFromAbove: ({ shape }) => {
      const path = 'path' in shape ? shape.path : '';
      const slash = path.indexOf('/');
      const rest = path.slice(slash + 1);
      return slash > 0 && !tree.hasFolder(path.slice(0, slash)) && tree.endingWith(rest).includes(rest);
    },
    rooted: ({ shape }) => ('path' in shape ? rootedPaths(shape.path, places) : []),
    startsInTree: (mention) =>
      firstFolders.get(mention)?.some((folder) => kinds.get(folder) === 'directory') === true,
    kinds,
    ...intended,
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

/** A plan names the same few files over and over. Mentions that are spelled the same share one list. */
function oncePerSpelling(
  read: (mention: PathMention) => readonly TreePath[],
): (mention: PathMention) => readonly TreePath[] {
  const known = new Map<string, readonly TreePath[]>();
  return (mention) => {
    const { shape, isLink } = mention;
    const key = `${isLink} ${shape.type} ${'path' in shape ? shape.path : ''}`;
    const before = known.get(key);
    const paths = before ?? read(mention);
    if (before === undefined) {
      known.set(key, paths);
    }
    return paths;
  };
}

function readings({ shape, isLink }: PathMention, places: Places): TreePath[] {
  if (shape.type !== 'path' && shape.type !== 'maybe') {
    return [];
  }
  return isLink ? linkedPaths(shape.path, places) : candidatePaths(shape.path, places);
}

/** Where the first folder may lie of a word that may be a path, and of a path that begins outside the plan's folder. */
function firstFolder({ shape, isLink }: PathMention, places: Places): TreePath[] {
  const path = (shape.type === 'maybe' || shape.type === 'path') && !isLink ? shape.path : '';
  const folder = (shape.type === 'maybe' ? /^[^/]+(?=\/)/ : /^(?:\.\.\/)+[^/]+(?=\/)/).exec(path)?.[0];
  return folder === undefined ? [] : candidatePaths(folder, places);
}

/** A folder is asked about as one, because rules such as `build/` are for folders alone. */
async function ignoredPaths(
  { git, paths: mentions, signal }: CheckContext,
  candidates: ReadonlyMap<PathMention, readonly TreePath[]>,
  missing: ReadonlySet<readonly TreePath[]>,
): Promise<ReadonlySet<TreePath>> {
  const asked = mentions.flatMap((mention) => {
    const paths = candidates.get(mention) ?? [];
    const isFolder = mention.shape.type === 'path' && mention.shape.isDirectory;
    return missing.has(paths) ? paths.map((path) => (isFolder ? `${path}/` : path)) : [];
  });
  const ignored = asked.length === 0 ? [] : await git.ignored([...new Set(asked)], signal);
  return new Set([...ignored].map((path) => path.replace(/\/$/, '')));
}

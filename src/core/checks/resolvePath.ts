import { normalizePath } from '../base/normalizePath.ts';
import type { TreePath } from '../ports/files.ts';

/** What a path in a plan may count from. */
export interface Places {
  /** The plan's path, relative to the workspace folder. */
  readonly planPath: string;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
}

/**
 * Where a path that a plan names may lie in the tree, likeliest first: below the workspace folder, below the
 * repository's root, beside the plan. Empty when every reading leads out of the tree.
 */
export function candidatePaths(path: string, places: Places): TreePath[] {
  return within([places.workspacePrefix + path, path, planFolder(places) + path]);
}

/**
 * Where a path may lie that a plan makes, or takes for granted without its being there: below a root, unless it is written
 * as counting from the plan. Beside a plan there are few folders, so that any path could be one still to be made.
 */
export function rootedPaths(path: string, places: Places): TreePath[] {
  return /^\.{1,2}\//.test(path)
    ? candidatePaths(path, places)
    : within([places.workspacePrefix + path, path]);
}

/**
 * Where the target of a link may lie: beside the plan, as Markdown has it, or below a root when it begins with a slash.
 * Sites made from Markdown leave `.md` out, or write `.html`, or link to a folder's index. Cursor opens what its own plans link to
 * from the root.
 */
export function linkedPaths(target: string, places: Places): TreePath[] {
  const isOfCursor = places.planPath.startsWith('.cursor/') && !target.startsWith('.');
  const roots = [
    ...(target.startsWith('/') ? [] : [planFolder(places)]),
    ...(target.startsWith('/') || isOfCursor ? [places.workspacePrefix, ''] : []),
  ];
  const spellings = /\.html?$/i.test(target)
    ? [target, target.replace(/html?$/i, 'md')]
    : /(?:^|\/)[^/.]+$/.test(target)
      ? [target, `${target}.md`, `${target}.mdx`]
      : [target];
  return within(roots.flatMap((root) => spellings.map((spelling) => `${root}${spelling}`)));
}

/** The folder of the plan, with a slash at its end. */
function planFolder({ planPath, workspacePrefix }: Places): string {
  return workspacePrefix + planPath.slice(0, planPath.lastIndexOf('/') + 1);
}

function within(readings: readonly string[]): TreePath[] {
  const paths = readings.flatMap((reading) => normalizePath(reading) ?? []);
  return [...new Set(paths.filter((candidate) => candidate !== ''))];
}

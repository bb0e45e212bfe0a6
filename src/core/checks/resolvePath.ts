import type { TreePath } from '../ports/files.ts';

/** A path of the tree, or null when the name leads out of it. */
export function normalizePath(path: string): TreePath | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) {
        return null;
      }
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

/**
 * Where a path that a plan names may lie in the tree, likeliest first: below the workspace folder, below the
 * repository's root, beside the plan. Empty when every reading leads out of the tree.
 */
export function candidatePaths(
  path: string,
  places: { planPath: string; workspacePrefix: string },
): TreePath[] {
  const planFolder = places.planPath.slice(0, places.planPath.lastIndexOf('/') + 1);
  const readings = [places.workspacePrefix + path, path, places.workspacePrefix + planFolder + path];
  const paths = readings.flatMap((reading) => normalizePath(reading) ?? []);
  return [...new Set(paths.filter((candidate) => candidate !== ''))];
}

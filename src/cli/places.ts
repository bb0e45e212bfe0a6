import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CliContext } from './context.ts';

/** The folder that other programs count the files of a workspace from. */
export interface Base {
  readonly folder: string;
  /** The folder as a `file:` address with a slash at its end. */
  readonly address: string;
}

/**
 * For a runner of GitHub Actions its checkout, else the repository that holds the workspace folder, else that folder:
 * annotations and code scanning count paths from the repository's root.
 */
export function baseOf(root: string, environment: CliContext['environment']): Base {
  const checkout = environment['GITHUB_WORKSPACE'];
  const folder =
    checkout !== undefined && isAbsolute(checkout) && isBelow(checkout, root)
      ? checkout
      : (repositoryAbove(root) ?? root);
  return { folder, address: pathToFileURL(join(folder, sep)).href };
}

/** A file below `root` as it is called from the base, with forward slashes. */
export function fileFrom(base: Base, root: string, path: string): string {
  const file = relative(base.folder, join(root, path)).split(sep).join('/');
  return file === '' || file.startsWith('../') ? path : file;
}

function repositoryAbove(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      return folder;
    }
    if (folder === dirname(folder)) {
      return undefined;
    }
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

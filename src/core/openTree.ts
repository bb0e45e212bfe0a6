import { relative, sep } from 'node:path';
import type { Logger } from './ports/logger.ts';
import { createGit, type SystemGit } from './system/git.ts';
import { createNodeFiles } from './system/nodeFiles.ts';

/** The files and the history that plans of a workspace folder speak about. */
export interface Tree {
  readonly files: ReturnType<typeof createNodeFiles>;
  readonly git: SystemGit;
  /** Where the workspace folder lies below the tree's root: empty, or with a slash at its end. */
  readonly workspacePrefix: string;
}

/** What opening a tree needs. */
export interface TreeOptions {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly isTrusted: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
}

/**
 * The tree is the repository that holds the workspace folder, or that folder alone. A repository, once found, is not
 * looked for again; where there is none, one may be made any time.
 */
export function openTree({ root, isTrusted, environment, logger }: TreeOptions): () => Promise<Tree> {
  const gitAt = (folder: string): SystemGit =>
    createGit({
      root: folder,
      isTrusted,
      environment,
      ...(logger === undefined ? {} : { logger }),
    });
  const atRoot = gitAt(root);
  let found: Tree | undefined;
  return async () => {
    if (found !== undefined) {
      return found;
    }
    const topLevel = await atRoot.topLevel();
    const git = topLevel === undefined ? atRoot : gitAt(topLevel);
    const below = topLevel === undefined ? '' : relative(topLevel, root).split(sep).join('/');
    const tree: Tree = {
      files: createNodeFiles({ root: topLevel ?? root, listTracked: (signal) => git.listFiles(signal) }),
      git,
      workspacePrefix: below === '' ? '' : `${below}/`,
    };
    if (topLevel !== undefined) {
      found = tree;
    }
    return tree;
  };
}

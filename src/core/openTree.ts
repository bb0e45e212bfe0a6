import { relative, sep } from 'node:path';
import type { Git } from './ports/git.ts';
import type { Logger } from './ports/logger.ts';
import type { WorkHistory } from './ports/workHistory.ts';
import { createGit, type SystemGit } from './system/git.ts';
import { createWorkHistory } from './system/gitWork.ts';
import { createNodeFiles } from './system/nodeFiles.ts';

/** The files and the history that plans of a workspace folder speak about. */
export interface Tree {
  readonly files: ReturnType<typeof createNodeFiles>;
  /** Asks afresh each time. */
  readonly git: SystemGit;
  /** What was done since a commit. */
  readonly history: WorkHistory;
  /** Tells of the repository and its refs what they were when the tree was opened; for one check, no longer. */
  readonly seen: Git;
  /** The absolute path of the tree's root. */
  readonly place: string;
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
 * The tree is the repository that holds the workspace folder, or that folder alone. Each opening looks anew, with one process:
 * a repository may be made, moved or taken away any time.
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
  const sameList = sameListAsBefore();
  return async () => {
    const { topLevel, git: seen } = await atRoot.look();
    const git = topLevel === undefined ? atRoot : gitAt(topLevel);
    const place = topLevel ?? root;
    const below = relative(place, root).split(sep).join('/');
    const files = createNodeFiles({ root: place, listTracked: (signal) => git.listFiles(signal) });
    return {
      files: { ...files, list: async (signal) => sameList(await files.list(signal)) },
      git,
      history: createWorkHistory({ root: place, isTrusted, environment }),
      seen,
      place,
      workspacePrefix: below === '' ? '' : `${below}/`,
    };
  };
}

/** Gives the list of before for one that is the same, because what was arranged from a list is kept with it. */
function sameListAsBefore(): (list: readonly string[]) => readonly string[] {
  let before: readonly string[] = [];
  return (list) => {
    const isSame = list.length === before.length && list.every((path, index) => path === before[index]);
    before = isSame ? before : list;
    return before;
  };
}

import type { Files, PlanFiles, TreePath } from './files.ts';
import type { Git, NoRepository } from './git.ts';

/** A commit that HEAD's history has. */
export interface PastCommit {
  /** The full hash. */
  readonly hash: string;
  /** When it was committed: ISO 8601 with the committer's time zone. */
  readonly time: string;
}

/** A path that came to be, and in which commit. */
export interface Arrival {
  readonly path: TreePath;
  /** The path it had before, where the commit renamed it. */
  readonly from?: TreePath;
  readonly commit: PastCommit;
}

/** The tree of a past commit, to be asked like that of today. What only the present knows (branches, tags) is left open. */
export interface PastTree {
  readonly files: Files;
  readonly planFiles: PlanFiles;
  readonly git: Git;
}

/** The history of a repository from its first commits to HEAD. Nothing is checked out: all is read from its objects. */
export interface CommitHistory {
  readonly head: PastCommit;
  /** How many commits there are. */
  readonly size: number;
  /** Every time that a path came to be, in an order in which no commit stands before its parents. */
  readonly arrivals: readonly Arrival[];
  /** The commits in which something came to be at `path` (for a folder: in it), by a new file or a renamed one. */
  arrivalsOf(path: TreePath): readonly PastCommit[];
  /** Every path, of files and of folders, whose last name is `name`, whenever it was there. */
  pathsNamed(name: string): readonly TreePath[];
  /** Whether `commit` was unknown to whoever made `earlier`: it is neither that commit nor one of its ancestors. */
  isNews(commit: PastCommit, earlier: PastCommit): boolean;
  /** The tree of a commit of this history, with what the commit took away. */
  treeAt(commit: PastCommit): PastTree;
  /** The same, with what the commit changed as it was before; undefined for a first commit. */
  treeBefore(commit: PastCommit): PastTree | undefined;
  /** Ends what runs to answer questions. None may be asked afterwards. */
  close(): void;
}

/**
 * Why there is no history to read. `no-commits`: nothing was committed yet. `cut-off`: a shallow or partial clone
 * lacks a part of it. `unreadable`: git gave up, or the history is longer than can be read.
 */
export type NoHistory = NoRepository | 'no-commits' | 'cut-off' | 'unreadable';

export type HistoryAnswer =
  | { readonly available: true; readonly history: CommitHistory }
  | { readonly available: false; readonly reason: NoHistory };

/** Opens the history of the repository that holds the workspace folder. */
export type OpenHistory = (signal?: AbortSignal) => Promise<HistoryAnswer>;

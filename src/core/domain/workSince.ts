/** A path below the repository's top folder, with forward slashes. */
type RepositoryPath = string;

/** What became of a file. */
export type FileChange = 'created' | 'modified' | 'removed';

/** A file of the repository that is not what it was. */
export interface ChangedFile {
  /** Below the repository's top folder. */
  readonly path: RepositoryPath;
  readonly change: FileChange;
}

/** A commit that was made since another one. */
export interface CommitSince {
  readonly hash: string;
  /** ISO 8601. */
  readonly time: string;
  readonly author: string;
  readonly message: string;
  readonly changes: readonly ChangedFile[];
  /** Whether only the plan's branch has it, and not the branch that work is merged into. */
  readonly isOnBranchAlone: boolean;
}

/**
 * How the plan's branch stands to what is checked out. `unnamed`: the plan names none. `elsewhere`: it is there, holds commits that
 * HEAD has not, and is not checked out.
 */
export type BranchState = 'unnamed' | 'missing' | 'checked-out' | 'merged' | 'elsewhere';

/** What was done since a commit. */
export interface WorkSince {
  readonly branchState: BranchState;
  /** The commit that was looked at: HEAD, or the tip of a branch that is not checked out. */
  readonly tip: string;
  /** The branch whose state was looked at; null for a detached HEAD. */
  readonly branch: string | null;
  /** Whether what is not committed yet was looked at too: it belongs to what is checked out. */
  readonly hasWorkingTree: boolean;
  /** What differs between the commit and the state that was looked at, by path. */
  readonly changes: readonly ChangedFile[];
  /** The paths among them that differ from the latest commit as well, or that no commit has. */
  readonly uncommitted: ReadonlySet<RepositoryPath>;
  /** Newest first; merges are left out. */
  readonly commits: readonly CommitSince[];
  /** Whether `commits` are all there are. */
  readonly isWhole: boolean;
}

import type { ChangedFile, WorkSince } from '../domain/workSince.ts';
import type { TreePath } from './files.ts';

/** The commit that brought a file into the repository, under whatever name it had then. */
export interface FileArrival {
  /** The full hash. */
  readonly commit: string;
  /** Its first parent; null for the first commit of a history. */
  readonly parent: string | null;
  /** Every path that the commit added. */
  readonly added: readonly TreePath[];
}

/** How one file differs, as a unified diff. */
export interface FileDiff extends ChangedFile {
  readonly text: string;
}

/**
 * What was done to a repository since a commit. Every answer comes from reading, as with `Git`: no hook, filter, monitor or
 * diff program of the repository runs, nothing is fetched or written, and no text of a plan becomes an argument.
 */
export interface WorkHistory {
  /**
   * The commit that brought the file at `path`; `uncommitted` where none has it; undefined where git cannot tell: no trust, no
   * git, a history that was cut off.
   */
  arrivalOf(path: TreePath, signal?: AbortSignal): Promise<FileArrival | 'uncommitted' | undefined>;

  /** The full hash of the commit that 4 to 64 hexadecimal digits name; undefined where they name none, or several. */
  commitNamed(hash: string, signal?: AbortSignal): Promise<string | undefined>;

  /**
   * What was done since a commit, which is given by its full hash; null stands for the time before the first one. Where `branch` is
   * there and not merged, its state is looked at, and what is checked out otherwise. Undefined where git cannot tell.
   */
  since(
    from: string | null,
    branch: string | undefined,
    signal?: AbortSignal,
  ): Promise<WorkSince | undefined>;

  /** How the files differ between a commit and the state that `work` looked at; files that no commit knows are left out. */
  diffs(
    from: string | null,
    work: Pick<WorkSince, 'tip' | 'hasWorkingTree'>,
    signal?: AbortSignal,
  ): Promise<readonly FileDiff[] | undefined>;

  /** Every file of a commit, which is given by its full hash; undefined where git cannot tell. */
  filesAt(commit: string, signal?: AbortSignal): Promise<ReadonlySet<TreePath> | undefined>;
}

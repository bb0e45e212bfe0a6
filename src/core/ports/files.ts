import type { Revision } from '../domain/plan.ts';

/**
 * A path below the tree's root with forward slashes and no leading `./`, such as `src/app.ts`.
 * The root itself is the empty string.
 */
export type TreePath = string;

/**
 * What stands at a path. `outside`: nobody looked, because the path, or a link on its way, leaves the tree, or the
 * system does not let us in.
 */
export type EntryKind = 'file' | 'directory' | 'missing' | 'outside';

/**
 * The files that a plan speaks about: those below the workspace folder, or below the repository that holds it.
 * Nothing outside that root is ever read, through whatever link or `..`.
 */
export interface Files {
  /** Tells for each of `paths` what stands there. Every path given is a key of the answer. */
  kinds(paths: readonly TreePath[], signal?: AbortSignal): Promise<ReadonlyMap<TreePath, EntryKind>>;

  /**
   * The text of the file at `path`, or undefined where there is none that can be read as text: missing, outside, a
   * folder, not UTF-8, or larger than 1 MiB.
   */
  read(path: TreePath, signal?: AbortSignal): Promise<string | undefined>;

  /**
   * Every file below the root that belongs to the project, sorted; folders are implied. Installed, generated and
   * version-control folders are left out. At most 200,000 paths; a larger tree is cut there.
   */
  list(signal?: AbortSignal): Promise<readonly TreePath[]>;
}

/** Reads plans. Apart from `Files`, because a plan is read whole while the tree is only asked about. */
export interface PlanFiles {
  /**
   * The bytes of the plan at `path`, relative to the workspace folder.
   * @throws PlanReviewError with a `plan-…` code when there is nothing there that can be a plan.
   */
  read(path: string): Promise<Uint8Array>;
}

/** Changes plans, which only the command line does: an editor has an undo of its own. */
export interface PlanWriter {
  /**
   * Puts `bytes` in the place of the plan at `path`, whole or not at all, unless it is not what `seen` names any more.
   * @throws PlanReviewError `plan-changed`; `plan-unwritable`; otherwise as `PlanFiles.read`.
   */
  replace(path: string, change: { readonly seen: Revision; readonly bytes: Uint8Array }): Promise<void>;
}

import type { CancelledTask, StoredAttempt, TaskMetadata } from '../domain/task.ts';

/** A file of a task's folder and the SHA-256 of its bytes. */
export interface TaskFile {
  readonly path: string;
  readonly sha256: string;
}

/** What is stored of a task; `cancelled` where a call for it was stopped on the way. */
export type StoredTask = { readonly cancelled?: CancelledTask } & (
  | { readonly state: 'absent' }
  /** It was answered, once or twice, and not ended: the process is gone, or the round was cancelled. */
  | {
      readonly state: 'unfinished';
      readonly attempts: readonly { readonly attempt: StoredAttempt; readonly file: TaskFile }[];
    }
  /** Its files contradict each other, or lead out of its folder; `problem` says how. It has to be run again. */
  | { readonly state: 'inconsistent'; readonly problem: string }
  | {
      readonly state: 'ended';
      readonly metadata: TaskMetadata;
      /** What `validated-output.json` holds, verified by its hash; undefined unless the task succeeded. */
      readonly output: unknown;
    }
);

/**
 * The tasks of one unfinished round: `tasks/<task-id>/`. Only the holder of the round's lock writes, and what it wrote
 * stands on the disk before the promise is fulfilled.
 */
export interface TaskStore {
  /** Reads a task back and verifies it. Never throws for what is on disk. */
  read(id: string): Promise<StoredTask>;
  /**
   * Stores a raw answer as `initial.json` or `retry.json` as soon as it is there: it has been paid for. An initial one
   * begins the task anew; what stood there of an earlier run is removed.
   * @throws PlanReviewError `store-unwritable`; `store-busy` where another process has taken over the review.
   */
  storeAttempt(id: string, attempt: StoredAttempt): Promise<TaskFile>;
  /**
   * Stores what a task that is cancelled had been charged by then, as `cancelled.json`. It goes when the task
   * ends.
   * @throws PlanReviewError `store-unwritable`; `store-busy`.
   */
  storeCancelled(id: string, cancelled: CancelledTask): Promise<void>;
  /**
   * Ends a task: `validated-output.json` where it succeeded, then `metadata.json`, last. Attempts that `metadata` does
   * not name are removed.
   * @throws PlanReviewError `store-unwritable`; `store-busy`. The task then has not ended.
   */
  end(metadata: Omit<TaskMetadata, 'output'>, output: unknown): Promise<TaskMetadata>;
  /** Tasks that ended, in the order in which they did. */
  list(): Promise<readonly TaskMetadata[]>;
  /**
   * What all tasks have cost so far, in US dollars: those that ended, and those that were answered or cancelled and did not. A cost
   * that is not known counts as nothing.
   */
  spentUsd(): Promise<number>;
}

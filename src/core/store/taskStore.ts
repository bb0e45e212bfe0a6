import { join } from 'node:path';
import { sha256 } from '../base/hash.ts';
import {
  TASK_SCHEMA_VERSION,
  cancelledTaskSchema,
  storedAttemptSchema,
  taskIdSchema,
  taskMetadataSchema,
  taskOutputSchema,
  type CancelledTask,
  type StoredAttempt,
  type TaskMetadata,
} from '../domain/task.ts';
import type { StoredTask, TaskFile, TaskStore } from '../ports/taskStore.ts';
import { toJsonBytes } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import {
  attemptFile,
  TASK_CANCELLED_FILE,
  TASK_METADATA_FILE,
  TASK_OUTPUT_FILE,
  TASKS_FOLDER,
} from './layout.ts';
import type { RoundFolder } from './readRound.ts';
import { unwritable } from './storeErrors.ts';
import { attemptLabels, readTask, type TaskFolder } from './taskFiles.ts';
import { writeAtomically, type WriteDeps } from './writeAtomically.ts';

/** What the tasks of a round are stored with. */
export interface TaskStoreDeps extends WriteDeps {
  /** The folder of the tasks below the round's; `tasks` where left out. */
  readonly below?: string;
  /** Makes `tasks/<id>` where it is missing; refuses a link in the place of a folder. */
  readonly makeFolder: (id: string) => Promise<void>;
  /** @throws PlanReviewError `store-busy` when this process no longer holds the review. */
  readonly expectHeld: () => Promise<void>;
}

/** The tasks in a folder of a round. */
export function createTaskStore(round: RoundFolder, deps: TaskStoreDeps): TaskStore {
  const { below = TASKS_FOLDER } = deps;
  return {
    read: (id) => readTask(taskFolder(round, id, below), deps.ops),
    storeAttempt: (id, attempt) =>
      writing(round, id, () => storeAttempt(taskFolder(round, id, below), attempt, deps)),
    storeCancelled: (id, cancelled) =>
      writing(round, id, () => storeCancelled(taskFolder(round, id, below), cancelled, deps)),
    end: (metadata, output) =>
      writing(round, metadata.id, () =>
        end(taskFolder(round, metadata.id, below), { metadata, output }, deps),
      ),
    list: async () => endedOf(await readTasks(round, deps.ops, below)).map(({ metadata }) => metadata),
    spentUsd: async () => spentOn(await readTasks(round, deps.ops, below)),
  };
}

/** The tasks of a round that ended, in the order in which they did. */
export async function listTasks(round: RoundFolder, ops: FileOps): Promise<readonly TaskMetadata[]> {
  return endedOf(await readTasks(round, ops)).map(({ metadata }) => metadata);
}

/** The tasks that ended, in the order in which they did. */
export function endedOf(tasks: readonly StoredTask[]): readonly (StoredTask & { readonly state: 'ended' })[] {
  const order = ({ metadata }: StoredTask & { readonly state: 'ended' }): string =>
    `${metadata.completedAt} ${metadata.id}`;
  return tasks
    .flatMap((task) => (task.state === 'ended' ? [task] : []))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function spentOn(tasks: readonly StoredTask[]): number {
  const costs = tasks.map((task) => {
    // Each attempt counts the calls before it, so the last one counts all.
    const last = task.state === 'unfinished' ? task.attempts.at(-1)?.attempt : undefined;
    const told = task.state === 'ended' ? task.metadata : last;
    const { cancelled } = task;
    // A cancellation counts the calls before it too, and an answer behind it counts those of the cancellation.
    const isLater = (cancelled?.calls.length ?? 0) > (told?.calls.length ?? 0);
    return (isLater ? cancelled : told)?.costUsd ?? 0;
  });
  return costs.reduce((sum, cost) => sum + cost, 0);
}

/** Every task that a folder of a round has something of. */
export async function readTasks(
  round: RoundFolder,
  ops: FileOps,
  below = TASKS_FOLDER,
): Promise<readonly StoredTask[]> {
  const ids = await taskIds(round, ops, below);
  return Promise.all(ids.map((id) => readTask(taskFolder(round, id, below), ops)));
}

/** Every file of the tasks that ended, by its path below the round's folder, with its hash. */
export async function taskArtifacts(
  round: RoundFolder,
  ops: FileOps,
): Promise<{ readonly path: string; readonly sha256: string }[]> {
  const files: { path: string; sha256: string }[] = [];
  for (const { id, attempts, output } of await listTasks(round, ops)) {
    const metadata = await ops.read(join(taskFolder(round, id, TASKS_FOLDER).path, TASK_METADATA_FILE));
    const own = [
      ...attempts.flatMap((attempt) => attempt.output ?? []),
      ...(output === undefined ? [] : [output]),
      ...(metadata === undefined ? [] : [{ path: TASK_METADATA_FILE, sha256: sha256(metadata) }]),
    ];
    files.push(...own.map((file) => ({ ...file, path: `${TASKS_FOLDER}/${id}/${file.path}` })));
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The ids of the tasks that a folder of a round has something of. */
export async function taskIds(round: RoundFolder, ops: FileOps, tasks = TASKS_FOLDER): Promise<string[]> {
  const folder = join(round.path, tasks);
  if ((await ops.kind(folder)) !== 'directory') {
    return [];
  }
  return (await ops.names(folder)).filter((name) => taskIdSchema.safeParse(name).success);
}

function taskFolder(round: RoundFolder, id: string, below: string): TaskFolder {
  const name = taskIdSchema.parse(id);
  return { id: name, path: join(round.path, below, name), shown: `${round.shown}/${below}/${name}` };
}

async function writing<T>(round: RoundFolder, id: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw unwritable(`The task "${id}" of round ${round.number}`, error);
  }
}

async function storeAttempt(
  folder: TaskFolder,
  attempt: StoredAttempt,
  deps: TaskStoreDeps,
): Promise<TaskFile> {
  const bytes = toJsonBytes(storedAttemptSchema.parse(attempt));
  await deps.expectHeld();
  await deps.makeFolder(folder.id);
  if (attempt.label === 'initial') {
    await removeFiles(folder, new Set([TASK_CANCELLED_FILE]), deps);
  }
  const path = attemptFile(attempt.label);
  await writeAtomically(join(folder.path, path), bytes, deps);
  await deps.ops.syncFolder(folder.path);
  return { path, sha256: sha256(bytes) };
}

async function storeCancelled(
  folder: TaskFolder,
  cancelled: CancelledTask,
  deps: TaskStoreDeps,
): Promise<void> {
  const bytes = toJsonBytes(cancelledTaskSchema.parse(cancelled));
  await deps.expectHeld();
  await deps.makeFolder(folder.id);
  await writeAtomically(join(folder.path, TASK_CANCELLED_FILE), bytes, deps);
  await deps.ops.syncFolder(folder.path);
}

async function end(
  folder: TaskFolder,
  ended: { readonly metadata: Omit<TaskMetadata, 'output'>; readonly output: unknown },
  deps: TaskStoreDeps,
): Promise<TaskMetadata> {
  const { status, attempts } = ended.metadata;
  const output =
    status === 'succeeded'
      ? toJsonBytes(
          taskOutputSchema.parse({
            schemaVersion: TASK_SCHEMA_VERSION,
            task: folder.id,
            output: ended.output,
          }),
        )
      : undefined;
  const metadata = taskMetadataSchema.parse({
    ...ended.metadata,
    ...(output === undefined ? {} : { output: { path: TASK_OUTPUT_FILE, sha256: sha256(output) } }),
  });
  await deps.expectHeld();
  await deps.makeFolder(folder.id);
  await removeFiles(folder, new Set(attempts.map(({ label }) => attemptFile(label))), deps);
  if (output !== undefined) {
    await writeAtomically(join(folder.path, TASK_OUTPUT_FILE), output, deps);
    await deps.ops.syncFolder(folder.path);
  }
  await writeAtomically(join(folder.path, TASK_METADATA_FILE), toJsonBytes(metadata), deps);
  await deps.ops.syncFolder(folder.path);
  return metadata;
}

/**
 * Removes what an earlier run of the task has left, but for `kept`. Its metadata goes last: as long as it stands there
 * and names a file that is gone, the task is inconsistent, and none of its attempts is taken for one of the run that
 * begins.
 */
async function removeFiles(
  folder: TaskFolder,
  kept: ReadonlySet<string>,
  deps: TaskStoreDeps,
): Promise<void> {
  const others = [
    TASK_CANCELLED_FILE,
    TASK_OUTPUT_FILE,
    ...attemptLabels.map(attemptFile).toReversed(),
    TASK_METADATA_FILE,
  ];
  const standing = new Set(await deps.ops.names(folder.path));
  for (const name of others.filter((other) => standing.has(other) && !kept.has(other))) {
    await deps.ops.remove(join(folder.path, name));
  }
}

import { dirname, join } from 'node:path';
import type { z } from 'zod';
import { sha256 } from '../base/hash.ts';
import {
  cancelledTaskSchema,
  storedAttemptSchema,
  TASK_SCHEMA_VERSION,
  taskMetadataSchema,
  taskOutputSchema,
  type AttemptLabel,
  type StoredAttempt,
  type TaskMetadata,
} from '../domain/task.ts';
import type { StoredTask, TaskFile } from '../ports/taskStore.ts';
import { parseArtifact } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { attemptFile, TASK_CANCELLED_FILE, TASK_METADATA_FILE, TASK_OUTPUT_FILE } from './layout.ts';

/** A task's folder. `shown` is how messages name it. */
export interface TaskFolder {
  readonly id: string;
  readonly path: string;
  readonly shown: string;
}

/** The attempts of a task in the order in which they are made. */
export const attemptLabels: readonly AttemptLabel[] = ['initial', 'retry'];

/** What to do about a task that cannot be believed: nothing by hand. */
const AGAIN = 'It is run again when the round is resumed.';

/** Ends the reading of a task: says what is wrong with it. */
class InconsistentTask extends Error {}

/**
 * Reads a task and verifies that its files are those that `metadata.json` names, and that they are of this task and in
 * its folder. Only names that are known beforehand are ever opened, so a path in the metadata leads nowhere.
 */
export async function readTask(folder: TaskFolder, ops: FileOps): Promise<StoredTask> {
  try {
    for (const path of [dirname(folder.path), folder.path]) {
      const kind = await ops.kind(path);
      if (kind === 'missing') {
        return { state: 'absent' };
      }
      if (kind !== 'directory') {
        throw new InconsistentTask(
          `"${folder.shown}" is not a folder; tasks are not read through links. ${AGAIN}`,
        );
      }
    }
    const cancelled = await readCancelled(folder, ops);
    const bytes = await readFile(folder, TASK_METADATA_FILE, ops);
    if (bytes === undefined) {
      const attempts = await readUnfinished(folder, ops);
      return attempts.length === 0
        ? { state: 'absent', ...cancelled }
        : { state: 'unfinished', attempts, ...cancelled };
    }
    const metadata = expectParsed(folder, TASK_METADATA_FILE, bytes, taskMetadataSchema);
    expectConsistent(folder, metadata);
    return { state: 'ended', metadata, output: await readEnded(folder, metadata, ops), ...cancelled };
  } catch (error) {
    if (error instanceof InconsistentTask) {
      return { state: 'inconsistent', problem: error.message };
    }
    throw error;
  }
}

/** What was charged for a task when it was cancelled. Nothing rests on it but a sum: one that is torn is as good as none. */
async function readCancelled(folder: TaskFolder, ops: FileOps): Promise<Pick<StoredTask, 'cancelled'>> {
  const bytes = await ops.read(join(folder.path, TASK_CANCELLED_FILE)).catch(() => undefined);
  const parsed = bytes && parseArtifact(bytes, cancelledTaskSchema, TASK_SCHEMA_VERSION);
  return parsed?.ok === true ? { cancelled: parsed.value } : {};
}

/** The attempts at a task without metadata, up to the first one that cannot be used. */
async function readUnfinished(
  folder: TaskFolder,
  ops: FileOps,
): Promise<{ attempt: StoredAttempt; file: TaskFile }[]> {
  const attempts: { attempt: StoredAttempt; file: TaskFile }[] = [];
  for (const label of attemptLabels) {
    const bytes = await readFile(folder, attemptFile(label), ops);
    if (bytes === undefined) {
      break;
    }
    attempts.push({
      attempt: expectAttempt(folder, label, bytes),
      file: { path: attemptFile(label), sha256: sha256(bytes) },
    });
  }
  return attempts;
}

/** What `metadata.json` says of itself has to fit together, and to be about this folder. */
function expectConsistent(folder: TaskFolder, metadata: TaskMetadata): void {
  const { id, status, attempts, output, error } = metadata;
  if (id !== folder.id) {
    throw broken(folder, TASK_METADATA_FILE, `says that it is of the task "${id}"`);
  }
  for (const [index, attempt] of attempts.entries()) {
    if (attempt.label !== attemptLabels[index]) {
      throw broken(folder, TASK_METADATA_FILE, 'lists its attempts in another order than they are made');
    }
    expectName(folder, attempt.output?.path, attemptFile(attempt.label));
  }
  expectName(folder, output?.path, TASK_OUTPUT_FILE);
  const hasSucceeded = status === 'succeeded';
  if (hasSucceeded !== (output !== undefined) || hasSucceeded === (error !== undefined)) {
    throw broken(folder, TASK_METADATA_FILE, `says "${status}" and lists files that do not go with it`);
  }
}

function expectName(folder: TaskFolder, path: string | undefined, expected: string): void {
  if (path !== undefined && path !== expected) {
    throw broken(
      folder,
      TASK_METADATA_FILE,
      `names "${path.slice(0, 100)}" where "${expected}" of its own folder is meant`,
    );
  }
}

async function readEnded(folder: TaskFolder, metadata: TaskMetadata, ops: FileOps): Promise<unknown> {
  for (const { label, output } of metadata.attempts) {
    if (output !== undefined) {
      expectAttempt(folder, label, await readVerified(folder, output, ops));
    }
  }
  if (metadata.output === undefined) {
    return undefined;
  }
  const bytes = await readVerified(folder, metadata.output, ops);
  const parsed = expectParsed(folder, TASK_OUTPUT_FILE, bytes, taskOutputSchema);
  if (parsed.task !== folder.id) {
    throw broken(folder, TASK_OUTPUT_FILE, `says that it is of the task "${parsed.task}"`);
  }
  return parsed.output;
}

function expectAttempt(folder: TaskFolder, label: AttemptLabel, bytes: Uint8Array): StoredAttempt {
  const name = attemptFile(label);
  const attempt = expectParsed(folder, name, bytes, storedAttemptSchema);
  if (attempt.label !== label) {
    throw broken(folder, name, `says that it is the attempt "${attempt.label}"`);
  }
  return attempt;
}

async function readVerified(
  folder: TaskFolder,
  file: { readonly path: string; readonly sha256: string },
  ops: FileOps,
): Promise<Uint8Array> {
  const bytes = await readFile(folder, file.path, ops);
  if (bytes === undefined) {
    throw broken(folder, file.path, 'is missing');
  }
  if (sha256(bytes) !== file.sha256) {
    throw broken(folder, file.path, 'was changed after the task ended');
  }
  return bytes;
}

/** A file's bytes, or undefined when there is none. */
async function readFile(folder: TaskFolder, name: string, ops: FileOps): Promise<Uint8Array | undefined> {
  const path = join(folder.path, name);
  let bytes: Uint8Array | undefined;
  try {
    bytes = await ops.read(path);
  } catch {
    throw broken(folder, name, 'cannot be read');
  }
  if (bytes === undefined && (await ops.kind(path)) !== 'missing') {
    throw broken(folder, name, 'is not a regular file');
  }
  return bytes;
}

function expectParsed<T>(folder: TaskFolder, name: string, bytes: Uint8Array, schema: z.ZodType<T>): T {
  const parsed = parseArtifact(bytes, schema, TASK_SCHEMA_VERSION);
  if (!parsed.ok) {
    throw broken(folder, name, parsed.problem);
  }
  return parsed.value;
}

function broken(folder: TaskFolder, name: string, problem: string): InconsistentTask {
  return new InconsistentTask(`"${folder.shown}/${name}" ${problem}. ${AGAIN}`);
}

import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { PlanReviewError } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { roundChecksSchema, type RoundChecks } from '../domain/roundChecks.ts';
import { roundRequestSchema, type RoundRequestFile } from '../domain/roundRequest.ts';
import type { TaskMetadata } from '../domain/task.ts';
import type { UnfinishedRound } from '../ports/artifactStore.ts';
import { parseArtifact } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { CHECKS_FILE, REQUEST_FILE, ROUND_FILE, snapshotName } from './layout.ts';
import type { RoundFolder } from './readRound.ts';
import { listTasks } from './taskStore.ts';

/** What stands in the folder of a round that was begun and not completed. */
export interface LeftRound {
  /** What it was asked to be; undefined for a round of checks alone, and where nobody can read it. */
  readonly request: RoundRequestFile | undefined;
  readonly checks: RoundChecks | undefined;
  /** Tasks that ended. */
  readonly tasks: readonly TaskMetadata[];
  /** Whether a later version of Plan Review began it. */
  readonly isNewer: boolean;
}

/** Reads what an unfinished round has come to; nothing, where there is no such folder. */
export async function readLeft(folder: RoundFolder, ops: FileOps): Promise<LeftRound> {
  if ((await ops.kind(folder.path)) !== 'directory') {
    return { request: undefined, checks: undefined, tasks: [], isNewer: false };
  }
  const request = await readArtifact(folder, REQUEST_FILE, roundRequestSchema, ops);
  const checks = await readArtifact(folder, CHECKS_FILE, roundChecksSchema, ops);
  return {
    request: request.value,
    checks: checks.value,
    tasks: await listTasks(folder, ops),
    isNewer: request.isNewer || checks.isNewer,
  };
}

/** The unfinished round in `folder` with its snapshot, or undefined when it cannot be resumed. */
export async function readResumable(
  folder: RoundFolder,
  ops: FileOps,
): Promise<Omit<UnfinishedRound, 'isRunning'> | undefined> {
  const { request, tasks } = await readLeft(folder, ops);
  if (request === undefined || (await ops.kind(join(folder.path, ROUND_FILE))) !== 'missing') {
    return undefined;
  }
  const snapshot = await readQuietly(folder, snapshotName(request.plan.path), ops);
  if (snapshot === undefined || `sha256:${sha256(snapshot)}` !== request.revision) {
    return undefined;
  }
  return { number: folder.number, folder: folder.shown, request, snapshot, tasks };
}

/**
 * Whether a round that is asked for is the one that was left: then its tasks are its own. When it began, what it may cost
 * and whether it asks in batches make no difference, nor whom a selection would rather ask by now; whom it chose and who stood in for a lead is what
 * the left one has come to.
 */
export function isSameRequest(asked: RoundRequestFile, left: RoundRequestFile): boolean {
  const { reviewers } = asked;
  const comparable = ({
    startedAt: _startedAt,
    maxCostUsd: _maxCostUsd,
    delivery: _delivery,
    ...request
  }: RoundRequestFile): unknown =>
    JSON.parse(
      JSON.stringify({
        ...request,
        candidates:
          request.selection === 'smart_sampling'
            ? request.candidates.toSorted((a, b) => (a.persona.id < b.persona.id ? -1 : 1))
            : request.candidates,
        reviewers: reviewers === null ? null : (request.reviewers?.slice(0, reviewers.length) ?? null),
      }),
    );
  return isDeepStrictEqual(comparable(asked), comparable(left));
}

/** Whether reviewers have answered who would have to be asked, and paid for, again. */
export function holdsAnswers({ tasks }: LeftRound): boolean {
  return tasks.some((task) => task.status === 'succeeded');
}

/** The refusal to throw away what an unfinished round has come to. */
export function unfinishedError(folder: RoundFolder, left: LeftRound): PlanReviewError {
  const done = left.tasks.filter((task) => task.status === 'succeeded').length;
  const tasks = done === 1 ? 'a task that was' : `${done} tasks that were`;
  return new PlanReviewError({
    code: 'round-unfinished',
    message: `Round ${folder.number} was not finished, asks for something else, and holds ${tasks} answered and paid for.`,
    wayOut: 'Resume that round, or start it over and do without those answers.',
  });
}

async function readArtifact<T>(
  folder: RoundFolder,
  name: string,
  schema: z.ZodType<T>,
  ops: FileOps,
): Promise<{ readonly value: T | undefined; readonly isNewer: boolean }> {
  const bytes = await readQuietly(folder, name, ops);
  if (bytes === undefined) {
    return { value: undefined, isNewer: false };
  }
  const parsed = parseArtifact(bytes, schema);
  return parsed.ok ? { value: parsed.value, isNewer: false } : { value: undefined, isNewer: parsed.isNewer };
}

/** A file that cannot be read is as good as none: what it says is found out again. */
function readQuietly(folder: RoundFolder, name: string, ops: FileOps): Promise<Uint8Array | undefined> {
  return ops.read(join(folder.path, name)).catch(() => undefined);
}

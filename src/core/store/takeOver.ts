import { join } from 'node:path';
import { sha256 } from '../base/hash.ts';
import { roundChecksSchema } from '../domain/roundChecks.ts';
import { roundRequestSchema } from '../domain/roundRequest.ts';
import type { FinishedRound } from '../ports/artifactStore.ts';
import { parseArtifact } from './artifactFiles.ts';
import type { FileOps } from './fileOps.ts';
import { CHECKS_FILE, REQUEST_FILE, snapshotName, TASK_METADATA_FILE, TASKS_FOLDER } from './layout.ts';
import type { RoundFolder } from './readRound.ts';
import { listTasks } from './taskStore.ts';
import { writeAtomically, type WriteDeps } from './writeAtomically.ts';

/**
 * What a finished round was asked to be, on which bytes, and what the checks said; undefined where its files do not say, or say
 * otherwise than the round does.
 */
export async function readFinished(
  { path }: RoundFolder,
  { planPath, ops }: { readonly planPath: string; readonly ops: FileOps },
): Promise<FinishedRound | undefined> {
  const read = (name: string): Promise<Uint8Array | undefined> =>
    ops.read(join(path, name)).catch(() => undefined);
  const [request, checks] = [await read(REQUEST_FILE), await read(CHECKS_FILE)];
  const asked = request === undefined ? undefined : parseArtifact(request, roundRequestSchema);
  const seen = checks === undefined ? undefined : parseArtifact(checks, roundChecksSchema);
  const snapshot = await read(snapshotName(planPath));
  if (asked?.ok !== true || seen?.ok !== true || snapshot === undefined) {
    return undefined;
  }
  return `sha256:${sha256(snapshot)}` === asked.value.revision
    ? { request: asked.value, checks: seen.value, snapshot }
    : undefined;
}

/**
 * Copies the tasks of a finished round that succeeded, but for its analysis, as they are, `metadata.json` last. What is there already stays, so that it
 * may be done again after an interruption.
 */
export async function copyTasks(
  from: RoundFolder,
  to: RoundFolder,
  deps: WriteDeps & { readonly makeFolder: (id: string) => Promise<void> },
): Promise<void> {
  const { ops } = deps;
  const known = new Set((await listTasks(to, ops)).map(({ id }) => id));
  for (const { id, phase, status, attempts, output } of await listTasks(from, ops)) {
    // There will be more to analyse than there was.
    if (status !== 'succeeded' || phase === 'analysis' || known.has(id)) {
      continue;
    }
    const files = [
      ...attempts.flatMap((attempt) => attempt.output?.path ?? []),
      ...(output === undefined ? [] : [output.path]),
      TASK_METADATA_FILE,
    ];
    await deps.makeFolder(id);
    for (const file of files) {
      const bytes = await ops.read(join(from.path, TASKS_FOLDER, id, file));
      if (bytes === undefined) {
        break;
      }
      await writeAtomically(join(to.path, TASKS_FOLDER, id, file), bytes, deps);
    }
    await ops.syncFolder(join(to.path, TASKS_FOLDER, id));
  }
}

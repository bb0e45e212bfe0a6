import { open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PlanReviewError, systemErrorCode } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import type { Revision } from '../domain/plan.ts';
import type { PlanWriter } from '../ports/files.ts';
import { lookUpTree } from './treeEntries.ts';
import { normalizeTreePath } from './treePath.ts';

/** Changes plans below `root`, the absolute path of the workspace folder. */
export function createPlanWriter({
  root,
  uniqueSuffix,
}: {
  readonly root: string;
  readonly uniqueSuffix: () => string;
}): PlanWriter {
  return {
    replace: async (path, { seen, bytes }) => {
      const below = normalizeTreePath(path);
      const entry = below === undefined ? undefined : await (await lookUpTree(root)).at(below);
      if (entry?.kind !== 'file') {
        throw changed(path);
      }
      try {
        await replace(entry.real, { path, seen, bytes, uniqueSuffix });
      } catch (error) {
        throw error instanceof PlanReviewError ? error : unwritable(path, error);
      }
    },
  };
}

/** A temporary file in the same folder, brought to the disk, then renamed: the plan is there whole or as it was. */
async function replace(
  real: string,
  {
    path,
    seen,
    bytes,
    uniqueSuffix,
  }: {
    readonly path: string;
    readonly seen: Revision;
    readonly bytes: Uint8Array;
    readonly uniqueSuffix: () => string;
  },
): Promise<void> {
  const { mode } = await stat(real);
  const temporary = join(dirname(real), `.${basename(real)}.${uniqueSuffix()}.tmp`);
  const file = await open(temporary, 'wx', mode);
  try {
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    // The last look before the plan is replaced.
    if (`sha256:${sha256(await readFile(real))}` !== seen) {
      throw changed(path);
    }
    await rename(temporary, real);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

function changed(path: string): PlanReviewError {
  return new PlanReviewError({
    code: 'plan-changed',
    message: `"${path}" is not what the edits were drafted for any more, so nothing was applied.`,
    wayOut: 'Draft again, look at the edits, then apply them.',
  });
}

function unwritable(path: string, cause: unknown): PlanReviewError {
  return new PlanReviewError({
    code: 'plan-unwritable',
    message: `"${path}" could not be changed: the system says ${systemErrorCode(cause) ?? String(cause)}.`,
    wayOut: 'Check that the file and its folder can be written to. The plan is as it was.',
    cause,
  });
}

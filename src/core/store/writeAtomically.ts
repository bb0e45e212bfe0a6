import { basename, dirname, join } from 'node:path';
import type { FileOps } from './fileOps.ts';
import { isTemporaryName, temporaryName } from './layout.ts';

/** What a write needs besides its bytes. */
export interface WriteDeps {
  readonly ops: FileOps;
  /** A word that no other write uses, on this machine or another. */
  readonly uniqueSuffix: () => string;
}

/**
 * Writes a file so that it is there whole or not at all: a temporary file in the same folder, brought to the disk,
 * then renamed. The caller syncs the folder when its batch is written. On failure the temporary file is removed and
 * what stood at `path` is as it was.
 */
export async function writeAtomically(path: string, bytes: Uint8Array, deps: WriteDeps): Promise<void> {
  const temporary = await writeTemporary(path, bytes, deps);
  try {
    await deps.ops.rename(temporary, path);
  } catch (error) {
    await removeQuietly(temporary, deps.ops);
    throw error;
  }
}

/** Writes a temporary file beside `path` and returns where it is. */
export async function writeTemporary(path: string, bytes: Uint8Array, deps: WriteDeps): Promise<string> {
  const temporary = join(dirname(path), temporaryName(basename(path), deps.uniqueSuffix()));
  const file = await deps.ops.create(temporary);
  try {
    try {
      await file.write(bytes);
      await file.sync();
      const size = await file.size();
      if (size !== bytes.length) {
        throw Object.assign(new Error(`${size} of ${bytes.length} bytes were stored`), { code: 'ENOSPC' });
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeQuietly(temporary, deps.ops);
    throw error;
  }
  return temporary;
}

/** Removes a file and does not mind when it cannot: what led here is the error to report. */
export async function removeQuietly(path: string, ops: FileOps): Promise<void> {
  await ops.remove(path).catch(() => undefined);
}

/** Removes temporary files. Only the holder of a lock writes there, so they belong to processes that are gone. */
export async function removeLeftovers(folder: string, ops: FileOps): Promise<void> {
  for (const name of await ops.names(folder)) {
    if (isTemporaryName(name)) {
      await removeQuietly(join(folder, name), ops);
    }
  }
}

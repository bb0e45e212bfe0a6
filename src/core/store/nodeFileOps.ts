import { constants } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { systemErrorCode } from '../base/errors.ts';
import type { FileOps, NewFile, PathKind } from './fileOps.ts';

/** No artifact comes near this size, in bytes; a larger file was put there by something else. */
const LARGEST_ARTIFACT = 256 * 1024 * 1024;

/** What opening or syncing a folder fails with where the system has no such thing (Windows, some network drives). */
const CANNOT_SYNC_FOLDERS = new Set(['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP']);

/** What a rename fails with on Windows while a virus scanner or an editor looks at the file. */
const HELD_BY_ANOTHER = new Set(['EPERM', 'EBUSY']);
const RENAME_ATTEMPTS = 6;

/** The store's file operations on the real disk. */
export const nodeFileOps: FileOps = {
  kind,
  names,
  read,
  makeFolder: (path) => mkdir(path).then(() => true, falseWhen('EEXIST')),
  create,
  link,
  rename: renamePatiently,
  remove: (path) => unlink(path).catch(ignore('ENOENT', 'ENOTDIR')),
  removeFolder: (path) => rm(path, { recursive: true, force: true }),
  syncFolder,
};

async function kind(path: string): Promise<PathKind> {
  try {
    const stats = await lstat(path);
    if (stats.isFile()) {
      return 'file';
    }
    return stats.isDirectory() ? 'directory' : 'other';
  } catch (error) {
    ignore('ENOENT', 'ENOTDIR')(error);
    return 'missing';
  }
}

async function names(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    ignore('ENOENT', 'ENOTDIR')(error);
    return [];
  }
}

async function read(path: string): Promise<Uint8Array | undefined> {
  if ((await kind(path)) !== 'file') {
    return undefined;
  }
  // A pipe put in the file's place since would make a plain open wait for ever, and a link would lead elsewhere.
  const file = await open(path, constants.O_RDONLY | optional(constants.O_NOFOLLOW, constants.O_NONBLOCK));
  try {
    const stats = await file.stat();
    return stats.isFile() && stats.size <= LARGEST_ARTIFACT ? await file.readFile() : undefined;
  } finally {
    await file.close();
  }
}

/** Windows knows neither flag. */
function optional(...flags: (number | undefined)[]): number {
  return flags.reduce<number>((all, flag) => all | (flag ?? 0), 0);
}

async function create(path: string): Promise<NewFile> {
  const file = await open(path, 'wx', 0o644);
  return {
    // FileHandle.writeFile goes on until every byte is taken; a single write may stop short without an error.
    write: (bytes) => file.writeFile(bytes),
    sync: () => file.sync(),
    size: async () => (await file.stat()).size,
    close: () => file.close(),
  };
}

async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (attempt === RENAME_ATTEMPTS || !HELD_BY_ANOTHER.has(systemErrorCode(error) ?? '')) {
        throw error;
      }
      await wait(10 * attempt);
    }
  }
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    ignore(...CANNOT_SYNC_FOLDERS)(error);
  }
}

/** Swallows errors with one of these codes and throws all others. */
function ignore(...codes: string[]): (error: unknown) => void {
  return (error) => {
    if (!codes.includes(systemErrorCode(error) ?? '')) {
      throw error;
    }
  };
}

function falseWhen(code: string): (error: unknown) => false {
  return (error) => {
    ignore(code)(error);
    return false;
  };
}

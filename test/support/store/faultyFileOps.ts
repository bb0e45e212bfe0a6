import process from 'node:process';
import type { FileOps, NewFile } from '../../../src/core/store/fileOps.ts';

/**
 * What happens at a step. `crash-…`: the process is gone, before or after it. A code: the step fails with it.
 * `short-write`: half of the bytes are written and the disk is full. `silent-short-write`: the same, and the disk says
 * that all is well. `kill` and `kill-half`: the process that runs this is killed for real, before the step or when half
 * of its bytes are written.
 */
export type Fault =
  | 'crash-before'
  | 'crash-after'
  | 'ENOSPC'
  | 'EACCES'
  | 'short-write'
  | 'silent-short-write'
  | 'kill'
  | 'kill-half';

/** Thrown by every step of a process that is gone. */
export class Crash extends Error {}

/** File operations that count their steps, and go wrong at one. */
export interface FaultyFileOps extends FileOps {
  /** The steps so far, each by its operation's name and its path's last part. */
  readonly steps: readonly string[];
  /** Whether the fault has happened. */
  hasStruck(): boolean;
}

/** Wraps `ops` so that step number `at` (from 0) goes wrong; none does where it is left out. */
export function createFaultyFileOps(
  ops: FileOps,
  { at, fault }: { readonly at?: number | string; readonly fault?: Fault } = {},
): FaultyFileOps {
  const steps: string[] = [];
  let isGone = false;
  let hasStruck = false;

  const alive = <T>(read: () => Promise<T>): Promise<T> =>
    isGone ? Promise.reject(new Crash('This process is gone')) : read();

  /** `half` does a step by halves; `undo` frees what the system frees when a process is gone. */
  const step: Step = async (name, act, { half, undo } = {}) => {
    await alive(() => Promise.resolve());
    const isHere = !hasStruck && (steps.length === at || name === at);
    steps.push(name);
    if (!isHere || fault === undefined) {
      return await act();
    }
    hasStruck = true;
    switch (fault) {
      case 'crash-before':
        isGone = true;
        throw new Crash(name);
      case 'crash-after':
        await undo?.(await act());
        isGone = true;
        throw new Crash(name);
      case 'short-write':
        await half?.();
        throw systemError('ENOSPC');
      case 'silent-short-write':
        return await (half ?? act)();
      case 'kill-half':
        await half?.();
        return await kill();
      case 'kill':
        return await kill();
      case 'ENOSPC':
      case 'EACCES':
        throw systemError(fault);
      default:
        throw new Error('No such fault');
    }
  };

  return {
    steps,
    hasStruck: () => hasStruck,
    kind: (path) => alive(() => ops.kind(path)),
    names: (folder) => alive(() => ops.names(folder)),
    read: (path) => alive(() => ops.read(path)),
    makeFolder: (path) => step(`makeFolder ${last(path)}`, () => ops.makeFolder(path)),
    create: (path) =>
      step(`create ${last(path)}`, async () => wrap(await ops.create(path), last(path), step), {
        undo: (file) => file.close(),
      }),
    link: (path, second) => step(`link ${last(second)}`, () => ops.link(path, second)),
    rename: (from, to) => step(`rename ${last(to)}`, () => ops.rename(from, to)),
    remove: (path) => step(`remove ${last(path)}`, () => ops.remove(path)),
    removeFolder: (path) => step(`removeFolder ${last(path)}`, () => ops.removeFolder(path)),
    syncFolder: (path) => step(`syncFolder ${last(path)}`, () => Promise.resolve()),
  };
}

type Step = <T>(
  name: string,
  act: () => Promise<T>,
  otherwise?: { readonly half?: () => Promise<T>; readonly undo?: (result: T) => Promise<void> },
) => Promise<T>;

function wrap(file: NewFile, name: string, step: Step): NewFile {
  return {
    write: (bytes) =>
      step(`write ${name}`, () => file.write(bytes), {
        half: () => file.write(bytes.subarray(0, Math.floor(bytes.length / 2))),
      }),
    sync: () => step(`sync ${name}`, () => Promise.resolve()),
    size: () => file.size(),
    // Also when this process is gone: the system closes its files then.
    close: () => file.close(),
  };
}

/** Does not end: there is nobody left to whom it could. */
function kill(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => {});
}

function last(path: string): string {
  // Names of temporary files and lock successors differ from run to run.
  return path.replace(/.*\//, '').replaceAll(/\.(?:s[0-9]+-[0-9]+|[0-9a-f]{32})/g, '.*');
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

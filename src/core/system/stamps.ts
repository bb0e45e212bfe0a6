import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from '../base/errors.ts';
import type { Basis, Stamp, Stamps } from '../ports/checkCache.ts';
import type { Clock } from '../ports/clock.ts';
import { gitEnvironment } from './gitEnvironment.ts';
import { runGit, TIME_LIMIT } from './gitProcess.ts';

/** What `createStamps` needs. */
export interface StampsOptions {
  /** The absolute path of the workspace folder. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** A folder with more entries than this costs more to look at than a command does. */
const MOST_ENTRIES = 2_000;
/** In milliseconds: the coarsest times that a file system in use keeps (FAT, and some network drives). */
const COARSEST = 2_000;

/** Stamps of files and refs of this machine. Nothing outside the workspace is read; of a link, its target's times are. */
export function createStamps(options: StampsOptions): Stamps {
  return {
    of: async (basis, signal) => {
      const now = options.clock.now();
      const notes: string[] = [];
      let latest = 0;
      for (const item of basis) {
        const state = await stateOf(item, options, signal);
        if (state === undefined) {
          return undefined;
        }
        notes.push(JSON.stringify([item, state.notes]));
        latest = Math.max(latest, state.latest);
      }
      const value = createHash('sha256').update(notes.join('\n')).digest('hex');
      return { value, isSettled: latest <= now - COARSEST } satisfies Stamp;
    },
  };
}

interface State {
  readonly notes: readonly string[];
  /** When the last of the files changed, in milliseconds; 0 where there is none. */
  readonly latest: number;
}

async function stateOf(
  item: Basis,
  options: StampsOptions,
  signal: AbortSignal | undefined,
): Promise<State | undefined> {
  switch (item.type) {
    case 'file':
      return await fileState(join(options.root, item.path));
    case 'folder':
      return await folderState(join(options.root, item.path));
    case 'head':
      return await gitState(['rev-parse', '--verify', '--quiet', 'HEAD'], options, signal);
    case 'refs':
      return await gitState(['for-each-ref', '--format=%(objectname) %(refname)'], options, signal);
  }
}

/** Both the file's own state and, where it is a link, that of what it leads to. */
async function fileState(path: string): Promise<State> {
  const own = await statsOf(path, lstat);
  const target = own?.isSymbolicLink() === true ? await statsOf(path, stat) : undefined;
  const all = [own, target].filter((stats) => stats !== undefined);
  return {
    notes: all.map((stats) =>
      [stats.mode, stats.size, stats.mtimeNs, stats.ctimeNs, stats.ino, stats.dev].join(' '),
    ),
    latest: Math.max(
      0,
      ...all.map((stats) => Number(stats.mtimeMs > stats.ctimeMs ? stats.mtimeMs : stats.ctimeMs)),
    ),
  };
}

async function statsOf(
  path: string,
  look: (path: string, options: { bigint: true }) => Promise<BigIntStats>,
): Promise<BigIntStats | undefined> {
  try {
    return await look(path, { bigint: true });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(systemErrorCode(error) ?? '')) {
      return undefined;
    }
    throw error;
  }
}

async function folderState(folder: string): Promise<State | undefined> {
  const entries = await entriesOf(folder);
  if (entries.length > MOST_ENTRIES) {
    return undefined;
  }
  const notes: string[] = [];
  let latest = 0;
  for (const path of ['', ...entries]) {
    const state = await fileState(join(folder, path));
    notes.push(`${path}: ${state.notes.join(', ')}`);
    latest = Math.max(latest, state.latest);
  }
  return { notes, latest };
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { recursive: true })).sort();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemErrorCode(error) ?? '')) {
      return [];
    }
    throw error;
  }
}

async function gitState(
  args: readonly string[],
  { root, environment }: StampsOptions,
  signal: AbortSignal | undefined,
): Promise<State | undefined> {
  const result = await runGit({
    args,
    folder: root,
    environment: gitEnvironment(environment),
    timeLimit: TIME_LIMIT,
    signal,
  });
  if (result.state === 'not-found' || result.status === null || result.isTimeout) {
    return undefined;
  }
  return { notes: [`${result.status} ${result.output.toString('utf8')}`], latest: 0 };
}

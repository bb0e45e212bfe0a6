import { join } from 'node:path';
import { z } from 'zod';
import { PlanReviewError, systemErrorCode } from '../base/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { LOCK_FILE } from './layout.ts';
import { parseArtifact, toJsonBytes } from './artifactFiles.ts';
import { removeQuietly, writeAtomically, writeTemporary, type WriteDeps } from './writeAtomically.ts';

/** The process that writes, as others can recognise it. */
interface LockOwner {
  readonly pid: number;
  /** The machine's name: process ids mean something on one machine only. */
  readonly host: string;
  /** Whether a process of this machine is running. */
  isAlive(pid: number): boolean;
}

export interface LockDeps extends WriteDeps {
  readonly owner: LockOwner;
  readonly clock: Clock;
}

/** A review that nobody else writes to until it is released. */
export interface Lock {
  /** Whether it still is this process's: one that was held for too long may have been taken over. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

const noteSchema = z.strictObject({
  /** Unique among all locks ever taken. */
  token: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  pid: z.int().min(1),
  host: z.string(),
  since: z.iso.datetime(),
  plan: z.string(),
});

type LockNote = z.infer<typeof noteSchema>;

/** What a lock file that is there but cannot be read stands for. */
const UNREADABLE: LockNote = {
  token: 'unreadable',
  pid: 1,
  host: '',
  since: '1970-01-01T00:00:00.000Z',
  plan: '',
};

/**
 * A round takes minutes, or two batches of up to a day each. After this many milliseconds a lock counts as left behind
 * even though nobody can tell: its machine is another one, or its process id was given to another program.
 */
const LONGEST_HOLD = 50 * 60 * 60 * 1000;

/** How often the walk below may start again because others moved at the same time. */
const ATTEMPTS = 20;

/**
 * Takes the lock of the review in `folder`, for the plan at `plan`.
 *
 * The lock file appears in one step and whole (a hard link to a finished file). One left behind by a dead process is
 * taken over like this: whoever creates `review.lock.<token of the dead lock>` is the successor, and only one process
 * can create it; a successor that died as well has a successor of its own in the same way. The last of that chain
 * holds the lock. It then puts its own note over `review.lock` and clears the chain away. A process that walked a
 * chain which was cleared meanwhile notices that `review.lock` is no longer the one it started from, and starts again.
 *
 * @throws PlanReviewError `store-busy` when a living process holds it.
 */
export async function takeLock(folder: string, plan: string, deps: LockDeps): Promise<Lock> {
  const note: LockNote = {
    token: deps.uniqueSuffix(),
    pid: deps.owner.pid,
    host: deps.owner.host,
    since: new Date(deps.clock.now()).toISOString(),
    plan,
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const lock = await tryToTake(folder, note, deps);
    if (lock !== undefined) {
      return lock;
    }
  }
  throw busy(note, 'Several processes are starting a review of this plan at the same moment.');
}

/** The plan that the lock in `folder` was taken for, or undefined when there is none. */
export async function lockedPlan(folder: string, deps: LockDeps): Promise<string | undefined> {
  const note = await readNote(join(folder, LOCK_FILE), deps);
  return note === undefined || note.plan === '' ? undefined : note.plan;
}

/** Whether a living process holds the lock of the review in `folder`. */
export async function isLocked(folder: string, deps: LockDeps): Promise<boolean> {
  const end = (await walk(join(folder, LOCK_FILE), deps)).at(-1);
  return end !== undefined && isHeld(end, deps);
}

/** Undefined when others moved meanwhile and it is to be tried again. */
async function tryToTake(folder: string, note: LockNote, deps: LockDeps): Promise<Lock | undefined> {
  const head = join(folder, LOCK_FILE);
  const lock: Lock = {
    isHeld: () => isHeadOf(head, note, deps),
    release: async () => {
      if (await isHeadOf(head, note, deps)) {
        await deps.ops.remove(head);
      }
    },
  };
  const chain = await walk(head, deps);
  const end = chain.at(-1);
  if (end === undefined) {
    if (!(await putNote(head, note, deps))) {
      return undefined;
    }
    await clearSuccessors(folder, deps);
    return lock;
  }
  if (isHeld(end, deps)) {
    throw busy(end);
  }
  const mine = successorOf(head, end);
  if (!(await putNote(mine, note, deps))) {
    return undefined;
  }
  const now = await walk(head, deps);
  const isStillTheEnd =
    now.length === chain.length + 1 &&
    now.at(-1)?.token === note.token &&
    chain.every((link, index) => link.token === now[index]?.token);
  if (!isStillTheEnd) {
    await removeQuietly(mine, deps.ops);
    return undefined;
  }
  await writeAtomically(head, toJsonBytes(note), deps);
  await clearSuccessors(folder, deps);
  return lock;
}

async function isHeadOf(head: string, note: LockNote, deps: LockDeps): Promise<boolean> {
  return (await readNote(head, deps))?.token === note.token;
}

/** The notes from the lock file to its last successor; none when the lock is free. */
async function walk(head: string, deps: LockDeps): Promise<LockNote[]> {
  const chain: LockNote[] = [];
  const seen = new Set<string>();
  let path = head;
  for (;;) {
    const found = await readNote(path, deps);
    // A successor of a lock that cannot be read may be such a one itself, so its place tells them apart.
    const note =
      found === UNREADABLE ? { ...UNREADABLE, token: `${UNREADABLE.token}-${chain.length}` } : found;
    if (note === undefined || seen.has(note.token)) {
      return chain;
    }
    chain.push(note);
    seen.add(note.token);
    path = successorOf(head, note);
  }
}

function successorOf(head: string, note: LockNote): string {
  return `${head}.${note.token}`;
}

async function readNote(path: string, deps: LockDeps): Promise<LockNote | undefined> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await deps.ops.read(path);
  } catch (error) {
    // It was released between looking and opening.
    if (systemErrorCode(error) !== 'ENOENT') {
      throw error;
    }
  }
  if (bytes === undefined) {
    return (await deps.ops.kind(path)) === 'missing' ? undefined : UNREADABLE;
  }
  const parsed = parseArtifact(bytes, noteSchema);
  return parsed.ok ? parsed.value : UNREADABLE;
}

/** Creates a lock file with its whole content in one step. False when there is one already. */
async function putNote(path: string, note: LockNote, deps: LockDeps): Promise<boolean> {
  const bytes = toJsonBytes(note);
  const temporary = await writeTemporary(path, bytes, deps);
  try {
    await deps.ops.link(temporary, path);
    return true;
  } catch (error) {
    const code = systemErrorCode(error) ?? '';
    if (code === 'EEXIST' || code === 'ENOENT') {
      // ENOENT: the holder has just swept away temporary files, ours among them.
      return false;
    }
    if (!NO_HARD_LINKS.has(code)) {
      throw error;
    }
    return await createNote(path, bytes, deps);
  } finally {
    await removeQuietly(temporary, deps.ops);
  }
}

/** What a hard link fails with on file systems that have none (FAT, some network and container drives). */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'EXDEV', 'EINVAL']);

/**
 * The second best way: another process may see the file before its content, take it for one left behind and put its
 * own note in its place. So what counts is the note that stands there in the end.
 */
async function createNote(path: string, bytes: Uint8Array, deps: LockDeps): Promise<boolean> {
  try {
    const file = await deps.ops.create(path);
    try {
      await file.write(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const standing = await deps.ops.read(path);
    return standing !== undefined && Buffer.compare(standing, bytes) === 0;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

async function clearSuccessors(folder: string, deps: LockDeps): Promise<void> {
  for (const name of await deps.ops.names(folder)) {
    if (name.startsWith(`${LOCK_FILE}.`)) {
      await removeQuietly(join(folder, name), deps.ops);
    }
  }
}

function isHeld(note: LockNote, deps: LockDeps): boolean {
  const age = deps.clock.now() - Date.parse(note.since);
  if (age > LONGEST_HOLD) {
    return false;
  }
  return note.host !== deps.owner.host || deps.owner.isAlive(note.pid);
}

function busy(holder: LockNote, message?: string): PlanReviewError {
  const who = `process ${holder.pid} on ${holder.host === '' ? 'this machine' : holder.host}`;
  return new PlanReviewError({
    code: 'store-busy',
    message: message ?? `The review of "${holder.plan}" is being written by ${who} since ${holder.since}.`,
    wayOut:
      'Wait for that round to end, or cancel it there, then try again. ' +
      `If that process is gone for good, delete "${LOCK_FILE}" in the review's folder.`,
    isRetryable: true,
  });
}

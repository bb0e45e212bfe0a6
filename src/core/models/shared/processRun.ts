import { spawn, type ChildProcess } from 'node:child_process';
import { systemErrorCode } from '../../base/errors.ts';
import { endTreeOnWindows, signalGroup } from '../../base/processGroup.ts';
import { createLineReader } from './processLines.ts';
import { onAbort } from './signals.ts';

/** Whether to read on. `stop` ends the process, because what came is enough. */
export type Reading = 'go-on' | 'stop';

/** One run of a program. */
export interface ProcessCall {
  /** Absolute. It is started as it stands, by no shell. */
  readonly program: string;
  readonly args: readonly string[];
  /** The folder to run in, absolute. */
  readonly folder: string;
  /** All that the program gets to see of the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** As Node.js names it, such as `linux` or `win32`. */
  readonly platform: string;
  /** What the program reads from its standard input, which is then closed. */
  readonly input: string;
  /** Milliseconds after which the program is stopped; no limit where undefined. */
  readonly timeLimit?: number;
  readonly signal: AbortSignal | undefined;
  /** Takes each line of the standard output, in order. */
  readonly onLine: (line: string) => Reading;
  /** Takes each line of the standard error, in order. Those it gives back as `keep` are the complaint. */
  readonly onErrorLine?: (line: string) => 'keep' | 'drop';
}

/** Why a program was stopped: by `onLine`, at the time limit, because it wrote too much, or by `signal`. */
type StopReason = 'asked' | 'late' | 'too-much' | 'cancelled';

/** How a run ended. */
export type ProcessEnd =
  | {
      readonly state: 'exited';
      /** The exit status, or null where a signal ended it. */
      readonly status: number | null;
      /** The beginning of what it wrote to its standard error, at most 16 KiB. */
      readonly complaint: string;
    }
  | { readonly state: 'stopped'; readonly reason: StopReason }
  /** It could not be started; `reason` is the system's word, such as `ENOENT`. */
  | { readonly state: 'not-started'; readonly reason: string };

const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;
const MOST_LINE_CHARACTERS = 16 * 1024 * 1024;
const MOST_COMPLAINT_CHARACTERS = 16 * 1024;
/** Milliseconds between asking a program to end and ending it. */
const GRACE = 2_000;
/** Milliseconds that output may still come in when the program has ended. */
const LATE_OUTPUT = 200;

/**
 * Runs a program in a process group of its own and waits until all of the group has gone, however it ends: also what a
 * program leaves running behind it is ended. What stops a program is SIGTERM, and SIGKILL two seconds later; where
 * `onLine` asks for it, SIGKILL at once, before the program goes on to what is not wanted.
 */
export function runProcess(call: ProcessCall): Promise<ProcessEnd> {
  const { platform, signal } = call;
  const isWindows = platform === 'win32';
  return new Promise((resolve) => {
    const child = start(call, isWindows);
    if ('state' in child) {
      resolve(child);
      return;
    }
    let reason: StopReason | undefined;
    const timers: NodeJS.Timeout[] = [];
    const stopFor = (why: StopReason): void => {
      if (reason !== undefined) {
        return;
      }
      reason = why;
      if (isWindows) {
        endTreeOnWindows(child);
      } else if (why === 'asked') {
        signalGroup(child, 'SIGKILL');
      } else {
        signalGroup(child, 'SIGTERM');
        timers.push(setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE));
      }
    };
    if (call.timeLimit !== undefined) {
      timers.push(setTimeout(() => stopFor('late'), call.timeLimit));
    }
    const stopListening = onAbort(signal, () => stopFor('cancelled'));
    const settle = (end: ProcessEnd): void => {
      timers.forEach((timer) => clearTimeout(timer));
      stopListening();
      resolve(reason === undefined ? end : { state: 'stopped', reason });
    };

    const complaint = readOutput(child, call, stopFor);
    let exitStatus: number | null = null;
    child.once('error', (error) =>
      settle({ state: 'not-started', reason: systemErrorCode(error) ?? error.message }),
    );
    child.once('exit', (status) => {
      exitStatus = status;
      if (!isWindows) {
        signalGroup(child, 'SIGKILL');
      }
      // A process that left the group may hold the output open for ever.
      timers.push(
        setTimeout(() => {
          child.stdout?.destroy();
          child.stderr?.destroy();
        }, LATE_OUTPUT),
      );
    });
    child.once('close', () => settle({ state: 'exited', status: exitStatus, complaint: complaint() }));
    // The program may end before it has read everything: what counts then is how it ended.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(call.input);
  });
}

function start(call: ProcessCall, isWindows: boolean): ChildProcess | ProcessEnd {
  try {
    return spawn(call.program, call.args, {
      cwd: call.folder,
      env: call.environment,
      // A group of its own, so that what the program starts can be stopped with it. On Windows it would be a window.
      detached: !isWindows,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    // What the system refuses before it tries, such as a `.cmd` file without a shell.
    return { state: 'not-started', reason: systemErrorCode(error) ?? String(error) };
  }
}

/** Reads both outputs line by line. Returns what to ask for the complaint, once the process has gone. */
function readOutput(
  child: ChildProcess,
  call: ProcessCall,
  stopFor: (why: StopReason) => void,
): () => string {
  let isEnough = false;
  const output = createLineReader((line) => {
    if (!isEnough && call.onLine(line) === 'stop') {
      isEnough = true;
      stopFor('asked');
    }
  }, MOST_LINE_CHARACTERS);
  let complaint = '';
  const errors = createLineReader((line) => {
    const isKept = (call.onErrorLine?.(line) ?? 'keep') === 'keep';
    if (isKept && complaint.length < MOST_COMPLAINT_CHARACTERS) {
      complaint = `${complaint}${line}\n`.slice(0, MOST_COMPLAINT_CHARACTERS);
    }
  }, MOST_LINE_CHARACTERS);

  let bytes = 0;
  const read = (reader: typeof output) => (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_OUTPUT_BYTES || !reader.add(chunk)) {
      isEnough = true;
      stopFor('too-much');
    }
  };
  child.stdout?.on('data', read(output));
  child.stderr?.on('data', read(errors));
  child.once('close', () => {
    output.end();
    errors.end();
  });
  return () => complaint;
}

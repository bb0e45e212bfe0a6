import { spawn, type ChildProcess } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { systemErrorCode, throwIfCancelled } from '../base/errors.ts';
import { signalGroup } from '../base/processGroup.ts';
import type { CommandCall, CommandEnd, CommandRunner } from '../ports/commands.ts';

/** What `createCommandRunner` needs. */
export interface CommandRunnerOptions {
  /** The folder that commands are run in: the workspace folder, absolute. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As Node.js names it, such as `linux` or `win32`. */
  readonly platform: string;
}

/** All that a command gets to see of the user's environment: no secret is kept in one of these. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TMPDIR'] as const;
/** In bytes. */
const MOST_OUTPUT = 64 * 1024;
const COMMANDS_AT_A_TIME = 4;
/** Milliseconds that output may still come in when the command has ended. */
const GRACE = 200;

/**
 * Runs commands with `/bin/sh -c`, each in a process group of its own that is killed as a whole: at the time limit, on
 * cancelling, and also behind a command that has ended and left something running.
 */
export function createCommandRunner(options: CommandRunnerOptions): CommandRunner {
  const { folder, platform } = options;
  const environment = Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = options.environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const queue = atATime(COMMANDS_AT_A_TIME);
  return {
    unsupported: platform === 'win32' ? 'Commands are not run on Windows.' : undefined,
    environment,
    run: (call) =>
      queue(async () => {
        throwIfCancelled(call.signal);
        const end = await runToTheEnd(call, folder, { ...environment, PLAN_REVIEW_VALUE: call.value });
        throwIfCancelled(call.signal);
        return end;
      }),
  };
}

function runToTheEnd(
  call: CommandCall,
  folder: string,
  environment: Readonly<Record<string, string>>,
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', ['-c', call.command], {
      cwd: folder,
      env: environment,
      // A group of its own, so that what the command starts can be stopped with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let isTimeout = false;
    const stop = (): void => signalGroup(child, 'SIGKILL');
    const timer = setTimeout(() => {
      isTimeout = true;
      stop();
    }, call.timeLimit);
    call.signal?.addEventListener('abort', stop, { once: true });
    const output = collect(child);
    const settle = (end: CommandEnd): void => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', stop);
      resolve(isTimeout ? { state: 'timed-out', output: end.output } : end);
    };
    child.once('error', (error) =>
      settle({
        state: 'failed',
        reason: `could not be started (${systemErrorCode(error) ?? error.message})`,
        output: '',
      }),
    );
    child.once('exit', (status, signal) => {
      signalGroup(child, 'SIGKILL');
      const end: CommandEnd =
        status === null
          ? { state: 'failed', reason: `was stopped by ${signal ?? 'a signal'}`, output: '' }
          : { state: 'exited', status, output: '' };
      void output.finish().then((text) => settle({ ...end, output: text }));
    });
  });
}

/** Keeps the beginning and the end of what a process writes, and reads the rest away so that it is not held up. */
function collect(child: ChildProcess): { finish(): Promise<string> } {
  const half = MOST_OUTPUT / 2;
  const beginning: Buffer[] = [];
  let length = 0;
  let end = Buffer.alloc(0);
  let left = 0;
  const keep = (chunk: Buffer): void => {
    const kept = chunk.subarray(0, half - length);
    length += kept.length;
    beginning.push(kept);
    const rest = Buffer.concat([end, chunk.subarray(kept.length)]);
    left += Math.max(0, rest.length - half);
    end = rest.subarray(Math.max(0, rest.length - half));
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const closed = new Promise<void>((resolve) => void child.once('close', () => resolve()));
  return {
    finish: async () => {
      // A process that left the group may hold the output open for ever.
      const late = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, GRACE);
      await closed;
      clearTimeout(late);
      const between = left === 0 ? [] : [Buffer.from(`\n… ${left} bytes left out …\n`)];
      return stripVTControlCharacters(
        new TextDecoder().decode(Buffer.concat([...beginning, ...between, end])),
      );
    },
  };
}

/** Lets so many tasks run at once, and the others wait in their order. */
function atATime(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (task) => {
    if (running >= most) {
      await new Promise<void>((resolve) => void waiting.push(resolve));
    }
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}

import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** The command line under test: the bundle that a whole run of the tests has built, or the sources where one test is run alone. */
const main =
  process.env['PLAN_REVIEW_CLI'] ?? fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Node.js keeps there what it has compiled, so that a process that lives for a second does not start for one. */
export const compiledCode = { NODE_COMPILE_CACHE: join(tmpdir(), 'plan-review-compiled') };

/** How a run of the command line ended. */
export interface CliResult {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The user to run as, by number; the caller where left out. */
  readonly uid?: number;
  /** Aborting ends the run at once, as a crash would. */
  readonly kill?: AbortSignal;
}

/** Runs `plan-review` as a process of its own, with nothing of our environment but the way to git. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'] ?? '', ...compiledCode, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid }),
  });
  options.kill?.addEventListener('abort', () => child.kill('SIGKILL'));
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.err += text));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  return { status, ...output };
}

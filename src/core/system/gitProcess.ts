import { spawn } from 'node:child_process';
import { throwIfCancelled, systemErrorCode } from '../base/errors.ts';
import type { GitPlace } from './gitPlace.ts';

/** One run of git. */
export interface GitCall extends GitPlace {
  /** The command and its arguments. No text of a plan stands here. */
  readonly args: readonly string[];
  /** What git reads from its standard input; nothing unless said. */
  readonly input?: string;
  /** Output beyond this many bytes is cut off and git is stopped; 16 MiB unless said. */
  readonly mostBytes?: number;
}

/** How a run ended. `not-found`: there is no git on this machine. */
export type GitResult =
  | {
      readonly state: 'exited';
      /** The exit status, or null when the process was stopped: by the time limit, or for its output. */
      readonly status: number | null;
      readonly output: Buffer;
      /** What git said on its standard error, at most 64 KiB of it. */
      readonly complaint: string;
      readonly isTimeout: boolean;
    }
  | { readonly state: 'not-found' };

/** In milliseconds. Nothing that we ask takes a second; a folder on a dead network drive takes for ever. */
export const TIME_LIMIT = 10_000;
const MOST_OUTPUT = 16 * 1024 * 1024;
const MOST_COMPLAINT = 64 * 1024;

/**
 * What every run of git is told, whatever the repository's configuration says: nothing of it is executed (file
 * monitor, hooks, pager, signature program), and nothing is fetched.
 */
export const SAFE_CONFIG: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  // A repository may name any file of the disk here, whose lines would then show in what is ignored. It also keeps
  // verdicts the same for everybody who checks.
  'core.excludesFile=/dev/null',
  'core.sshCommand=false',
  'credential.helper=',
  'log.showSignature=false',
  'protocol.allow=never',
  'submodule.recurse=false',
  // Of the objects that share a short hash, a plan means the commit.
  'core.disambiguate=commit',
];

/**
 * Runs git without a shell and waits for its end.
 * @throws PlanReviewError `cancelled` when `signal` is aborted; the process is killed first.
 */
export async function runGit(call: GitCall): Promise<GitResult> {
  throwIfCancelled(call.signal);
  const result = await runToTheEnd(call);
  throwIfCancelled(call.signal);
  return result;
}

function runToTheEnd(call: GitCall): Promise<GitResult> {
  const config = SAFE_CONFIG.flatMap((setting) => ['-c', setting]);
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--no-pager', ...config, ...call.args], {
      cwd: call.folder,
      env: call.environment,
      shell: false,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output = collect(call.mostBytes ?? MOST_OUTPUT);
    const complaint = collect(MOST_COMPLAINT);
    let isTimeout = false;
    const kill = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isTimeout = true;
      kill();
    }, call.timeLimit);
    call.signal?.addEventListener('abort', kill, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      call.signal?.removeEventListener('abort', kill);
    };

    child.stdout.on('data', (chunk: Buffer) => {
      if (!output.add(chunk)) {
        kill();
      }
    });
    child.stderr.on('data', (chunk: Buffer) => void complaint.add(chunk));
    child.on('error', (error) => {
      settle();
      // A folder that is gone gives the same error as a program that is not there; both leave nothing to ask.
      if (systemErrorCode(error) === 'ENOENT' || systemErrorCode(error) === 'EACCES') {
        resolve({ state: 'not-found' });
      } else {
        reject(error);
      }
    });
    child.on('close', (status) => {
      settle();
      const said = complaint.bytes().toString('utf8');
      resolve({ state: 'exited', status, output: output.bytes(), complaint: said, isTimeout });
    });
    // Git may end before it has read everything: what counts then is how it ended.
    child.stdin.on('error', () => undefined);
    child.stdin.end(call.input ?? '');
  });
}

/** Keeps the first `most` bytes. */
function collect(most: number): { add(chunk: Buffer): boolean; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let length = 0;
  return {
    add: (chunk) => {
      const kept = chunk.subarray(0, most - length);
      chunks.push(kept);
      length += kept.length;
      return kept.length === chunk.length;
    },
    bytes: () => Buffer.concat(chunks),
  };
}

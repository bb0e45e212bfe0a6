import { mkdir } from 'node:fs/promises';
import { systemErrorCode, throwIfCancelled } from '../../base/errors.ts';
import type { ProviderState } from '../../ports/languageModel.ts';
import { harmlessLine, secretsIn } from './processEnvironment.ts';
import { missing, type CommandLineNames } from './processFailure.ts';
import { findExecutable, type CommandLineOptions } from './processOptions.ts';
import { runProcess, type ProcessCall } from './processRun.ts';

/** Milliseconds. None of these questions takes a second; a program on a dead network drive takes for ever. */
const TIME_LIMIT = 20_000;
const MOST_CHARACTERS = 1024 * 1024;

/** What a program said when it was asked something small. */
export interface ShortAnswer {
  readonly isSuccess: boolean;
  /** Its standard output. */
  readonly output: string;
  /** What it said about why it failed, as one harmless line. */
  readonly problem: string;
}

/**
 * Asks a program something about itself, such as `--version`.
 * @throws PlanReviewError `cancelled` when `signal` is aborted.
 */
export async function askBriefly(
  call: Pick<ProcessCall, 'program' | 'args' | 'folder' | 'environment' | 'platform' | 'signal'>,
): Promise<ShortAnswer> {
  let output = '';
  throwIfCancelled(call.signal);
  const end = await runProcess({
    ...call,
    input: '',
    timeLimit: TIME_LIMIT,
    onLine: (line) => {
      output += `${line}\n`;
      return output.length < MOST_CHARACTERS ? 'go-on' : 'stop';
    },
  });
  throwIfCancelled(call.signal);
  switch (end.state) {
    case 'exited': {
      const said = harmlessLine(end.complaint, secretsIn(call.environment));
      return {
        isSuccess: end.status === 0,
        output,
        problem: said === '' ? `it ended with status ${end.status ?? 'none'}` : said,
      };
    }
    case 'stopped':
      return { isSuccess: false, output, problem: 'it does not come to an end' };
    case 'not-started':
      return { isSuccess: false, output, problem: `it could not be started (${end.reason})` };
  }
}

/** What `doctor` says of a program that can be asked, after its version. */
export interface LoginState {
  readonly isLoggedIn: boolean;
  /** Completes "Claude Code 2.1 at /usr/bin/claude". */
  readonly detail: string;
}

/**
 * Whether a command line can be used here: whether it is there, tells its version, and has somebody logged in.
 * @throws PlanReviewError `cancelled` when `signal` is aborted.
 */
export async function commandLineState(given: {
  readonly options: CommandLineOptions;
  readonly names: CommandLineNames;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  readonly login: (ask: (...args: readonly string[]) => Promise<ShortAnswer>) => Promise<LoginState>;
}): Promise<ProviderState> {
  const { options, names, environment, signal } = given;
  const state = (detail: string, wayOut?: string): ProviderState => ({
    provider: names.provider,
    isAvailable: wayOut === undefined,
    detail,
    wayOut,
  });
  const program = await findExecutable(options);
  if (program === undefined) {
    return state(missing(names, options.executable), names.howToInstall);
  }
  const folder = options.workFolder;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    return state(
      `There is no folder to run ${names.title} in (${systemErrorCode(error) ?? String(error)}).`,
      `Make the folder ${folder} writable.`,
    );
  }
  const ask = (...args: readonly string[]): Promise<ShortAnswer> =>
    askBriefly({ program, args, folder, environment, platform: options.platform, signal });
  const { isSuccess, output, problem } = await ask('--version');
  const version = /\d+\.\d+\.\d+\S*/.exec(output)?.[0];
  if (!isSuccess || version === undefined) {
    return state(
      `${program} does not tell its version: ${isSuccess ? 'what it says holds none' : problem}.`,
      names.howToInstall,
    );
  }
  const { isLoggedIn, detail } = await given.login(ask);
  return state(`${names.title} ${version} at ${program}${detail}`, isLoggedIn ? undefined : names.howToLogIn);
}

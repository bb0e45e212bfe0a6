import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { systemErrorCode } from '../../base/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Machine } from '../../ports/machine.ts';

/** What an adapter of a command line needs. */
export interface CommandLineOptions {
  /** The program's name, looked up on the `PATH`, or its absolute path. Machine-scoped: no workspace may set it. */
  readonly executable: string;
  readonly machine: Pick<Machine, 'findProgram'>;
  /** The user's environment; the program sees an allowed part of it. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As Node.js names it, such as `linux` or `win32`. */
  readonly platform: string;
  readonly clock: Clock;
  /**
   * An absolute folder of ours outside every workspace, made where it is missing. The program runs in it and finds
   * nothing there; it stays the same, because command lines keep their sessions by folder.
   */
  readonly workFolder: string;
  /** Where the system keeps temporary files; prompts and schemas that are too long for an argument lie there meanwhile. */
  readonly temporaryFolder: string;
  /** The model that is asked where a request names none; what the program itself is set to where undefined. */
  readonly defaultModel?: string | undefined;
}

/** What stands for the model that the user has chosen in the program's own settings. */
export const OWN_DEFAULT_MODEL = 'default';

/** The model to name to the program, or undefined to leave it to the program. */
export function modelToName(
  requested: string | undefined,
  options: Pick<CommandLineOptions, 'defaultModel'>,
): string | undefined {
  const model = requested ?? options.defaultModel;
  return model === OWN_DEFAULT_MODEL ? undefined : model;
}

/** The absolute path of the program, or undefined where there is none that may be run. */
export async function findExecutable(options: CommandLineOptions): Promise<string | undefined> {
  const { executable } = options;
  if (isAbsolute(executable)) {
    return await access(executable, constants.X_OK).then(
      () => executable,
      () => undefined,
    );
  }
  // A relative path would be looked up from wherever we were started.
  if (/[/\\]/.test(executable)) {
    return undefined;
  }
  const found = await options.machine.findProgram(executable);
  return found === undefined ? undefined : resolve(found);
}

/**
 * Makes the work folder, and for as long as `action` runs a folder for its files that nobody else may read.
 * @throws what `unusable` makes of the system's error, where there is no place for them.
 */
export async function inCallFolder<T>(
  options: CommandLineOptions,
  unusable: (said: string) => Error,
  action: (callFolder: string) => Promise<T>,
): Promise<T> {
  const callFolder = await makeFolders(options, unusable);
  try {
    return await action(callFolder);
  } finally {
    await rm(callFolder, { recursive: true, force: true });
  }
}

async function makeFolders(
  { workFolder, temporaryFolder }: CommandLineOptions,
  unusable: (said: string) => Error,
): Promise<string> {
  try {
    await mkdir(workFolder, { recursive: true, mode: 0o700 });
    return await mkdtemp(join(temporaryFolder, 'plan-review-call-'));
  } catch (error) {
    throw unusable(`there is no folder to run it in (${systemErrorCode(error) ?? String(error)})`);
  }
}

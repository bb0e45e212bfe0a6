import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { CliContext } from './context.ts';

type Environment = CliContext['environment'];

/** Where this user's programs keep what is theirs and no project's (XDG Base Directory Specification). */
export function stateFolderOf(environment: Environment): string | undefined {
  return userFolder(environment['XDG_STATE_HOME'], environment, '.local/state');
}

/** Where compiled code is kept, which may be thrown away at any time; undefined where the user has no folder for such. */
export function compiledFolderOf(environment: Environment): string | undefined {
  const { XDG_CACHE_HOME: chosen, HOME: home } = environment;
  // A home that is named and not there (`/nonexistent`) is not to be made.
  const HOME = home !== undefined && existsSync(home) ? home : undefined;
  const folder = userFolder(chosen, { HOME }, '.cache');
  return folder === undefined ? undefined : join(folder, 'compiled');
}

function userFolder(
  chosen: string | undefined,
  { HOME: home }: Environment,
  usual: string,
): string | undefined {
  if (chosen !== undefined && isAbsolute(chosen)) {
    return join(chosen, 'plan-review');
  }
  return home !== undefined && isAbsolute(home) ? join(home, usual, 'plan-review') : undefined;
}

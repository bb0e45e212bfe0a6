import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runGit } from './gitProcess.ts';
import { normalizeTreePath } from './treePath.ts';
import type { GitPlace } from './gitPlace.ts';

/** One process answers for all paths but those behind a link or in a submodule, which each end a process. */
const MOST_PROCESSES = 10;

/** The fields of one answer: where the rule stands (file, line), the rule, the path. */
const FIELDS = 4;

/**
 * Those of `paths` that the ignore rules of the repository leave out. A tracked file never is. A path behind a link or
 * in a submodule is not asked about: other rules count there.
 */
export async function ignoredPaths(paths: readonly string[], place: GitPlace): Promise<ReadonlySet<string>> {
  const ignored = new Set<string>();
  let left = [...new Set(paths)].filter((path) => (normalizeTreePath(path) ?? '') !== '');
  for (let process = 1; left.length > 0 && process <= MOST_PROCESSES; process += 1) {
    // With an answer for every path, in order, it is plain at which one git stopped.
    const result = await runGit({
      ...place,
      args: ['check-ignore', '-z', '--stdin', '--verbose', '--non-matching'],
      // Behind "./", a path that starts with a colon is a path, and no pattern.
      input: left.map((path) => `./${path}\0`).join(''),
    });
    if (result.state === 'not-found') {
      break;
    }
    const fields = result.output.toString('utf8').split('\0');
    const answered = Math.floor(fields.length / FIELDS);
    for (let index = 0; index < answered; index += 1) {
      const rule = fields[index * FIELDS + 2] ?? '';
      const path = left[index];
      if (path !== undefined && rule !== '' && !rule.startsWith('!')) {
        ignored.add(path);
      }
    }
    const stumbled = left[answered];
    if (result.status === null || stumbled === undefined) {
      break;
    }
    left = await withoutPlaceOf(stumbled, left.slice(answered + 1), place);
  }
  return ignored;
}

/** `paths` without those in the submodule, or behind the link, that `stumbled` is in. */
async function withoutPlaceOf(
  stumbled: string,
  paths: readonly string[],
  { folder }: GitPlace,
): Promise<string[]> {
  let place = dirname(stumbled);
  for (let above = place; above !== '.' && above !== '/'; above = dirname(above)) {
    if (await isSeam(join(folder, above))) {
      place = above;
    }
  }
  return paths.filter((path) => path !== place && !path.startsWith(`${place}/`));
}

/** Whether another repository, or another place, begins here. */
async function isSeam(path: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isSymbolicLink()) {
      return true;
    }
    await lstat(join(path, '.git'));
    return true;
  } catch {
    return false;
  }
}

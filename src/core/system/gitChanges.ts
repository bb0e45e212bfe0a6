import type { GitPlace } from './gitPlace.ts';
import { runGit } from './gitProcess.ts';

const fullHash = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** The paths that two commits have with different content, from the top of the repository; undefined where git cannot tell. */
export async function changedPaths(
  { from, to }: { readonly from: string; readonly to: string },
  place: GitPlace,
): Promise<readonly string[] | undefined> {
  if (!fullHash.test(from) || !fullHash.test(to)) {
    return undefined;
  }
  const result = await runGit({
    ...place,
    args: ['diff-tree', '--stdin', '--no-commit-id', '-r', '--name-only', '-z', '--no-renames'],
    // A commit with the one that it is to be compared with in the place of its parent.
    input: `${to} ${from}\n`,
  });
  if (result.state !== 'exited' || result.status !== 0 || result.complaint !== '') {
    return undefined;
  }
  return result.output
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
}

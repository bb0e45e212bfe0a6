import { runGit } from './gitProcess.ts';
import { MOST_FILES } from './walkTree.ts';
import type { GitPlace } from './gitPlace.ts';

/** About 300 bytes for each file of the longest list. */
const MOST_BYTES = 64 * 1024 * 1024;

const GITLINK = '160000';

/** What the store keeps of us is not the project's, though it is committed with it. */
const OURS = '.plan-review/';

/**
 * The files below the folder that are tracked or not ignored, and are there. Repositories inside this one that are no
 * submodules (worktrees, mostly: copies of the same files) are left out.
 */
export async function listFiles(place: GitPlace): Promise<readonly string[] | undefined> {
  const result = await runGit({
    ...place,
    args: ['ls-files', '-z', '-t', '--stage', '--cached', '--others', '--deleted', '--exclude-standard'],
    mostBytes: MOST_BYTES,
  });
  if (result.state === 'not-found' || result.isTimeout || (result.status !== 0 && result.status !== null)) {
    return undefined;
  }
  const files = new Set<string>();
  // The last piece is empty, or the torn end of a list that was cut.
  for (const line of result.output.toString('utf8').split('\0').slice(0, -1)) {
    const entry = parse(line);
    if (entry.isDeleted) {
      files.delete(entry.path);
    } else if (!entry.path.startsWith(OURS) && !entry.isForeign) {
      files.add(entry.path);
    }
  }
  return [...files].sort().slice(0, MOST_FILES);
}

interface ListEntry {
  readonly path: string;
  readonly isDeleted: boolean;
  /** Whether it is a repository of its own that this one knows nothing of. */
  readonly isForeign: boolean;
}

/** `? path` for an untracked file; `H mode hash stage<TAB>path` for a tracked one, again with `R` when it is gone. */
function parse(line: string): ListEntry {
  const tag = line.slice(0, 1);
  if (tag === '?') {
    const path = line.slice(2);
    return { path, isDeleted: false, isForeign: path.endsWith('/') };
  }
  const tab = line.indexOf('\t');
  const mode = line.slice(2, line.indexOf(' ', 2));
  const path = line.slice(tab + 1) + (mode === GITLINK ? '/' : '');
  return { path, isDeleted: tag === 'R', isForeign: false };
}

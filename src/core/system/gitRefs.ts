import type { Refs } from '../ports/git.ts';
import type { LocalConfig } from './gitConfig.ts';

/** Branches and tags by their full names, such as `refs/heads/main`. */
export function refsOf(names: readonly string[], config: LocalConfig): Refs {
  const branches = new Set<string>();
  const tags = new Set<string>();
  for (const name of names) {
    if (name.startsWith('refs/heads/')) {
      branches.add(name.slice('refs/heads/'.length));
    } else if (name.startsWith('refs/tags/')) {
      tags.add(name.slice('refs/tags/'.length));
    } else if (name.startsWith('refs/remotes/')) {
      // A plan may say `origin/main` or `main`, and means the same.
      const remote = name.slice('refs/remotes/'.length);
      branches.add(remote);
      branches.add(remote.slice(remote.indexOf('/') + 1));
    }
  }
  branches.delete('HEAD');
  return { branches, tags, lacksBranches: leavesOutBranches(config) };
}

/** Whether what is fetched of a remote are single branches: "+refs/heads/main:refs/remotes/origin/main". */
function leavesOutBranches({ fetched }: LocalConfig): boolean {
  const wanted = fetched.filter((line) => line.includes('refs/heads/'));
  return wanted.length > 0 && !wanted.some((line) => line.includes('refs/heads/*'));
}

import type { Refs } from '../ports/git.ts';
import { runGit } from './gitProcess.ts';
import type { GitPlace } from './gitPlace.ts';

/** The names of all branches and tags, from one listing, or undefined where git gave none. */
export async function listRefs(place: GitPlace): Promise<Refs | undefined> {
  const [result, lacksBranches] = await Promise.all([
    runGit({
      ...place,
      args: ['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes', 'refs/tags'],
    }),
    leavesOutBranches(place),
  ]);
  if (result.state === 'not-found' || result.status !== 0) {
    return undefined;
  }
  const branches = new Set<string>();
  const tags = new Set<string>();
  for (const name of result.output.toString('utf8').split('\n')) {
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
  return { branches, tags, lacksBranches };
}

/** Whether what is fetched of a remote are single branches: "+refs/heads/main:refs/remotes/origin/main". */
async function leavesOutBranches(place: GitPlace): Promise<boolean> {
  const result = await runGit({
    ...place,
    args: ['config', '--get-regexp', String.raw`^remote\..*\.fetch$`],
  });
  const wanted = result.state === 'exited' ? result.output.toString('utf8').split('\n') : [];
  const remotes = wanted.filter((line) => line.includes('refs/heads/'));
  return remotes.length > 0 && !remotes.some((line) => line.includes('refs/heads/*'));
}

import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { NoRepository, Repository } from '../ports/git.ts';
import { runGit, type GitResult } from './gitProcess.ts';
import type { GitPlace } from './gitPlace.ts';

/** The repository around a folder, or why there is none. `detail` is a sentence where there is more to say. */
export type RepositoryFacts =
  | { readonly available: true; readonly repository: Repository; readonly topLevel: string }
  | { readonly available: false; readonly reason: NoRepository; readonly detail?: string };

/** One question for all there is to know; the two words about HEAD are left out while there is no commit. */
const QUESTION: readonly string[] = [
  'rev-parse',
  '--is-shallow-repository',
  '--git-path',
  'objects/pack',
  '--show-toplevel',
  '--revs-only',
  'HEAD',
  '--symbolic-full-name',
  'HEAD',
];

/** Asks git about the repository, with one process; with two where it has no commit yet. */
export async function readRepository(place: GitPlace): Promise<RepositoryFacts> {
  const result = await runGit({ ...place, args: QUESTION });
  if (result.state === 'not-found') {
    return { available: false, reason: 'git-not-found' };
  }
  if (result.status !== 0) {
    return refusal(place, result);
  }
  const [shallow, packs, topLevel, head, fullName] = result.output.toString('utf8').split('\n');
  if (shallow === undefined || packs === undefined || topLevel === undefined || topLevel === '') {
    return { available: false, reason: 'not-a-repository' };
  }
  const hasCommit = head !== undefined && /^[0-9a-f]{40,64}$/.test(head);
  const repository: Repository = {
    head: hasCommit ? head : null,
    branch: branchOf(hasCommit ? fullName : await unbornBranch(place)),
    isPartial: shallow === 'true' || (await hasPromisedObjects(resolve(place.folder, packs))),
  };
  return { available: true, repository, topLevel };
}

/** A detached HEAD has no name but its own. */
function branchOf(fullName: string | undefined): string | null {
  const prefix = 'refs/heads/';
  return fullName?.startsWith(prefix) === true ? fullName.slice(prefix.length) : null;
}

async function unbornBranch(place: GitPlace): Promise<string | undefined> {
  const result = await runGit({ ...place, args: ['symbolic-ref', '--quiet', 'HEAD'] });
  return result.state === 'exited' && result.status === 0 ? result.output.toString('utf8').trim() : undefined;
}

/** A partial clone marks each pack that came from a server which keeps the rest. Saves asking for the configuration. */
async function hasPromisedObjects(packs: string): Promise<boolean> {
  try {
    return (await readdir(packs)).some((name) => name.endsWith('.promisor'));
  } catch {
    return false;
  }
}

function refusal(place: GitPlace, result: GitResult & { state: 'exited' }): RepositoryFacts {
  const reason = 'not-a-repository';
  if (result.isTimeout) {
    return {
      available: false,
      reason,
      detail: 'git did not answer in time, so it was not asked any further.',
    };
  }
  // There is no other sign of it than these words, which git has used since it began to refuse.
  if (/dubious ownership|unsafe repository/.test(result.complaint)) {
    return {
      available: false,
      reason,
      detail:
        'git refuses this repository because its folder belongs to another user. ' +
        `If you trust it: git config --global --add safe.directory "${place.folder}"`,
    };
  }
  return { available: false, reason };
}

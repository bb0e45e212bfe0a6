import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { NoRepository, Refs, Repository } from '../ports/git.ts';
import { readLocalConfig } from './gitConfig.ts';
import type { IgnorePlaces } from './gitIgnored.ts';
import type { GitPlace } from './gitPlace.ts';
import { runGit, type GitResult } from './gitProcess.ts';
import { refsOf } from './gitRefs.ts';

/** The repository around a folder, or why there is none. `detail` is a sentence where there is more to say. */
export type RepositoryFacts =
  | {
      readonly available: true;
      readonly repository: Repository;
      readonly refs: Refs;
      readonly topLevel: string;
      readonly ignorePlaces: IgnorePlaces;
    }
  | { readonly available: false; readonly reason: NoRepository; readonly detail?: string };

/** One question for all there is to know, refs included; the two words about HEAD are left out while there is no commit. */
const QUESTION: readonly string[] = [
  'rev-parse',
  '--is-shallow-repository',
  '--git-path',
  'objects/pack',
  '--git-path',
  'config',
  '--git-path',
  'info/exclude',
  '--show-prefix',
  '--show-toplevel',
  '--revs-only',
  'HEAD',
  '--symbolic-full-name',
  'HEAD',
  '--symbolic',
  '--glob=refs/heads',
  '--glob=refs/remotes',
  '--glob=refs/tags',
];

/** About 100 bytes for each of half a million refs. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Asks git about the repository, with one process; with two where it has no commit yet. */
export async function readRepository(place: GitPlace): Promise<RepositoryFacts> {
  const result = await runGit({ ...place, args: QUESTION, mostBytes: MOST_BYTES });
  if (result.state === 'not-found') {
    return { available: false, reason: 'git-not-found' };
  }
  if (result.status !== 0) {
    return refusal(place, result);
  }
  const lines = result.output.toString('utf8').trimEnd().split('\n');
  const [shallow, packs, config, excludeFile, prefix, topLevel, head, fullName] = lines;
  if (packs === undefined || config === undefined || excludeFile === undefined || prefix === undefined) {
    return { available: false, reason: 'not-a-repository' };
  }
  if (topLevel === undefined || topLevel === '') {
    return { available: false, reason: 'not-a-repository' };
  }
  const hasCommit = head !== undefined && /^[0-9a-f]{40,64}$/.test(head);
  const [branch, isPartial, local] = await Promise.all([
    hasCommit ? fullName : unbornBranch(place),
    shallow === 'true' || hasPromisedObjects(resolve(place.folder, packs)),
    readLocalConfig(resolve(place.folder, config)),
  ]);
  return {
    available: true,
    repository: { head: hasCommit ? head : null, branch: branchOf(branch), isPartial },
    refs: refsOf(lines.slice(hasCommit ? 8 : 6), local),
    topLevel,
    ignorePlaces: {
      topLevel,
      prefix,
      excludeFile: resolve(place.folder, excludeFile),
      ignoresCase: local.ignoresCase,
    },
  };
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

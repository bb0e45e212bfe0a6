import type { ObjectKind } from '../ports/git.ts';
import { runGit } from './gitProcess.ts';
import type { GitPlace } from './gitPlace.ts';

/** Only this reaches git: a name such as `HEAD:../../etc/passwd` would end the process, or say more than we ask. */
const HASH = /^[0-9a-f]{7,64}$/;

/** In a partial clone, each object that was left on the server ends a process. Beyond these, no more is asked. */
const MOST_PROCESSES = 10;

/**
 * Tells for each hash what it names, with one process. One that git gave no answer to (it was stopped by the time
 * limit, or is not there at all) has no entry.
 */
export async function objectKinds(
  hashes: readonly string[],
  place: GitPlace,
): Promise<ReadonlyMap<string, ObjectKind>> {
  const kinds = new Map<string, ObjectKind>();
  let left: string[] = [];
  for (const hash of new Set(hashes)) {
    if (HASH.test(hash)) {
      left.push(hash);
    } else {
      kinds.set(hash, 'missing');
    }
  }
  for (let process = 1; left.length > 0 && process <= MOST_PROCESSES; process += 1) {
    const result = await runGit({
      ...place,
      args: ['cat-file', '--buffer', '--batch-check=%(objectname) %(objecttype)'],
      input: `${left.join('\n')}\n`,
    });
    if (result.state === 'not-found') {
      return kinds;
    }
    const answers = result.output.toString('utf8').split('\n').slice(0, -1);
    for (const [index, answer] of answers.entries()) {
      const hash = left[index];
      if (hash !== undefined) {
        kinds.set(hash, kindOf(hash, answer));
      }
    }
    const stumbled = left[answers.length];
    if (result.status === null || stumbled === undefined || !isPromised(result.complaint)) {
      return kinds;
    }
    // It is known to exist on the server, and is not here. Who asks knows that the repository is partial.
    kinds.set(stumbled, 'missing');
    left = left.slice(answers.length + 1);
  }
  return kinds;
}

/** It does not fetch (or, in versions that do not know GIT_NO_LAZY_FETCH, is refused every protocol), and gives up. */
function isPromised(complaint: string): boolean {
  return complaint.includes('promisor remote');
}

/** `answer` is "<full hash> <type>", "<hash> missing" or "<hash> ambiguous". */
function kindOf(hash: string, answer: string): ObjectKind {
  const [name = '', type = ''] = answer.split(' ');
  if (type === 'missing' || type === 'ambiguous') {
    return type;
  }
  // A branch may be called like a short hash; git then answers for the branch.
  if (!name.startsWith(hash)) {
    return 'missing';
  }
  return type === 'commit' ? 'commit' : 'other';
}

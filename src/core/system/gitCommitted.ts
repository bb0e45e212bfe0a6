import { createHash } from 'node:crypto';
import { throwIfCancelled } from '../base/errors.ts';
import { SAFE_CONFIG } from './gitProcess.ts';
import { normalizeTreePath } from './treePath.ts';
import type { GitPlace } from './gitPlace.ts';

/**
 * Whether HEAD has this content at `path`. Git may store a text with other line endings than the file on disk has
 * (`core.autocrlf`), so the same text with plain line feeds counts too. Filters of the repository are programs, and
 * are not run: a file that one of them changes counts as not committed.
 *
 * This is asked once in a round, so it may cost the few milliseconds that simple-git adds to a process. It is loaded
 * only now, since checks alone never need it.
 */
export async function isCommitted(path: string, content: Uint8Array, place: GitPlace): Promise<boolean> {
  throwIfCancelled(place.signal);
  const below = normalizeTreePath(path);
  if (below === undefined || below === '') {
    return false;
  }
  const committed = await hashAtHead(below, place);
  throwIfCancelled(place.signal);
  return (
    committed !== undefined && [content, withLineFeeds(content)].some((bytes) => isBlob(committed, bytes))
  );
}

async function hashAtHead(path: string, place: GitPlace): Promise<string | undefined> {
  const { simpleGit, GitError } = await import('simple-git');
  try {
    const git = simpleGit({
      baseDir: place.folder,
      config: [...SAFE_CONFIG],
      // simple-git lets no configuration through that could name a program, not even one that switches it off.
      unsafe: {
        allowUnsafeCredentialHelper: true,
        allowUnsafeFsMonitor: true,
        allowUnsafeHooksPath: true,
        allowUnsafePager: true,
        allowUnsafeProtocolOverride: true,
        allowUnsafeSshCommand: true,
      },
      allowEnvironment: Object.keys(place.environment),
      // By default it waits 50 ms after the end of the process.
      completion: { onClose: true, onExit: false },
      timeout: { block: place.timeLimit },
      ...(place.signal === undefined ? {} : { abort: place.signal }),
    }).env({ ...place.environment });
    const answer = await git.revparse(['--verify', '--quiet', '--end-of-options', `HEAD:./${path}`]);
    return /^[0-9a-f]{40,64}$/.exec(answer.trim())?.[0];
  } catch (error) {
    if (error instanceof GitError) {
      return undefined;
    }
    throw error;
  }
}

/** Whether `hash` is git's name for a file of this content, in a SHA-1 or a SHA-256 repository. */
function isBlob(hash: string, content: Uint8Array): boolean {
  const algorithm = hash.length === 40 ? 'sha1' : 'sha256';
  return createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest('hex') === hash;
}

function withLineFeeds(content: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(content).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}

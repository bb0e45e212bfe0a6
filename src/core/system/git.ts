import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { HistoryAnswer } from '../ports/commitHistory.ts';
import type { Git, RepositoryAnswer } from '../ports/git.ts';
import type { Logger } from '../ports/logger.ts';
import { changedPaths } from './gitChanges.ts';
import { isCommitted } from './gitCommitted.ts';
import { gitEnvironment } from './gitEnvironment.ts';
import { openHistory } from './gitHistory.ts';
import { ignoredPaths } from './gitIgnored.ts';
import { TIME_LIMIT } from './gitProcess.ts';
import { listFiles } from './gitListFiles.ts';
import { objectKinds } from './gitObjectKinds.ts';
import type { GitPlace } from './gitPlace.ts';
import { readRepository, type RepositoryFacts } from './gitRepository.ts';

/** What `createGit` needs. */
export interface GitOptions {
  /** The absolute path of the tree's root; all paths are relative to it. It may be deep inside a repository. */
  readonly root: string;
  /** Whether the user trusts the folder. Where not, no process is started. */
  readonly isTrusted: boolean;
  /** The user's environment; what git gets to see of it is chosen here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
  /** Milliseconds after which a process is killed; 10,000 unless said. */
  readonly timeLimit?: number;
}

/** `Git`, with what the wiring of the tree needs besides. */
export interface SystemGit extends Git {
  /**
   * Looks around the root once. `git` then answers about the repository, its refs and what they leave out from that look, for as
   * long as one check takes; all else it asks afresh. It counts paths from the top level, where there is one.
   */
  look(signal?: AbortSignal): Promise<Look>;

  /**
   * The files of the project below the root: tracked or not ignored, and there. A submodule is its folder's path with
   * a `/` at the end. Undefined where there is no repository to ask, or git gave up.
   */
  listFiles(signal?: AbortSignal): Promise<readonly string[] | undefined>;

  /** Opens the history up to HEAD. `prefix` is where the workspace folder lies below the root, with a slash at its end. */
  openHistory(prefix: string, signal?: AbortSignal): Promise<HistoryAnswer>;
}

/** What one look at a repository saw. */
export interface Look {
  /**
   * The absolute path of the working tree that holds the root, or undefined where there is none. In a worktree or a
   * submodule it is that one's own folder.
   */
  readonly topLevel: string | undefined;
  readonly git: SystemGit;
}

/** Git on this machine, for one tree. Nothing is run before the first question. */
export function createGit(options: GitOptions): SystemGit {
  const { root, isTrusted, environment, logger, timeLimit = TIME_LIMIT } = options;
  const filtered = gitEnvironment(environment);
  const place = (signal: AbortSignal | undefined): GitPlace => ({
    folder: root,
    environment: filtered,
    timeLimit,
    signal,
  });
  const read = async (signal: AbortSignal | undefined): Promise<RepositoryFacts> => {
    if (!isTrusted) {
      return { available: false, reason: 'not-trusted' };
    }
    const facts = await readRepository(place(signal));
    if (!facts.available && facts.detail !== undefined) {
      logger?.warn(facts.detail);
    }
    return facts;
  };
  return gitWith(options, place, read);
}

/** All questions, of which those about the repository as a whole are answered by `read`. */
function gitWith(
  options: GitOptions,
  place: (signal: AbortSignal | undefined) => GitPlace,
  read: (signal: AbortSignal | undefined) => Promise<RepositoryFacts>,
): SystemGit {
  const { root, isTrusted } = options;
  return {
    repository: async (signal) => answerOf(await read(signal)),
    look: async (signal) => {
      const facts = await read(signal);
      const topLevel = await topLevelOf(root, facts);
      const folder = topLevel ?? root;
      const seen = facts.available && topLevel !== undefined ? countedFrom(topLevel, facts) : facts;
      const placeThere = (stop: AbortSignal | undefined): GitPlace => ({ ...place(stop), folder });
      return {
        topLevel,
        git: gitWith({ ...options, root: folder }, placeThere, () => Promise.resolve(seen)),
      };
    },
    objectKinds: async (hashes, signal) => (isTrusted ? await objectKinds(hashes, place(signal)) : new Map()),
    refs: async (signal) => {
      const facts = await read(signal);
      return facts.available ? facts.refs : undefined;
    },
    ignored: async (paths, signal) => {
      const facts = await read(signal);
      return facts.available ? await ignoredPaths(paths, facts.ignorePlaces, signal) : new Set();
    },
    changedBetween: async (from, to, signal) =>
      isTrusted ? await changedPaths({ from, to }, place(signal)) : undefined,
    isCommitted: async (path, content, signal) =>
      isTrusted && (await isCommitted(path, content, place(signal))),
    listFiles: async (signal) => (isTrusted ? await listFiles(place(signal)) : undefined),
    openHistory: async (prefix, signal) =>
      isTrusted ? await openHistory(place(signal), prefix) : { available: false, reason: 'not-trusted' },
  };
}

function countedFrom(
  topLevel: string,
  facts: RepositoryFacts & { readonly available: true },
): RepositoryFacts {
  return { ...facts, ignorePlaces: { ...facts.ignorePlaces, topLevel, prefix: '' } };
}

async function topLevelOf(root: string, facts: RepositoryFacts): Promise<string | undefined> {
  return facts.available ? await confirmTopLevel(root, facts.topLevel) : undefined;
}

function answerOf(facts: RepositoryFacts): RepositoryAnswer {
  return facts.available ? { available: true, repository: facts.repository } : facts;
}

/**
 * Takes git's word for the top level only where a `.git` stands in it and the root is below it: a repository's
 * configuration can name any folder as its working tree (`core.worktree`), the root of the disk for one.
 */
async function confirmTopLevel(root: string, topLevel: string): Promise<string | undefined> {
  try {
    const top = resolve(topLevel);
    const way = relative(await realpath(top), await realpath(root));
    const isBelow = way === '' || (!way.startsWith('..') && !isAbsolute(way));
    await stat(join(top, '.git'));
    return isBelow ? top : undefined;
  } catch {
    return undefined;
  }
}

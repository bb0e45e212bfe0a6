/** What a name in the object database is. `ambiguous`: a short hash that several objects share. */
export type ObjectKind = 'commit' | 'other' | 'missing' | 'ambiguous';

/** The repository that holds the workspace folder. */
export interface Repository {
  /** The full hash that HEAD points at, or null before the first commit. */
  readonly head: string | null;
  /** The current branch, or null when HEAD is detached. */
  readonly branch: string | null;
  /** Whether history was cut off or left on the server, so that a missing commit proves nothing. */
  readonly isPartial: boolean;
}

/** Why there is no repository to ask. */
export type NoRepository = 'not-a-repository' | 'git-not-found' | 'not-trusted';

export type RepositoryAnswer =
  | { readonly available: true; readonly repository: Repository }
  | {
      readonly available: false;
      readonly reason: NoRepository;
      /** A sentence for people, where there is more to say than the reason: git refuses the folder's owner. */
      readonly detail?: string;
    };

/** The names of branches (local ones, and remote ones with and without their remote) and of tags. */
export interface Refs {
  readonly branches: ReadonlySet<string>;
  /** Whether the clone leaves out branches of a remote (`--single-branch`), so that a missing one proves nothing. */
  readonly lacksBranches: boolean;
  readonly tags: ReadonlySet<string>;
}

/**
 * What we ask git. Every answer comes from reading: nothing is fetched, no hook, filter or monitor of the
 * repository's configuration is run, and no text of a plan becomes an argument.
 */
export interface Git {
  /** The repository, or why there is none. Asked afresh each time. */
  repository(signal?: AbortSignal): Promise<RepositoryAnswer>;

  /**
   * Tells for each hash what it names. Takes 7 to 64 lower-case hexadecimal digits; anything else is `missing`.
   * One process for any number of hashes. A hash that git gave no answer to (no trust, no git, out of time) is no key
   * of the answer: nothing may be concluded about it.
   */
  objectKinds(hashes: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ObjectKind>>;

  /** All branches and tags, from one listing; undefined where there is no git to ask. */
  refs(signal?: AbortSignal): Promise<Refs | undefined>;

  /** Those of `paths` (below the tree's root, and not there) that the repository's ignore rules leave out. */
  ignored(paths: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>;

  /**
   * The paths, below the repository's top folder, that two commits have with different content; undefined where git
   * cannot tell: no trust, no git, a commit that is not there. Takes full hashes.
   */
  changedBetween(from: string, to: string, signal?: AbortSignal): Promise<readonly string[] | undefined>;

  /** Whether HEAD has this content at `path` (below the tree's root), whatever the line endings on disk. */
  isCommitted(path: string, content: Uint8Array, signal?: AbortSignal): Promise<boolean>;
}

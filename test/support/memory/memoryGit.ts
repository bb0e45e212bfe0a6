import type { Git, NoRepository, ObjectKind } from '../../../src/core/ports/git.ts';

/** What the repository in memory is like; a repository without commits unless said otherwise. */
export interface MemoryRepository {
  /** Why there is no repository to ask. */
  readonly unavailable?: NoRepository;
  /** The first of `commits` unless said. */
  readonly head?: string | null;
  /** `main` unless said; null for a detached HEAD. */
  readonly branch?: string | null;
  readonly isPartial?: boolean;
  /** Hashes of commits, and of objects that are none. Beginnings of a hash are found too. */
  readonly commits?: readonly string[];
  readonly others?: readonly string[];
  /** Paths that are ignored; one that ends with `/` stands for all that is below it. */
  readonly ignored?: readonly string[];
  readonly branches?: readonly string[];
  /** Whether branches of a remote were left out when cloning. */
  readonly lacksBranches?: boolean;
  readonly tags?: readonly string[];
  /** What HEAD has that other commits have not; undefined where nobody can tell. */
  readonly changed?: readonly string[];
  /** What HEAD has, by path. */
  readonly committed?: Readonly<Record<string, string>>;
}

/** Git in memory, with what was asked of it. */
export interface MemoryGit extends Git {
  /** The hashes of each call of `objectKinds`, in order. */
  readonly asked: readonly (readonly string[])[];
}

/** A repository in memory. */
export function createMemoryGit(repository: MemoryRepository = {}): MemoryGit {
  const { unavailable, commits = [], others = [], ignored = [], committed = {} } = repository;
  const { head = commits[0] ?? null, branch = 'main', isPartial = false } = repository;
  const asked: string[][] = [];
  return {
    asked,
    repository: () =>
      Promise.resolve(
        unavailable === undefined
          ? { available: true, repository: { head, branch, isPartial } }
          : { available: false, reason: unavailable },
      ),
    objectKinds: (hashes) => {
      asked.push([...hashes]);
      return Promise.resolve(new Map(hashes.map((hash) => [hash, kindOf(hash, commits, others)])));
    },
    refs: () =>
      Promise.resolve(
        unavailable === undefined
          ? {
              branches: new Set(repository.branches),
              tags: new Set(repository.tags),
              lacksBranches: repository.lacksBranches ?? false,
            }
          : undefined,
      ),
    ignored: (paths) => Promise.resolve(new Set(paths.filter((path) => isIgnored(path, ignored)))),
    changedBetween: () => Promise.resolve(repository.changed),
    isCommitted: (path, content) => Promise.resolve(committed[path] === new TextDecoder().decode(content)),
  };
}

function kindOf(hash: string, commits: readonly string[], others: readonly string[]): ObjectKind {
  const isNamed = (name: string): boolean => name.startsWith(hash);
  if (!/^[0-9a-f]{7,64}$/.test(hash)) {
    return 'missing';
  }
  switch (commits.filter(isNamed).length) {
    case 0:
      return others.some(isNamed) ? 'other' : 'missing';
    case 1:
      return 'commit';
    default:
      return 'ambiguous';
  }
}

function isIgnored(path: string, ignored: readonly string[]): boolean {
  return ignored.some((rule) => path === rule || (rule.endsWith('/') && path.startsWith(rule)));
}

import type { EntryKind, Files, TreePath } from '../ports/files.ts';
import type { Git, ObjectKind, Refs, RepositoryAnswer } from '../ports/git.ts';

/** What a plan speaks about, as one look found it. */
export interface Surroundings {
  readonly files: Files;
  readonly git: Git;
  /** Where the tree lies, in words that differ where the place does. */
  readonly place: string;
}

/** What a check was told, so that it can be asked again whether it is still so. */
export interface RecordedAnswers {
  readonly place: string;
  readonly kinds: Map<TreePath, EntryKind>;
  readonly texts: Map<TreePath, string | undefined>;
  list: readonly TreePath[] | undefined;
  repository: RepositoryAnswer | undefined;
  /** Undefined where nobody asked. */
  refs: { readonly answer: Refs | undefined } | undefined;
  readonly objects: Map<string, ObjectKind | undefined>;
  readonly ignored: Map<TreePath, boolean>;
  /** Whether something was asked that is not kept here. */
  hasOthers: boolean;
}

/** Passes questions on, and keeps what was answered. */
export function recording({ files, git, place }: Surroundings): {
  readonly files: Files;
  readonly git: Git;
  readonly answers: RecordedAnswers;
} {
  const answers: RecordedAnswers = {
    place,
    kinds: new Map(),
    texts: new Map(),
    list: undefined,
    repository: undefined,
    refs: undefined,
    objects: new Map(),
    ignored: new Map(),
    hasOthers: false,
  };
  return {
    answers,
    files: {
      kinds: async (paths, signal) => {
        const kinds = await files.kinds(paths, signal);
        for (const [path, kind] of kinds) {
          answers.kinds.set(path, kind);
        }
        return kinds;
      },
      read: async (path, signal) => {
        const text = await files.read(path, signal);
        answers.texts.set(path, text);
        return text;
      },
      list: async (signal) => (answers.list = await files.list(signal)),
    },
    git: {
      repository: async (signal) => (answers.repository = await git.repository(signal)),
      refs: async (signal) => {
        answers.refs = { answer: await git.refs(signal) };
        return answers.refs.answer;
      },
      objectKinds: async (hashes, signal) => {
        const kinds = await git.objectKinds(hashes, signal);
        for (const hash of hashes) {
          answers.objects.set(hash, kinds.get(hash));
        }
        return kinds;
      },
      ignored: async (paths, signal) => {
        const ignored = await git.ignored(paths, signal);
        for (const path of paths) {
          answers.ignored.set(path, ignored.has(path));
        }
        return ignored;
      },
      changedBetween: (from, to, signal) => {
        answers.hasOthers = true;
        return git.changedBetween(from, to, signal);
      },
      isCommitted: (path, content, signal) => {
        answers.hasOthers = true;
        return git.isCommitted(path, content, signal);
      },
    },
  };
}

/**
 * Whether every question would be answered the same now. `before` is what the answers came from, and is asked while `now` is
 * still being looked for: where the two turn out to be different places, that was in vain.
 */
export async function stillHold(
  answers: RecordedAnswers,
  { before, now }: { readonly before: Surroundings; readonly now: Promise<Surroundings> },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { files, git } = before;
  const hold = await Promise.all([
    now.then((there) => holdThere(answers, there, signal)),
    sameKinds(answers, files, signal),
    sameObjects(answers, git, signal),
    answers.list === undefined || files.list(signal).then((list) => isSameList(answers.list ?? [], list)),
    ...[...answers.texts].map(async ([path, text]) => (await files.read(path, signal)) === text),
  ]);
  return hold.every(Boolean);
}

/** What one look at the repository tells. */
async function holdThere(
  answers: RecordedAnswers,
  { place, git }: Surroundings,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (place !== answers.place) {
    return false;
  }
  const { repository, refs, ignored } = answers;
  const hold = await Promise.all([
    repository === undefined || git.repository(signal).then((answer) => isSameRepository(answer, repository)),
    refs === undefined || git.refs(signal).then((answer) => isSameRefs(answer, refs.answer)),
    ignored.size === 0 ||
      git.ignored([...ignored.keys()], signal).then((left) => allSame(ignored, (path) => left.has(path))),
  ]);
  return hold.every(Boolean);
}

async function sameKinds({ kinds }: RecordedAnswers, files: Files, signal?: AbortSignal): Promise<boolean> {
  const now = kinds.size === 0 ? kinds : await files.kinds([...kinds.keys()], signal);
  return allSame(kinds, (path) => now.get(path));
}

async function sameObjects({ objects }: RecordedAnswers, git: Git, signal?: AbortSignal): Promise<boolean> {
  const now = objects.size === 0 ? objects : await git.objectKinds([...objects.keys()], signal);
  return allSame(objects, (hash) => now.get(hash));
}

function allSame<T>(before: ReadonlyMap<string, T>, now: (key: string) => T | undefined): boolean {
  for (const [key, value] of before) {
    if (now(key) !== value) {
      return false;
    }
  }
  return true;
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one === other || (one.length === other.length && one.every((path, index) => path === other[index]));
}

function isSameRepository(one: RepositoryAnswer, other: RepositoryAnswer): boolean {
  if (!one.available || !other.available) {
    return !one.available && !other.available && one.reason === other.reason;
  }
  const [a, b] = [one.repository, other.repository];
  return a.head === b.head && a.branch === b.branch && a.isPartial === b.isPartial;
}

function isSameRefs(one: Refs | undefined, other: Refs | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.lacksBranches === other.lacksBranches &&
    isSameList([...one.branches], [...other.branches]) &&
    isSameList([...one.tags], [...other.tags])
  );
}

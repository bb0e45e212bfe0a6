import type { Drift, Execution } from '../../domain/execution.ts';
import type { PlannedWork } from '../../domain/plannedWork.ts';
import type { CommitSince, FileChange, WorkSince } from '../../domain/workSince.ts';

/** A commit, and why it counts as the plan's work; undefined for one of others. */
export interface AttributedCommit extends CommitSince {
  readonly work: Execution['commits'][number]['work'];
}

/**
 * Tells the commits of the work from those of others: those that only the plan's branch has, those that name the plan, and those
 * that change a file which the plan says it changes.
 */
export function attributeCommits(
  commits: readonly CommitSince[],
  {
    ids,
    planPath,
    touched,
  }: { readonly ids: readonly string[]; readonly planPath: string; readonly touched: ReadonlySet<string> },
): readonly AttributedCommit[] {
  const name = planPath.slice(planPath.lastIndexOf('/') + 1);
  const patterns = ids.map((id) => new RegExp(`\\b${escaped(id).replaceAll('-', '[- #]?0*')}\\b`, 'i'));
  return commits.map((commit) => {
    const isNamed = patterns.some((pattern) => pattern.test(commit.message)) || commit.message.includes(name);
    const touches = commit.changes.some(({ path }) => touched.has(path));
    const work = commit.isOnBranchAlone ? 'branch' : isNamed ? 'message' : touches ? 'files' : undefined;
    return { ...commit, work };
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

/** What drift is told from. */
export interface DriftFacts {
  readonly changes: ReadonlyMap<string, FileChange>;
  readonly commits: readonly AttributedCommit[];
  readonly uncommitted: WorkSince['uncommitted'];
  /** The plan's own path: to edit it is no drift. */
  readonly planPath: string;
}

/** So many files are listed of each sort. */
const mostFiles = 200;

/** Files that were changed otherwise than the plan says: what it relied on, and what it never named. */
export function driftOf(
  { reliedOn, names }: Pick<PlannedWork, 'reliedOn' | 'names'>,
  facts: DriftFacts,
): Execution['drift'] {
  const relied = reliedOn.flatMap(({ paths, isDirectory, range }): Drift[] => {
    const path = isDirectory ? undefined : paths.find((candidate) => facts.changes.has(candidate));
    const change = path === undefined ? undefined : facts.changes.get(path);
    return path === undefined || change === undefined || change === 'created' || path === facts.planPath
      ? []
      : [{ ...authorship(path, change, facts), range }];
  });
  const certain = facts.commits.filter(({ work }) => work === 'branch' || work === 'message');
  // Where nothing but its files tells that a commit is the work's, it is only as far as it is mostly about them.
  const own =
    certain.length > 0
      ? certain
      : facts.commits.filter(
          ({ work, changes }) =>
            work !== undefined && changes.filter(({ path }) => names(path)).length * 3 >= changes.length,
        );
  const ofWork = new Set([
    ...own.flatMap(({ changes }) => changes.map(({ path }) => path)),
    ...facts.uncommitted,
  ]);
  const unnamed = [...facts.changes].flatMap(([path, change]): Drift[] =>
    !ofWork.has(path) || names(path) || isCompanion(path, names) || path === facts.planPath
      ? []
      : [authorship(path, change, { ...facts, commits: own })],
  );
  return { reliedOn: onceEach(relied).slice(0, mostFiles), unnamed: unnamed.slice(0, mostFiles) };
}

function authorship(path: string, change: FileChange, { commits, uncommitted }: DriftFacts): Drift {
  const own = commits.filter(({ changes }) => changes.some((file) => file.path === path));
  const others = own.find(({ work }) => work === undefined);
  const latest = others ?? own[0];
  return {
    path,
    change,
    by:
      others !== undefined
        ? 'others'
        : latest !== undefined && !uncommitted.has(path)
          ? 'work'
          : 'uncommitted',
    ...(latest === undefined ? {} : { commit: latest.hash }),
  };
}

function onceEach(drift: readonly Drift[]): Drift[] {
  return [...new Map(drift.toReversed().map((each) => [each.path, each])).values()].toReversed();
}

/** What comes with a file that the plan names: lock files, snapshots, and the tests of a file. */
function isCompanion(path: string, names: (path: string) => boolean): boolean {
  if (/(?:^|\/)(?:[\w.-]+\.lock|package-lock\.json|pnpm-lock\.yaml|go\.sum|[\w.-]+\.snap)$/.test(path)) {
    return true;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const subject = name.replace(/[._-](?:test|spec)(?=\.\w+$)/, '').replace(/^test_/, '');
  return subject !== name && (names(subject) || names(path.slice(0, path.length - name.length) + subject));
}

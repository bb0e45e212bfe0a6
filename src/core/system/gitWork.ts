import type { BranchState, WorkSince } from '../domain/workSince.ts';
import type { FileArrival, WorkHistory } from '../ports/workHistory.ts';
import { commitsSince, mostCommits } from './gitCommits.ts';
import { diffArguments, parseDiffs, parseRaw } from './gitDiff.ts';
import { gitEnvironment } from './gitEnvironment.ts';
import { outputOf, withoutFilters } from './gitFilters.ts';
import type { GitPlace } from './gitPlace.ts';
import { runGit } from './gitProcess.ts';

/** What `createWorkHistory` needs. */
export interface WorkHistoryOptions {
  /** The repository's top folder, absolute. */
  readonly root: string;
  readonly isTrusted: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Milliseconds. A diff against the working tree reads every file whose time has changed. */
const TIME_LIMIT = 60_000;
const MOST_DIFF = 8 * 1024 * 1024;
const MOST_LIST = 64 * 1024 * 1024;

const fullHash = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What git on this machine tells of work. Nothing is run before the first question. */
export function createWorkHistory({ root, isTrusted, environment }: WorkHistoryOptions): WorkHistory {
  const filtered = gitEnvironment(environment);
  const placeFor = (signal: AbortSignal | undefined): GitPlace | undefined =>
    isTrusted ? { folder: root, environment: filtered, timeLimit: TIME_LIMIT, signal } : undefined;
  return {
    arrivalOf: async (path, signal) => {
      const place = placeFor(signal);
      return place === undefined ? undefined : await arrivalOf(path, place);
    },
    commitNamed: async (hash, signal) => {
      const place = placeFor(signal);
      return place === undefined || !/^[0-9a-f]{4,64}$/.test(hash)
        ? undefined
        : (
            await outputOf({ ...place, args: ['rev-parse', '--verify', '--quiet', `${hash}^{commit}`] })
          )?.trim();
    },
    since: async (from, branch, signal) => {
      const place = placeFor(signal);
      return place === undefined ? undefined : await since({ from, branch }, place);
    },
    filesAt: async (commit, signal) => {
      const place = placeFor(signal);
      const listed =
        place === undefined || !fullHash.test(commit)
          ? undefined
          : await outputOf({
              ...place,
              args: ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit],
              mostBytes: MOST_LIST,
            });
      return listed === undefined ? undefined : new Set(listed.split('\0').filter((path) => path !== ''));
    },
    diffs: async (from, work, signal) => {
      const place = placeFor(signal);
      return place === undefined ? undefined : await diffs(from, work, place);
    },
  };
}

/**
 * Follows a file back through its renames. The path is the one that the user reviews, behind `--` and read as it stands.
 */
async function arrivalOf(path: string, place: GitPlace): Promise<FileArrival | 'uncommitted' | undefined> {
  const shallow = await outputOf({ ...place, args: ['rev-parse', '--is-shallow-repository'] });
  if (shallow?.trim() !== 'false') {
    return undefined;
  }
  const hashes = await outputOf({
    ...place,
    args: [
      '--literal-pathspecs',
      'log',
      '--follow',
      '--find-renames',
      '--no-ext-diff',
      '--no-textconv',
      '--no-show-signature',
      '--format=tformat:%H',
      '--name-only',
      '-z',
      '--diff-filter=ACR',
      'HEAD',
      '--',
      path,
    ],
  });
  if (hashes === undefined) {
    // Before the first commit there is no HEAD to ask about.
    const head = await runGit({ ...place, args: ['rev-parse', '--verify', '--quiet', 'HEAD'] });
    return head.state === 'exited' && head.status === 1 ? 'uncommitted' : undefined;
  }
  const commit = hashes.split(/[\0\n]/).findLast((field) => fullHash.test(field));
  if (commit === undefined) {
    return 'uncommitted';
  }
  const parent = await outputOf({
    ...place,
    args: ['rev-list', '--parents', '--max-count=1', '--end-of-options', commit],
  });
  const added = await outputOf({
    ...place,
    args: ['diff-tree', '--root', '--no-commit-id', '-r', '-z', '--raw', '--no-renames', commit],
  });
  return parent === undefined || added === undefined
    ? undefined
    : {
        commit,
        parent: parent.trim().split(' ')[1] ?? null,
        added: parseRaw(added).flatMap((file) => (file.change === 'created' ? file.path : [])),
      };
}

async function since(
  { from, branch }: { readonly from: string | null; readonly branch: string | undefined },
  place: GitPlace,
): Promise<WorkSince | undefined> {
  const refs = await readRefs(place);
  const safe = await withoutFilters(place);
  if (refs === undefined || safe === undefined || (from !== null && !fullHash.test(from))) {
    return undefined;
  }
  const own = branch === undefined ? undefined : refs.tips.get(branch);
  const branchState = await stateOf({ branch, own, refs }, place);
  const isElsewhere = branchState === 'elsewhere' && own !== undefined;
  const tip = isElsewhere ? own : refs.head;
  const base = from ?? (await emptyTree(place));
  if (base === undefined) {
    return undefined;
  }
  const [changes, changesToHead, untracked, commits] = await Promise.all([
    outputOf({ ...safe, args: [...diffArguments('--raw', '-z'), base, ...(isElsewhere ? [tip] : []), '--'] }),
    isElsewhere ? '' : outputOf({ ...safe, args: [...diffArguments('--raw', '-z'), tip, '--'] }),
    isElsewhere ? '' : outputOf({ ...place, args: ['ls-files', '-z', '--others', '--exclude-standard'] }),
    commitsSince({ from, tip, trunk: own === undefined ? undefined : trunkBeside(refs, own) }, place),
  ]);
  if (
    changes === undefined ||
    changesToHead === undefined ||
    untracked === undefined ||
    commits === undefined
  ) {
    return undefined;
  }
  // A folder at the end is a repository of its own.
  const unknown = untracked.split('\0').filter((path) => path !== '' && !path.endsWith('/'));
  const tracked = parseRaw(changes);
  const gone = new Set(tracked.flatMap(({ path, change }) => (change === 'removed' ? path : [])));
  return {
    branchState,
    tip,
    branch: isElsewhere ? (branch ?? null) : refs.branch,
    hasWorkingTree: !isElsewhere,
    changes: [
      // What was taken out of the index and lies there again was changed, if anything.
      ...tracked.filter(({ path }) => !(gone.has(path) && unknown.includes(path))),
      ...unknown.map((path) => ({
        path,
        change: gone.has(path) ? ('modified' as const) : ('created' as const),
      })),
    ],
    uncommitted: new Set([...parseRaw(changesToHead).map(({ path }) => path), ...unknown]),
    commits,
    isWhole: commits.length < mostCommits,
  };
}

interface KnownRefs {
  readonly head: string;
  readonly branch: string | null;
  /** The commits of branches, by name: local ones, and those of remotes with and without their remote. */
  readonly tips: ReadonlyMap<string, string>;
}

async function readRefs(place: GitPlace): Promise<KnownRefs | undefined> {
  const [head, symbolic, listed] = await Promise.all([
    outputOf({ ...place, args: ['rev-parse', '--verify', '--quiet', 'HEAD'] }),
    runGit({ ...place, args: ['symbolic-ref', '--quiet', 'HEAD'] }),
    outputOf({
      ...place,
      args: ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/remotes', 'refs/heads'],
      mostBytes: MOST_DIFF,
    }),
  ]);
  if (head === undefined || listed === undefined) {
    return undefined;
  }
  const tips = new Map<string, string>();
  const entries = listed.split('\n').flatMap((line) => {
    const [, kind, name, hash] = /^refs\/(heads|remotes)\/(\S+) ([0-9a-f]{40,64})$/.exec(line) ?? [];
    return kind === undefined || name === undefined || hash === undefined ? [] : [{ kind, name, hash }];
  });
  // A branch of this clone goes before one of a remote.
  for (const { kind, name, hash } of entries.toSorted((a, b) => (a.kind < b.kind ? 1 : -1))) {
    tips.set(name, hash);
    if (kind === 'remotes') {
      tips.set(name.slice(name.indexOf('/') + 1), hash);
    }
  }
  for (const { kind, name, hash } of entries) {
    if (kind === 'heads') {
      tips.set(name, hash);
    }
  }
  const full =
    symbolic.state === 'exited' && symbolic.status === 0 ? symbolic.output.toString('utf8').trim() : '';
  const branch = full.startsWith('refs/heads/') ? full.slice('refs/heads/'.length) : null;
  return { head: head.trim(), branch, tips };
}

async function stateOf(
  { branch, own, refs }: { branch: string | undefined; own: string | undefined; refs: KnownRefs },
  place: GitPlace,
): Promise<BranchState> {
  if (branch === undefined) {
    return 'unnamed';
  }
  if (own === undefined) {
    return 'missing';
  }
  if (refs.branch === branch || refs.head === own) {
    return 'checked-out';
  }
  const ancestor = await runGit({ ...place, args: ['merge-base', '--is-ancestor', own, refs.head] });
  return ancestor.state === 'exited' && ancestor.status === 0 ? 'merged' : 'elsewhere';
}

/** Where work is merged into, unless that is the very commit that the plan's branch is at. */
function trunkBeside({ tips }: KnownRefs, own: string): string | undefined {
  const trunk = ['main', 'master', 'trunk', 'develop'].flatMap((name) => tips.get(name) ?? [])[0];
  return trunk === own ? undefined : trunk;
}

/** git's name for a tree without files, which differs with the repository's kind of hash. */
async function emptyTree(place: GitPlace): Promise<string | undefined> {
  return (await outputOf({ ...place, args: ['hash-object', '-t', 'tree', '--stdin'] }))?.trim();
}

async function diffs(
  from: string | null,
  work: Parameters<WorkHistory['diffs']>[1],
  place: GitPlace,
): ReturnType<WorkHistory['diffs']> {
  const safe = await withoutFilters(place);
  const base = from ?? (await emptyTree(place));
  if (safe === undefined || base === undefined || !fullHash.test(base) || !fullHash.test(work.tip)) {
    return undefined;
  }
  const ends = [base, ...(work.hasWorkingTree ? [] : [work.tip]), '--'];
  const [raw, patch] = await Promise.all([
    outputOf({ ...safe, args: [...diffArguments('--raw', '-z'), ...ends] }),
    runGit({ ...safe, args: [...diffArguments('--patch', '--unified=3'), ...ends], mostBytes: MOST_DIFF }),
  ]);
  if (raw === undefined || patch.state !== 'exited') {
    return undefined;
  }
  return parseDiffs(parseRaw(raw), patch.output.toString('utf8'));
}

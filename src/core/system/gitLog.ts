import { runGit } from './gitProcess.ts';
import type { GitPlace } from './gitPlace.ts';

/** A commit, its parents by their place in the list, and what came to be in it. */
export interface LogEntry {
  readonly hash: string;
  /** ISO 8601. */
  readonly time: string;
  /** Indices of entries in front of this one. */
  readonly parents: readonly number[];
  readonly added: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** A history of a hundred thousand commits that touch ten files each. */
const MOST_BYTES = 256 * 1024 * 1024;

/** In milliseconds. Renames are found by comparing contents, which takes minutes where there are very many. */
const TIME_LIMIT = 10 * 60_000;

/** What marks the beginning of a commit among the changes. */
const COMMIT = '\u{1}';

/** In an order in which no commit stands before its parents. */
const EVERY_COMMIT: readonly string[] = [
  'log',
  '-z',
  '--topo-order',
  '--reverse',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-show-signature',
];

/**
 * Every commit of HEAD's history, parents first, with two processes: undefined where git gave up, or a list is longer
 * than 256 MiB. What a merge itself adds is not listed, which is next to nothing: what it brings was added in a parent's
 * history.
 */
export async function readLog(place: GitPlace): Promise<readonly LogEntry[] | undefined> {
  const [commits, changes] = await Promise.all([
    ask(place, ['--no-patch', '--format=tformat:%H %cI %P']),
    // Where contents are missing, only files that were moved as they are can be told.
    askForChanges(place, '--find-renames').then(
      (found) => found ?? askForChanges(place, '--find-renames=100%'),
    ),
  ]);
  if (commits === undefined || changes === undefined) {
    return undefined;
  }
  const changed = parseChanges(changes);
  const places = new Map<string, number>();
  return commits
    .split('\0')
    .filter((line) => line !== '')
    .map((line, index): LogEntry => {
      const [hash = '', time = '', ...parents] = line.split(' ');
      places.set(hash, index);
      const known = parents.flatMap((parent) => places.get(parent) ?? []);
      return { hash, time, parents: known, ...(changed.get(hash) ?? { added: [], renamed: [] }) };
    });
}

async function askForChanges(place: GitPlace, renames: string): Promise<string | undefined> {
  return await ask(place, ['--raw', '--no-abbrev', renames, '--diff-filter=AR', '--format=format:%x01%H']);
}

async function ask(place: GitPlace, args: readonly string[]): Promise<string | undefined> {
  const result = await runGit({
    ...place,
    timeLimit: Math.max(place.timeLimit, TIME_LIMIT),
    mostBytes: MOST_BYTES,
    args: [...EVERY_COMMIT, ...args, 'HEAD', '--'],
  });
  return result.state === 'exited' && result.status === 0 ? result.output.toString('utf8') : undefined;
}

interface Changes {
  readonly added: string[];
  readonly renamed: { from: string; to: string }[];
}

/** What came to be in each commit, by its hash. Commits in which nothing did are left out. */
function parseChanges(output: string): ReadonlyMap<string, Changes> {
  const changes = new Map<string, Changes>();
  let current: Changes = { added: [], renamed: [] };
  const fields = output.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    let field = fields[at] ?? '';
    if (field.startsWith(COMMIT)) {
      // The line of a commit and the first of its changes are one field, with a line break between them.
      const end = field.indexOf('\n');
      current = { added: [], renamed: [] };
      changes.set(field.slice(COMMIT.length, end === -1 ? undefined : end), current);
      field = end === -1 ? '' : field.slice(end + 1);
    }
    // ":<mode> <mode> <hash> <hash> <status>"
    if (field.endsWith(' A')) {
      current.added.push(fields[(at += 1)] ?? '');
    } else if (/ R\d*$/.test(field)) {
      current.renamed.push({ from: fields[at + 1] ?? '', to: fields[at + 2] ?? '' });
      at += 2;
    }
  }
  return changes;
}

import type { ChangedFile, CommitSince } from '../domain/workSince.ts';
import { parseRaw } from './gitDiff.ts';
import { outputOf } from './gitFilters.ts';
import type { GitPlace } from './gitPlace.ts';

/** So many commits are told apart at most; of older ones only what they changed together is known. */
export const mostCommits = 2_000;

const MOST_BYTES = 64 * 1024 * 1024;

/** What marks the beginning of a commit among the changes. */
const COMMIT = '\u{1}';

const LOG: readonly string[] = [
  'log',
  '-z',
  '--no-merges',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--no-show-signature',
  `--max-count=${mostCommits}`,
];

/**
 * The commits that `tip` has and `from` has not, newest first. Those that `trunk` has not either are the branch's alone. Takes
 * full hashes; `from` is null for all commits.
 */
export async function commitsSince(
  {
    from,
    tip,
    trunk,
  }: { readonly from: string | null; readonly tip: string; readonly trunk: string | undefined },
  place: GitPlace,
): Promise<readonly CommitSince[] | undefined> {
  const range = [tip, ...(from === null ? [] : [`^${from}`])];
  const [told, changed, alone] = await Promise.all([
    outputOf({
      ...place,
      mostBytes: MOST_BYTES,
      args: [...LOG, '--no-patch', '--format=tformat:%H%x00%cI%x00%an%x00%B', ...range, '--'],
    }),
    outputOf({
      ...place,
      mostBytes: MOST_BYTES,
      args: [...LOG, '--raw', '--no-abbrev', '--no-renames', '--format=format:%x01%H', ...range, '--'],
    }),
    trunk === undefined
      ? ''
      : outputOf({ ...place, args: ['rev-list', `--max-count=${mostCommits}`, ...range, `^${trunk}`, '--'] }),
  ]);
  if (told === undefined || changed === undefined || alone === undefined) {
    return undefined;
  }
  const changes = changesOf(changed);
  const ofBranch = new Set(alone.split('\n'));
  const fields = told.split('\0');
  const commits: CommitSince[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [hash = '', time = '', author = '', message = ''] = fields.slice(at, at + 4);
    commits.push({
      hash,
      time,
      author,
      message: message.trim(),
      changes: changes.get(hash) ?? [],
      isOnBranchAlone: ofBranch.has(hash),
    });
  }
  return commits;
}

/** What each commit changed, by its hash. The line of a commit and its first change are one field. */
function changesOf(output: string): ReadonlyMap<string, readonly ChangedFile[]> {
  const changes = new Map<string, readonly ChangedFile[]>();
  const fields = output.split('\0');
  let hash = '';
  let own: string[] = [];
  const finish = (): void => {
    if (hash !== '') {
      changes.set(hash, parseRaw(own.join('\0')));
    }
  };
  for (let at = 0; at < fields.length; at += 1) {
    let field = fields[at] ?? '';
    if (field.startsWith(COMMIT)) {
      finish();
      const end = field.indexOf('\n');
      hash = field.slice(COMMIT.length, end === -1 ? undefined : end);
      own = [];
      field = end === -1 ? '' : field.slice(end + 1);
    }
    if (field.startsWith(':')) {
      own.push(field, fields[(at += 1)] ?? '');
    }
  }
  finish();
  return changes;
}

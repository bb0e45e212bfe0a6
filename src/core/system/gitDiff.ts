import type { ChangedFile, FileChange } from '../domain/workSince.ts';
import type { FileDiff } from '../ports/workHistory.ts';

/** `git diff`, told to run nothing and to say everything the same way, whatever the repository's configuration says. */
export function diffArguments(...shape: readonly string[]): readonly string[] {
  return [
    '-c',
    'core.quotePath=false',
    'diff',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--no-relative',
    '--ignore-submodules=all',
    '--src-prefix=a/',
    '--dst-prefix=b/',
    ...shape,
  ];
}

const changes: Readonly<Record<string, FileChange>> = {
  A: 'created',
  D: 'removed',
  M: 'modified',
  T: 'modified',
};

/** Reads `:<mode> <mode> <hash> <hash> <status>` NUL `path` NUL … What is unmerged counts as modified. */
export function parseRaw(output: string): readonly ChangedFile[] {
  const fields = output.split('\0');
  const files = new Map<string, FileChange>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const status = fields[at]?.slice(-1) ?? '';
    const path = fields[at + 1] ?? '';
    if (path !== '') {
      files.set(path, changes[status] ?? 'modified');
    }
  }
  return [...files].map(([path, change]) => ({ path, change }));
}

/**
 * Gives each file its part of a patch, which has the files in the same order. Only a header begins with these words: a line of
 * a file has a mark in front of it.
 */
export function parseDiffs(files: readonly ChangedFile[], patch: string): readonly FileDiff[] {
  const parts = patch.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git '));
  return files.flatMap((file, index) => {
    const text = parts[index];
    return text === undefined ? [] : [{ ...file, text }];
  });
}

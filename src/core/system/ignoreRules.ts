import { wildmatch } from './wildmatch.ts';

/** A file of ignore rules and the folder it stands in: empty for the root, else without a slash at its end. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

interface Rule {
  readonly folder: string;
  readonly isNegated: boolean;
  readonly isFolderOnly: boolean;
  /** Takes the path below the rule's folder. */
  readonly fits: (path: string) => boolean;
}

/**
 * Tells which paths ignore files leave out, as gitignore(5) says and git does, without git: for paths that are not there. Of
 * files in one folder the last counts most. A path that ends with a slash is a folder; of any other nobody knows, and a rule
 * for folders alone leaves it be. `ignoresCase` is git's `core.ignoreCase`.
 */
export function ignoreRules(
  files: readonly IgnoreFile[],
  { ignoresCase = false }: { readonly ignoresCase?: boolean } = {},
): (path: string) => boolean {
  const plain = (text: string): string => {
    const bytes = /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1'); // oxlint-disable-line no-control-regex -- ASCII
    return ignoresCase ? bytes.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase()) : bytes;
  };
  const rules = files
    .toSorted((a, b) => depthOf(a.folder) - depthOf(b.folder))
    .flatMap(({ folder, text }) => rulesOf(plain(folder), plain(text.replace(/^\ufeff/, ''))));
  const known = new Map<string, boolean>();
  // What lies in a folder that is left out cannot be taken in again.
  const isFolderLeftOut = (folder: string): boolean => {
    const before = known.get(folder);
    if (before !== undefined || folder === '') {
      return before === true;
    }
    const answer = isFolderLeftOut(parentOf(folder)) || isLeftOut(rules, folder, 'folder');
    known.set(folder, answer);
    return answer;
  };
  return (path) => {
    const below = plain(path).replace(/\/+$/, '');
    // Of a folder, git also asks with the slash: `build/**` leaves out what `build/` holds, and so all of it. It takes that for a
    // path that is not there, so that no rule for folders alone fits it.
    return path.endsWith('/')
      ? isFolderLeftOut(below) || isLeftOut(rules, `${below}/`, 'unknown')
      : isFolderLeftOut(parentOf(below)) || isLeftOut(rules, below, 'unknown');
  };
}

function depthOf(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last rule that fits decides. */
function isLeftOut(rules: readonly Rule[], path: string, kind: 'folder' | 'unknown'): boolean {
  const rule = rules.findLast(({ folder, fits, isFolderOnly }) => {
    if (isFolderOnly && kind !== 'folder') {
      return false;
    }
    if (folder === '') {
      return fits(path);
    }
    return path.startsWith(`${folder}/`) && fits(path.slice(folder.length + 1));
  });
  return rule !== undefined && !rule.isNegated;
}

function rulesOf(folder: string, text: string): Rule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    if (line.startsWith('#')) {
      return [];
    }
    const written = withoutTrailingSpaces(line);
    const isNegated = written.startsWith('!');
    const rule = isNegated ? written.slice(1) : written;
    const isFolderOnly = rule.endsWith('/');
    const pattern = isFolderOnly ? rule.slice(0, -1) : rule;
    return pattern === '' ? [] : [{ folder, isNegated, isFolderOnly, fits: matcherOf(pattern) }];
  });
}

/** A backslash keeps a space at the end. */
function withoutTrailingSpaces(line: string): string {
  const spaces = / +$/.exec(line);
  if (spaces === null) {
    return line;
  }
  const marks = /\\*$/.exec(line.slice(0, spaces.index))?.[0].length ?? 0;
  return line.slice(0, spaces.index) + (marks % 2 === 1 ? ' ' : '');
}

/** A pattern with a slash counts from its folder; one without fits a name at any depth. */
function matcherOf(pattern: string): (path: string) => boolean {
  if (!pattern.includes('/')) {
    const fits = nameMatcher(pattern);
    return (path) => fits(path.slice(path.lastIndexOf('/') + 1));
  }
  const anchored = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  const special = anchored.search(/[*?[\\]/);
  if (special === -1) {
    return (path) => path === anchored;
  }
  const start = anchored.slice(0, special);
  const rest = anchored.slice(special);
  return (path) => path.startsWith(start) && wildmatch(rest, path.slice(start.length));
}

function nameMatcher(pattern: string): (name: string) => boolean {
  if (!/[*?[\\]/.test(pattern)) {
    return (name) => name === pattern;
  }
  const ending = pattern.slice(1);
  return pattern.startsWith('*') && !/[*?[\\]/.test(ending)
    ? (name) => name.endsWith(ending)
    : (name) => wildmatch(pattern, name);
}

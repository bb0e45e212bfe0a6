/** A file of ignore rules and the folder it stands in: empty for the root, else without a slash at its end. */
export interface IgnoreFile {
  readonly folder: string;
  readonly text: string;
}

interface Rule {
  readonly folder: string;
  readonly pattern: RegExp;
  readonly isNegated: boolean;
  readonly isFolderOnly: boolean;
}

/**
 * Tells which paths ignore files leave out, as gitignore(5) says, for trees that are not on disk, where git cannot be asked.
 * A path that ends with a slash is a folder; of any other nobody knows, and a rule for folders alone leaves it be.
 */
export function ignoreRules(files: readonly IgnoreFile[]): (path: string) => boolean {
  const rules = files
    .toSorted((a, b) => a.folder.split('/').length - b.folder.split('/').length || (a.folder === '' ? -1 : 1))
    .flatMap(rulesOf);
  return (path) => {
    const parts = path.replace(/\/+$/, '').split('/');
    // What lies in a folder that is left out cannot be taken in again.
    return parts.some((_, index) => {
      const isLast = index === parts.length - 1;
      return isLeftOut(rules, parts.slice(0, index + 1).join('/'), !isLast || path.endsWith('/'));
    });
  };
}

/** The last rule that fits decides. */
function isLeftOut(rules: readonly Rule[], path: string, isFolder: boolean): boolean {
  const rule = rules.findLast(({ folder, pattern, isFolderOnly }) => {
    const below =
      folder === '' ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
    return below !== undefined && (isFolder || !isFolderOnly) && pattern.test(below);
  });
  return rule !== undefined && !rule.isNegated;
}

function rulesOf({ folder, text }: IgnoreFile): Rule[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const written = line.replace(/(?<!\\)\s+$/, '');
    if (written === '' || written.startsWith('#')) {
      return [];
    }
    const isNegated = written.startsWith('!');
    const rule = isNegated ? written.slice(1) : written;
    const isFolderOnly = rule.endsWith('/');
    const bare = isFolderOnly ? rule.replace(/\/+$/, '') : rule;
    const source = sourceOf(bare);
    return source === undefined ? [] : [{ folder, pattern: source, isNegated, isFolderOnly }];
  });
}

/** A pattern with a slash counts from its folder; one without fits a name at any depth. */
function sourceOf(pattern: string): RegExp | undefined {
  const isAnchored = pattern.includes('/');
  const body = pattern
    .replace(/^\//, '')
    .split('/')
    .map((part) => (part === '**' ? part : partSource(part)));
  let source = '';
  for (const [index, part] of body.entries()) {
    const isLast = index === body.length - 1;
    if (part === '**') {
      source += isLast ? '.+' : '(?:[^/]+/)*';
    } else {
      source += isLast ? part : `${part}/`;
    }
  }
  try {
    return new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${source}$`, 's');
  } catch {
    return undefined;
  }
}

function partSource(part: string): string {
  return part.replace(/\\.|\[!?\]?[^\]]*\]|\*+|\?|[^\\[*?]+|./gs, (piece) => {
    if (piece.startsWith('*')) {
      return '[^/]*';
    }
    if (piece === '?') {
      return '[^/]';
    }
    if (piece.length > 2 && piece.startsWith('[') && piece.endsWith(']')) {
      return piece.replace(/^\[!/, '[^').replaceAll('\\', String.raw`\\`);
    }
    return (piece.startsWith('\\') ? piece.slice(1) : piece).replace(
      /[\\^$.|?*+()[\]{}/-]/g,
      String.raw`\$&`,
    );
  });
}

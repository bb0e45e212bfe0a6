/**
 * Tells which paths a glob means: `*` and `?` stay within a name, `**` spans folders, `{a,b}` is either of the two, and a folder
 * means everything below it. Both count from the same folder.
 */
export function planGlob(glob: string): (path: string) => boolean {
  const plain = glob.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (plain === '' || plain === '.') {
    return () => true;
  }
  const source = plain.replace(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|./gs, sourceOf);
  const pattern = new RegExp(`^${source}(?:/.*)?$`, 's');
  return (path) => pattern.test(path);
}

function sourceOf(piece: string): string {
  switch (piece) {
    case '**/':
      return '(?:[^/]+/)*';
    case '**':
      return '.*';
    case '*':
      return '[^/]*';
    case '?':
      return '[^/]';
    default:
      return /^\{.*\}$/s.test(piece)
        ? `(?:${piece.slice(1, -1).split(',').map(literal).join('|')})`
        : literal(piece);
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}/-]/g, String.raw`\$&`);
}

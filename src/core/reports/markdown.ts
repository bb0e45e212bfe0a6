/** Text of unknown origin as plain words of a Markdown document: one line, no mark-up, no HTML. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\*_[\]<>|~#]/g, String.raw`\$&`);
}

/** Text of unknown origin as a code span that it cannot close. */
export function inlineCode(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A Markdown table. Cells are Markdown already; a bar in them is escaped. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, String.raw`\|`)).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Something counted, in words: `1 finding`, `3 findings`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first letter in upper case, as labels are written. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A difference of scores with its sign, to one decimal; empty for none. */
export function signedScore(value: number | null | undefined): string {
  if (value === null || value === undefined) {
    return '';
  }
  const text = value.toFixed(1);
  return value > 0 && text !== '0.0' ? `+${text}` : text.replace(/^-(0\.0)$/, '$1');
}

import { trimmedEnd, trimmedStart } from './blockStarts.ts';
import { wordsOf, type Content } from './content.ts';

const PIPE = 0x7c;
const BACKSLASH = 0x5c;

/** The cells of a row of a table between two offsets of the plan, without the white space around them. */
export function rowCells(text: string, from: number, to: number): Content[] {
  const cells: Content[] = [];
  const start = trimmedStart(text, from, to);
  let open = text.charCodeAt(start) === PIPE ? start + 1 : start;
  for (let at = open; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) {
      at += 1;
    } else if (code === PIPE) {
      cells.push(cellOf(text, open, at));
      open = at + 1;
    }
  }
  if (trimmedStart(text, open, to) < to) {
    cells.push(cellOf(text, open, to));
  }
  return cells;
}

function cellOf(text: string, from: number, to: number): Content {
  const start = trimmedStart(text, from, to);
  return wordsOf(text, start, trimmedEnd(text, start, to));
}

const delimiters = /[ \t]*(\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?)[ \t]*(?=[\r\n]|$)/y;

/** How many columns a line of delimiters such as `|---|:-:|` has; 0 for any other line. */
export function delimitedColumns(text: string, from: number): number {
  delimiters.lastIndex = from;
  const line = delimiters.exec(text)?.[1];
  // Hyphens alone underline a heading.
  return line === undefined || !/[|:]/.test(line) ? 0 : (line.match(/-+/g)?.length ?? 0);
}

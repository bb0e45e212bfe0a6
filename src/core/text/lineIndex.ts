import type { Position, Range } from '../domain/position.ts';

/** Turns offsets of one text into lines and columns and back. Lines end with LF, CRLF or CR. */
export interface LineIndex {
  readonly text: string;
  /** The offset at which each line begins. */
  readonly starts: readonly number[];
}

/** Indexes a text in one pass. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  if (text.includes('\r')) {
    const breaks = /\r\n|\r|\n/g;
    while (breaks.exec(text) !== null) {
      starts.push(breaks.lastIndex);
    }
  } else {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
      starts.push(at + 1);
    }
  }
  return { text, starts };
}

/** The place of an offset (UTF-16 units from the start; held to the text's ends). */
export function positionAt(index: LineIndex, offset: number): Position {
  const held = Math.max(0, Math.min(offset, index.text.length));
  const line = lineAt(index, held);
  return { line: line + 1, column: held - (index.starts[line] ?? 0) + 1 };
}

/** The offset of a place; a column behind its line's end counts as that end. */
export function offsetAt(index: LineIndex, position: Position): number {
  const start = index.starts[position.line - 1];
  if (start === undefined) {
    return index.text.length;
  }
  return Math.min(start + position.column - 1, lineEnd(index, position.line - 1));
}

/** The range between two offsets. */
export function rangeOf(index: LineIndex, start: number, end: number): Range {
  return { start: positionAt(index, start), end: positionAt(index, end) };
}

/** The number, from 0, of the line that holds an offset. */
export function lineAt(index: LineIndex, offset: number): number {
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= offset) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

/** What stands in front of an offset in its line. */
export function lineBefore(
  { text, lines }: { readonly text: string; readonly lines: LineIndex },
  offset: number,
): string {
  return text.slice(lines.starts[lineAt(lines, offset)] ?? 0, offset);
}

/** Where a line (from 0) ends, before its line break. */
export function lineEnd(index: LineIndex, line: number): number {
  const next = index.starts[line + 1];
  if (next === undefined) {
    return index.text.length;
  }
  const isCrLf = index.text[next - 1] === '\n' && index.text[next - 2] === '\r';
  return next - (isCrLf ? 2 : 1);
}

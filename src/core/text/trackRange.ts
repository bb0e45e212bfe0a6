import { comparePositions, type Position, type Range } from '../domain/position.ts';

/** One edit of a text: `range` of the text before it was replaced by `text`. */
export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

/**
 * Where a range lies after an edit, or undefined when the edit left nothing of it.
 *
 * Text typed at the very start or end of the range stays outside it; text typed within it makes it grow.
 */
export function trackRange(range: Range, change: TextChange): Range | undefined {
  if (comparePositions(change.range.start, range.end) >= 0) {
    return range;
  }
  if (comparePositions(change.range.end, range.start) <= 0) {
    return { start: shift(range.start, change), end: shift(range.end, change) };
  }
  const coversStart = comparePositions(change.range.start, range.start) <= 0;
  const coversEnd = comparePositions(change.range.end, range.end) >= 0;
  if (coversStart && coversEnd) {
    return undefined;
  }
  return {
    start: coversStart ? insertedEnd(change) : range.start,
    end: coversEnd ? change.range.start : shift(range.end, change),
  };
}

/** Moves a position at or behind the end of the replaced text. */
function shift(position: Position, change: TextChange): Position {
  const { end } = change.range;
  const insertEnd = insertedEnd(change);
  if (position.line === end.line) {
    return { line: insertEnd.line, column: insertEnd.column + position.column - end.column };
  }
  return { line: position.line + insertEnd.line - end.line, column: position.column };
}

/** Where the inserted text ends. */
function insertedEnd(change: TextChange): Position {
  const lines = change.text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const { start } = change.range;
  if (lines.length === 1) {
    return { line: start.line, column: start.column + last.length };
  }
  return { line: start.line + lines.length - 1, column: last.length + 1 };
}

import { z } from 'zod';

/** A place in a text as editors show it: lines and columns count from 1, columns in UTF-16 code units. */
export const positionSchema = z.strictObject({
  line: z.int().min(1),
  column: z.int().min(1),
});

/** A half-open stretch of text: `end` is the place behind its last character. */
export const rangeSchema = z.strictObject({ start: positionSchema, end: positionSchema });

export type Position = z.infer<typeof positionSchema>;
export type Range = z.infer<typeof rangeSchema>;

/** Orders positions as they stand in the text: negative when `a` comes first. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

/** Orders ranges by where they start, then by where they end. */
export function compareRanges(a: Range, b: Range): number {
  return comparePositions(a.start, b.start) || comparePositions(a.end, b.end);
}

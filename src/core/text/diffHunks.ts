import { structuredPatch } from 'diff';

/** A line of a hunk, with its number in each text that has it, from 1. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Changed lines that are near each other, with a few that stayed around them. Never empty. */
export type DiffHunk = readonly DiffLine[];

/** How many lines that stayed are shown around each change. */
const context = 3;

/** Lines that were added and removed, together, beyond which two texts are not compared any more: it takes too long. */
const mostChanges = 2_000;

/** What changed between two texts, by lines; undefined where they have too little in common to be compared. */
export function diffHunks(before: string, after: string): readonly DiffHunk[] | undefined {
  const patch = structuredPatch('', '', before, after, '', '', { context, maxEditLength: mostChanges });
  return patch?.hunks.map(({ oldStart, newStart, lines }) => {
    let [left, right] = [oldStart, newStart];
    return lines.flatMap((line): readonly DiffLine[] => {
      const text = line.slice(1).replace(/\r$/, '');
      switch (line[0]) {
        case '-':
          return [{ kind: 'removed', text, before: left++, after: undefined }];
        case '+':
          return [{ kind: 'added', text, before: undefined, after: right++ }];
        case ' ':
          return [{ kind: 'same', text, before: left++, after: right++ }];
        default:
          // A remark of the format: that the last line has no end.
          return [];
      }
    });
  });
}

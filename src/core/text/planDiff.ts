import { diffArrays, diffWordsWithSpace } from 'diff';
import { alignLines } from './alignLines.ts';

/** A stretch that both texts have, in UTF-16 offsets. */
export interface CommonStretch {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

/** A stretch that one text has in the place of another one's. Either may be empty. Ends are exclusive. */
export interface ChangedStretch {
  readonly before: { readonly start: number; readonly end: number };
  readonly after: { readonly start: number; readonly end: number };
}

/** How a text became another one: what stayed and what changed, both in the order of the texts and without gaps. */
export interface PlanDiff {
  readonly before: string;
  readonly after: string;
  readonly common: readonly CommonStretch[];
  /** By whole lines. */
  readonly changes: readonly ChangedStretch[];
}

/** Where a line and what replaced it are longer than this together, their words are not compared: it takes too long. */
const longestComparison = 4_000;

/** With more lines than this taken out and put in, a text was written anew: comparing takes the square of their number. */
export const mostEdits = 4_000;

/** Compares two texts line by line. Of one that was written anew, only what stands at both ends stays. */
export function diffPlans(before: string, after: string): PlanDiff {
  const common: CommonStretch[] = [];
  const changes: ChangedStretch[] = [];
  let [left, right, blank] = [0, 0, 0];
  let open: { before: number; after: number } | undefined;
  const close = (): void => {
    if (open !== undefined) {
      changes.push({ before: { start: open.before, end: left }, after: { start: open.after, end: right } });
      open = undefined;
    }
    if (blank > 0) {
      common.push({ before: left, after: right, length: blank });
      left += blank;
      right += blank;
      blank = 0;
    }
  };
  const lines = { before: linesOf(before), after: linesOf(after) };
  const parts = diffArrays(lines.before, lines.after, { maxEditLength: mostEdits }) ?? writtenAnew(lines);
  for (const part of parts) {
    const length = part.value.reduce((sum, line) => sum + line.length, 0);
    if (part.added || part.removed) {
      left += blank;
      right += blank;
      blank = 0;
      open ??= { before: left, after: right };
      left += part.removed ? length : 0;
      right += part.added ? length : 0;
    } else if (open !== undefined && part.value.every((line) => line.trim() === '')) {
      // Blank lines stand everywhere: that they are there on both sides says nothing about what is around them.
      blank += length;
    } else {
      close();
      common.push({ before: left, after: right, length });
      left += length;
      right += length;
    }
  }
  close();
  return { before, after, common, changes };
}

type Part = Pick<ReturnType<typeof diffArrays<string>>[number], 'value' | 'added' | 'removed'>;

function writtenAnew({ before, after }: { readonly before: string[]; readonly after: string[] }): Part[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) {
    tail += 1;
  }
  return [
    { value: before.slice(0, head), added: false, removed: false },
    { value: before.slice(head, before.length - tail), added: false, removed: true },
    { value: after.slice(head, after.length - tail), added: true, removed: false },
    { value: before.slice(before.length - tail), added: false, removed: false },
  ].filter(({ value }) => value.length > 0);
}

/** The lines of a text with their ends, so that they concatenate to it. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/**
 * Whether a stretch of the later text touches what was changed. Words that were only taken away leave an empty stretch,
 * which is touched where they stood.
 */
export function touchesChange(
  diff: PlanDiff,
  span: { readonly start: number; readonly end: number },
): boolean {
  return diff.changes.some(({ after }) =>
    after.start === after.end
      ? span.start <= after.start && after.start <= span.end
      : after.start < span.end && span.start < after.end,
  );
}

/** The stretches that stayed, down to single words inside the changed lines that touch `start` to `end`. */
export function stretchesAround(diff: PlanDiff, start: number, end: number): readonly CommonStretch[] {
  const touched = diff.changes.filter((change) => change.before.start < end && start < change.before.end);
  const inside = touched.flatMap((change) => stretchesInside(diff, change));
  return [...diff.common, ...inside].toSorted((a, b) => a.before - b.before);
}

function stretchesInside(diff: PlanDiff, { before, after }: ChangedStretch): CommonStretch[] {
  const lines = {
    before: lineStretches(diff.before, before),
    after: lineStretches(diff.after, after),
  };
  const pairs = alignLines(
    lines.before.map(({ text }) => text),
    lines.after.map(({ text }) => text),
  );
  return pairs.flatMap((pair) => {
    const [left, right] = [lines.before[pair.before], lines.after[pair.after]];
    return left === undefined || right === undefined ? [] : commonIn(left, right);
  });
}

interface Line {
  readonly start: number;
  readonly text: string;
}

function lineStretches(text: string, { start, end }: { start: number; end: number }): Line[] {
  let next = start;
  return linesOf(text.slice(start, end)).map((line) => {
    const at = next;
    next += line.length;
    return { start: at, text: line };
  });
}

function commonIn(left: Line, right: Line): CommonStretch[] {
  if (left.text.length + right.text.length > longestComparison) {
    return [];
  }
  const stretches: CommonStretch[] = [];
  let [before, after] = [left.start, right.start];
  for (const { value, added, removed } of diffWordsWithSpace(left.text, right.text)) {
    if (!added && !removed) {
      stretches.push({ before, after, length: value.length });
    }
    before += added ? 0 : value.length;
    after += removed ? 0 : value.length;
  }
  return stretches;
}

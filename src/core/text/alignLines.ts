/** Two lines of which one was probably made from the other. Indexes into the two lists. */
export interface LinePair {
  readonly before: number;
  readonly after: number;
}

/** Lines that share fewer of their words than this were not made from one another. */
const likenessNeeded = 0.5;

/** More lines than this on one side were written anew, and are not compared one by one. */
const mostLines = 300;

/**
 * Pairs the lines of a changed stretch with those that replaced them: in order, each at most once, so that the sum of
 * their likenesses is greatest (an alignment by dynamic programming).
 */
export function alignLines(before: readonly string[], after: readonly string[]): readonly LinePair[] {
  if (before.length > mostLines || after.length > mostLines) {
    return [];
  }
  const [left, right] = [before.map(wordCounts), after.map(wordCounts)];
  const width = right.length + 1;
  const likenesses = new Float64Array(left.length * right.length);
  const best = new Float64Array((left.length + 1) * width);
  const at = (row: number, column: number): number => best[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      const alike = likeness(left[row] ?? new Map(), right[column] ?? new Map());
      likenesses[row * right.length + column] = alike;
      const paired = alike >= likenessNeeded ? alike + at(row + 1, column + 1) : 0;
      best[row * width + column] = Math.max(paired, at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: LinePair[] = [];
  let [row, column] = [0, 0];
  while (row < left.length && column < right.length) {
    if (at(row, column) === at(row + 1, column)) {
      row += 1;
    } else if (at(row, column) === at(row, column + 1)) {
      column += 1;
    } else {
      pairs.push({ before: row, after: column });
      row += 1;
      column += 1;
    }
  }
  return pairs;
}

function wordCounts(line: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of line.matchAll(/[\p{L}\p{N}]+|\p{So}/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** The Dice coefficient of two bags of words, from 0 to 1. */
function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0;
  let size = 0;
  for (const [word, count] of a) {
    common += Math.min(count, b.get(word) ?? 0);
    size += count;
  }
  for (const count of b.values()) {
    size += count;
  }
  return size === 0 ? 0 : (2 * common) / size;
}

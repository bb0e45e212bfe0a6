import { Heap } from '../base/heap.ts';

/** Indexes that belong together, in ascending order. */
export type Group = readonly number[];

/** What is to be joined. */
export interface Clustering {
  /** What is known to be one from the start. Each index is in exactly one of them. */
  readonly groups: readonly Group[];
  /** Pairs that may reach the threshold; every pair that is left out does not. */
  readonly pairs: Iterable<readonly [number, number]>;
  /** How alike two indexes are; minus infinity keeps their groups apart for good. */
  readonly similarity: (a: number, b: number) => number;
  readonly threshold: number;
}

interface Cluster {
  readonly members: Group;
  /** Clusters that are alike enough on average to be joined with this one. */
  readonly near: Set<number>;
}

interface Bond {
  readonly average: number;
  readonly between: readonly [number, number];
  /** The first member of each of the two, in ascending order. */
  readonly first: readonly [number, number];
}

/**
 * Joins the two groups that are most alike on average, again and again, while that average reaches the threshold
 * (agglomerative clustering with average linkage). Where several pairs are equally alike, the one with the earliest member
 * is joined.
 *
 * The average of a joined group lies between those of its parts, so only groups that were near one of them can be near it:
 * the work grows with the pairs that are alike, and not with the square of the indexes.
 */
export function clusterByAverage({ groups, pairs, similarity, threshold }: Clustering): readonly Group[] {
  const clusters = new Map<number, Cluster>(
    groups.map((members, at) => [at, { members, near: new Set<number>() }]),
  );
  const bonds = new Heap(isCloser);
  const bind = (first: number, second: number): void => {
    const [one, other] = [clusters.get(first), clusters.get(second)];
    if (one === undefined || other === undefined || first === second || one.near.has(second)) {
      return;
    }
    const average = averageOf(one.members, other.members, similarity);
    if (average >= threshold) {
      one.near.add(second);
      other.near.add(first);
      const heads = [one.members[0] ?? 0, other.members[0] ?? 0] as const;
      bonds.push({
        average,
        between: [first, second],
        first: [Math.min(...heads), Math.max(...heads)],
      });
    }
  };
  const clusterOf = new Map(groups.flatMap((members, at) => members.map((member) => [member, at] as const)));
  for (const [a, b] of pairs) {
    bind(clusterOf.get(a) ?? -1, clusterOf.get(b) ?? -1);
  }
  let next = groups.length;
  for (let bond = bonds.pop(); bond !== undefined; bond = bonds.pop()) {
    const [one, other] = bond.between.map((at) => clusters.get(at));
    if (one === undefined || other === undefined) {
      // One of them has been joined with another one since.
      continue;
    }
    const members = [...one.members, ...other.members].toSorted((a, b) => a - b);
    clusters.set(next, { members, near: new Set() });
    for (const at of bond.between) {
      clusters.delete(at);
    }
    for (const at of new Set([...one.near, ...other.near])) {
      bind(next, at);
    }
    next += 1;
  }
  return [...clusters.values()].map(({ members }) => members);
}

/** Members are taken in ascending order, so that rounding is the same however the groups came about. */
function averageOf(a: Group, b: Group, similarity: (a: number, b: number) => number): number {
  let sum = 0;
  for (const first of a) {
    for (const second of b) {
      sum += similarity(Math.min(first, second), Math.max(first, second));
    }
  }
  return sum / (a.length * b.length);
}

function isCloser(a: Bond, b: Bond): boolean {
  if (a.average !== b.average) {
    return a.average > b.average;
  }
  return a.first[0] === b.first[0] ? a.first[1] < b.first[1] : a.first[0] < b.first[0];
}

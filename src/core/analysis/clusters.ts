/** Indexes that belong together, in ascending order. */
export type Group = readonly number[];

interface Cluster {
  members: Group;
  /** By the other cluster's position: how alike the members of both are on average. */
  readonly averages: Float64Array;
}

/**
 * Joins the two groups that are most alike on average, again and again, while that average reaches `threshold`
 * (agglomerative clustering with average linkage, its averages kept up to date by the rule of Lance and Williams).
 * Where several pairs are equally alike, the earlier one is joined. Cubic in the number of groups at worst, with a
 * comparison of numbers as its step.
 */
export function clusterByAverage(
  groups: readonly Group[],
  similarity: (a: number, b: number) => number,
  threshold: number,
): readonly Group[] {
  const clusters = groups.map<Cluster>((members) => ({ members, averages: new Float64Array(groups.length) }));
  for (const [at, one] of clusters.entries()) {
    for (const [other, { members }] of clusters.entries()) {
      one.averages[other] =
        at === other ? Number.NEGATIVE_INFINITY : average(one.members, members, similarity);
    }
  }
  const alive = new Set(clusters.keys());
  for (let pair = closest(clusters, alive, threshold); pair !== undefined;) {
    join(clusters, alive, pair);
    pair = closest(clusters, alive, threshold);
  }
  return [...alive].flatMap((at) => (clusters[at] === undefined ? [] : [clusters[at].members]));
}

function average(a: Group, b: Group, similarity: (a: number, b: number) => number): number {
  let sum = 0;
  for (const first of a) {
    for (const second of b) {
      sum += similarity(first, second);
    }
  }
  return sum / (a.length * b.length);
}

function closest(
  clusters: readonly Cluster[],
  alive: ReadonlySet<number>,
  threshold: number,
): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const first of alive) {
    const averages = clusters[first]?.averages ?? [];
    for (const second of alive) {
      const value = averages[second] ?? Number.NEGATIVE_INFINITY;
      if (second > first && value >= threshold && value > highest) {
        best = [first, second];
        highest = value;
      }
    }
  }
  return best;
}

function join(
  clusters: readonly Cluster[],
  alive: Set<number>,
  [keep, give]: readonly [number, number],
): void {
  const [kept, given] = [clusters[keep], clusters[give]];
  if (kept === undefined || given === undefined) {
    return;
  }
  alive.delete(give);
  const [keptSize, givenSize] = [kept.members.length, given.members.length];
  for (const other of alive) {
    const value =
      (keptSize * (kept.averages[other] ?? 0) + givenSize * (given.averages[other] ?? 0)) /
      (keptSize + givenSize);
    kept.averages[other] = other === keep ? Number.NEGATIVE_INFINITY : value;
    const counterpart = clusters[other]?.averages;
    if (counterpart !== undefined) {
      counterpart[keep] = kept.averages[other];
    }
  }
  kept.members = [...kept.members, ...given.members].toSorted((a, b) => a - b);
}

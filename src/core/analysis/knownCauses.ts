import { rootCauseLikeness, similarityOf, type MergeableFinding } from './mergeFindings.ts';

/**
 * Tells for each of `fresh`, by its label, which of `earlier` has the same root cause: the likeliest one, where any is
 * as like as findings of one round have to be to become one. Labels are unique among both.
 */
export function knownCauses(
  fresh: readonly MergeableFinding[],
  earlier: readonly MergeableFinding[],
): ReadonlyMap<string, string> {
  // Whoever raised it then may say it again: what was said before counts as somebody else's.
  const all = [...earlier.map((finding) => ({ ...finding, reviewer: `earlier ${finding.label}` })), ...fresh];
  const similarity = similarityOf(all);
  const known = new Map<string, string>();
  for (const [index, { label }] of fresh.entries()) {
    let best: { readonly label: string; readonly likeness: number } | undefined;
    for (const [at, candidate] of earlier.entries()) {
      const likeness = similarity.between(at, earlier.length + index);
      if (likeness >= rootCauseLikeness && likeness > (best?.likeness ?? 0)) {
        best = { label: candidate.label, likeness };
      }
    }
    if (best !== undefined) {
      known.set(label, best.label);
    }
  }
  return known;
}

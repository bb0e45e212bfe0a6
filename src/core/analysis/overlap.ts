import type { Overlap } from '../domain/campaignAnalysis.ts';
import { mean } from './scores.ts';

/** How much those who read alone found in common. Null where fewer than two did. */
export function overlapOf(
  findings: readonly { readonly reviewers: readonly string[] }[],
  independent: readonly string[],
): Overlap | null {
  if (independent.length < 2) {
    return null;
  }
  const alone = new Set(independent);
  const raisers = findings
    .map(({ reviewers }) => new Set(reviewers.filter((id) => alone.has(id))))
    .filter(({ size }) => size > 0);
  const pairs = independent.flatMap((a, index) => independent.slice(index + 1).map((b) => [a, b] as const));
  const likenesses = pairs.flatMap(([a, b]) => {
    const either = raisers.filter((ids) => ids.has(a) || ids.has(b)).length;
    const both = raisers.filter((ids) => ids.has(a) && ids.has(b)).length;
    return either === 0 ? [] : [both / either];
  });
  return {
    reviewers: independent.length,
    findings: raisers.length,
    shared: raisers.filter(({ size }) => size > 1).length,
    likeness: mean(likenesses) ?? null,
  };
}

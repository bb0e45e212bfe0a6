import type { Unseen } from '../domain/campaignAnalysis.ts';

/** Below this many reviewers the estimate says more about chance than about the plan. */
const fewestReviewers = 3;

/**
 * A lower bound for the findings that nobody raised, from how those of reviewers who read alone overlap: what many found
 * only once hints at what nobody found. Null below three reviewers.
 *
 * Chao's estimator for incidence data in its bias-corrected form, `(m - 1) / m * Q1 (Q1 - 1) / (2 (Q2 + 1))` for `m`
 * reviewers and `Q1`, `Q2` findings that exactly one, exactly two of them raised, rounded down (A. Chao, "Estimating the
 * population size for capture-recapture data with unequal catchability", Biometrics 43, 1987; the bias-corrected form after
 * A. Chao, "Species estimation and applications", Encyclopedia of Statistical Sciences, 2005). It is a bound for findings of
 * the kind these reviewers raise: what none of them could see is not in it. Findings on one cause that were not recognised
 * as such count as raised once each, and make it higher.
 *
 * @param raisers how many of the `reviewers` raised each finding; those that none of them raised are left out of account
 */
export function unseenFindings(raisers: readonly number[], reviewers: number): Unseen | null {
  if (reviewers < fewestReviewers) {
    return null;
  }
  const seen = raisers.filter((count) => count > 0);
  const once = seen.filter((count) => count === 1).length;
  const twice = seen.filter((count) => count === 2).length;
  // Multiplied before it is divided, so that a whole number stays one.
  const bound = ((reviewers - 1) * once * (once - 1)) / (reviewers * 2 * (twice + 1));
  return { atLeast: Math.floor(bound), reviewers, findings: seen.length, once, twice };
}

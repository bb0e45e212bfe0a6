import { dimensions, type Comparison, type Scores } from '../domain/campaignAnalysis.ts';
import { averageScores, byDimension } from './scores.ts';

/** A fall of an average by this much is a regression: half a point of ten, which rounding alone does not make. */
const regression = 0.5;

/** The scores that somebody gave, by a key that is the same where persona and plan are. */
export type ScoreSheet = ReadonlyMap<string, Scores>;

/**
 * How scores moved between two rounds or campaigns. Only who scored both counts: other readers score otherwise, and a change
 * of readers is no change of the plan.
 */
export function scoreChange(
  before: ScoreSheet,
  after: ScoreSheet,
): Pick<Comparison, 'scores' | 'regressions'> & { readonly shared: readonly string[] } {
  const shared = [...after.keys()].filter((key) => before.has(key));
  const averageIn = (sheet: ScoreSheet): Scores | null =>
    averageScores(shared.flatMap((key) => sheet.get(key) ?? []));
  const [then, now] = [averageIn(before), averageIn(after)];
  if (then === null || now === null) {
    return { shared, scores: null, regressions: [] };
  }
  const scores = byDimension((dimension) => now[dimension] - then[dimension]);
  // Averages of whole numbers are fractions: what is half a point is not to be missed by their rounding.
  return {
    shared,
    scores,
    regressions: dimensions.filter((dimension) => scores[dimension] <= -regression + 1e-9),
  };
}

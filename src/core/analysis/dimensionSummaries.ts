import { groupBy } from '../base/groupBy.ts';
import {
  dimensions,
  type Dimension,
  type DimensionSummary,
  type Priority,
} from '../domain/campaignAnalysis.ts';
import type { Category } from '../domain/finding.ts';
import type { Ratings } from '../domain/personaReview.ts';
import { answered, type Reading } from './readings.ts';
import { byDimension, deviation, mean } from './scores.ts';

/** The dimension that findings of a category speak about. */
const dimensionOf: Record<Category, Dimension> = {
  clarity: 'clarity',
  consistency: 'clarity',
  factuality: 'accuracy',
  technical: 'accuracy',
  scope: 'fit',
  completeness: 'fit',
  operability: 'usability',
  testing: 'usability',
  risk: 'usability',
  security: 'usability',
};

/** What the readers think of each dimension, and what the findings on it are about. Null where nobody has answered. */
export function summarizeDimensions(
  readings: readonly Reading[],
  priorities: readonly Priority[],
): Record<Dimension, DimensionSummary> | null {
  const given = answered(readings);
  if (given.length === 0) {
    return null;
  }
  const summarize = (dimension: keyof Ratings): DimensionSummary => {
    const scores = given.map(({ plan, reviewer, answer }) => ({
      reviewer,
      plan,
      score: answer.ratings[dimension],
    }));
    const numbers = scores.map(({ score }) => score);
    const average = mean(numbers) ?? 0;
    return {
      average,
      lowest: Math.min(...numbers),
      highest: Math.max(...numbers),
      spread: deviation(numbers, average),
      scores,
      themes: themesOf(priorities.filter(({ category }) => dimensionOf[category] === dimension)),
    };
  };
  return byDimension(summarize);
}

/** What findings are about, the commonest category first, each with the worst of its findings. */
function themesOf(priorities: readonly Priority[]): string[] {
  return [...groupBy(priorities, ({ category }) => category)]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([category, [worst, ...others]]) => {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return `${category}: ${worst?.title ?? ''} (${worst?.severity ?? ''})${more}`;
    });
}

/** The dimensions from the lowest average up. */
export function lowestFirst(
  summaries: Readonly<Record<Dimension, DimensionSummary>>,
): readonly { readonly dimension: Dimension; readonly summary: DimensionSummary }[] {
  return dimensions
    .map((dimension) => ({ dimension, summary: summaries[dimension] }))
    .toSorted((a, b) => a.summary.average - b.summary.average);
}

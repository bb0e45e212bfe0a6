import { dimensions, type Dimension, type Scores } from '../domain/campaignAnalysis.ts';

/** The average of numbers; undefined where there are none. */
export function mean(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** How far numbers lie apart: the square root of the average square of their distance from `middle`. */
export function deviation(numbers: readonly number[], middle: number): number {
  return Math.sqrt(mean(numbers.map((number) => (number - middle) ** 2)) ?? 0);
}

/** A value for each dimension. */
export function byDimension<T>(valueOf: (dimension: Dimension) => T): Record<Dimension, T> {
  const [clarity, accuracy, fit, usability] = dimensions;
  return {
    [clarity]: valueOf(clarity),
    [accuracy]: valueOf(accuracy),
    [fit]: valueOf(fit),
    [usability]: valueOf(usability),
  };
}

/** The average of each dimension over several scores; null where there are none. */
export function averageScores(all: readonly Scores[]): Scores | null {
  return all.length === 0
    ? null
    : byDimension((dimension) => mean(all.map((scores) => scores[dimension])) ?? 0);
}

/** What somebody thinks of a plan in one number: the average of the four dimensions. */
export function overall(scores: Scores): number {
  return mean(dimensions.map((dimension) => scores[dimension])) ?? 0;
}

import type { AnalysisTold } from './insights/insights.ts';

/** What the reviews of a campaign come to. */
export type Analysis = NonNullable<AnalysisTold['analysis']>;
export type Dimension = NonNullable<Analysis['comparison']>['regressions'][number];

/** In the order in which they are told. */
export const dimensions = ['clarity', 'accuracy', 'fit', 'usability'] as const satisfies readonly Dimension[];

export const dimensionNames: Readonly<Record<Dimension, string>> = {
  clarity: 'Clarity',
  accuracy: 'Accuracy',
  fit: 'Fit',
  usability: 'Usability',
};

/** `7.5`. */
export function scoreText(score: number): string {
  return score.toFixed(1);
}

/** How a score moved: `+0.5`, `−0.5`, or `0.0`. */
export function movedText(change: number): string {
  const text = Math.abs(change).toFixed(1);
  if (text === '0.0') {
    return text;
  }
  return `${change > 0 ? '+' : '−'}${text}`;
}

/** A share in whole percent. */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

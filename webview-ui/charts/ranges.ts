import { html, svg, type TemplateResult } from 'lit-html';

/** Scores of several people: from the lowest to the highest, and their average. */
export interface ScoreRange {
  readonly lowest: number;
  readonly average: number;
  readonly highest: number;
}

const x = (score: number): string => (6 + ((score - 1) / 9) * 108).toFixed(1);

/** A line from the lowest to the highest score on a scale from 1 to 10, with the average on it. Its numbers stand beside it. */
export function rangeLine({ lowest, average, highest }: ScoreRange): TemplateResult {
  return html`<svg class="range" viewBox="0 0 120 16" aria-hidden="true" focusable="false">
    ${svg`<path d="M${x(1)} 8H${x(10)}" class="chart-grid"/>
      <path d="M${x(1)} 5v6M${x(10)} 5v6" class="chart-base"/>
      <path d="M${x(lowest)} 8H${x(highest)}" class="range-span"/>
      <circle cx=${x(average)} cy="8" r="4" class="range-average"/>`}
  </svg>`;
}

/** A share from 0 to 1 as a bar, with the span that it lies in by the numbers so far. Its numbers stand beside it. */
export function shareBar(
  share: number,
  interval: { readonly low: number; readonly high: number } | null,
): TemplateResult {
  const at = (value: number): string => (6 + value * 108).toFixed(1);
  return html`<svg class="range" viewBox="0 0 120 16" aria-hidden="true" focusable="false">
    ${svg`<path d="M${at(0)} 8H${at(1)}" class="chart-grid"/>
      <path d="M${at(0)} 5v6M${at(1)} 5v6" class="chart-base"/>
      ${interval === null ? '' : svg`<path d="M${at(interval.low)} 8H${at(interval.high)}" class="range-span"/>`}
      <circle cx=${at(share)} cy="8" r="4" class="range-average"/>`}
  </svg>`;
}

import { svg, type SVGTemplateResult } from 'lit-html';
import { plain } from '../untrusted.ts';

/*
 * All charts are drawn on one grid, which the page scales to its width; letters of 11 units can be read from 320 pixels on.
 */
const width = 360;
const height = 190;
const top = 10;
const bottom = height - 24;
const right = width - 6;

/** Where the plot begins, behind the numbers of its scale. */
export const left = 26;
/** From there to its end. */
export const plotWidth = right - left;
export const viewBox = `0 0 ${width} ${height}`;
/** At most so many labels fit below a chart. */
const mostLabels = 8;

/** What goes up a chart: its first and last value, and the lines between them. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly number[];
}

/** Scores from 1 to 10. */
export const scoreScale: Scale = { from: 1, to: 10, lines: [2, 4, 6, 8, 10] };

/** Counts from 0, with at most five lines at round numbers. */
export function countScale(highest: number): Scale {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
  const step = steps.find((each) => highest / each <= 5) ?? highest;
  const count = Math.max(1, Math.ceil(highest / step));
  return {
    from: 0,
    to: count * step,
    lines: Array.from({ length: count }, (_, index) => (index + 1) * step),
  };
}

/** The height of a value, from the top. */
export function heightAt({ from, to }: Scale, value: number): number {
  return bottom - ((value - from) / (to - from)) * (bottom - top);
}

/** The labels that there is room for, the last one among them; the others are empty. */
export function shownLabels(labels: readonly string[]): readonly string[] {
  const each = Math.ceil(labels.length / mostLabels);
  return labels.map((label, index) => ((labels.length - 1 - index) % each === 0 ? label : ''));
}

/** The lines and words around a plot; `x` says where the middle of a label is. */
export function frame(
  scale: Scale,
  labels: readonly string[],
  x: (column: number) => number,
): SVGTemplateResult {
  return svg`<g class="chart-frame">
    ${scale.lines.map((value) => {
      const y = heightAt(scale, value);
      return svg`<path d="M${left} ${y.toFixed(1)}H${right}" class="chart-grid"/>
        <text x=${left - 5} y=${(y + 4).toFixed(1)} text-anchor="end">${value}</text>`;
    })}
    <path d="M${left} ${bottom}H${right}" class="chart-base"/>
    ${labels.map((label, column) => svg`<text x=${x(column).toFixed(1)} y=${bottom + 16} text-anchor="middle">${plain(label)}</text>`)}
  </g>`;
}

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit-html';
import { plain } from '../untrusted.ts';
import { frame, heightAt, left, plotWidth, shownLabels, viewBox, type Scale } from './frame.ts';

/** One line of a chart: a value for each column, or undefined where there is none. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | undefined)[];
}

/** What a chart shows. Whoever cannot see it reads the table beside it, so it has a name and no more. */
export interface LineChart {
  readonly name: string;
  readonly scale: Scale;
  /** What stands below, from left to right. */
  readonly columns: readonly string[];
  readonly series: readonly Series[];
  /** A value in words, for whoever points at it. */
  readonly valueText: (value: number) => string;
}

/** The lines have colours of the theme, dashes and marks of their own, so that none is told apart by colour alone. */
const markShapes: readonly SVGTemplateResult[] = [
  svg`<circle r="3"/>`,
  svg`<path d="M-2.8-2.8h5.6v5.6h-5.6z"/>`,
  svg`<path d="M0-3.6 3.4 2.6h-6.8z"/>`,
  svg`<path d="M0-3.8 3.8 0 0 3.8-3.8 0z"/>`,
  svg`<path d="M-3.2-3.2 3.2 3.2M3.2-3.2-3.2 3.2" class="chart-cross"/>`,
  svg`<path d="M0 3.6 3.4-2.6h-6.8z"/>`,
];

/** So far a label reaches to either side of its column. */
const labelReach = 20;

/** So many lines can be told apart in one chart. */
export const mostSeries = markShapes.length;

/** Lines over columns, with their legend. */
export function lineChart(chart: LineChart): TemplateResult {
  const { name, columns, scale, series } = chart;
  return html`
    <svg class="chart" viewBox=${viewBox} role="img" aria-label="${name}, as a chart">
      ${frame(scale, shownLabels(columns), columnCentre(columns.length))}
      ${series.map((line, index) => lineOf(line, { chart, index }))}
    </svg>
    <ul class="legend" role="list" aria-hidden="true">
      ${series.map(
        (line, index) =>
          html`<li>
            <svg class="legend-mark series-${index + 1}" viewBox="-12 -6 24 12">
              <path d="M-12 0h24" class="chart-line" />
              ${mark(index)}
            </svg>
            ${plain(line.name)}
          </li>`,
      )}
    </ul>
  `;
}

/** Where the middle of each column is, from the left. */
function columnCentre(count: number): (column: number) => number {
  const room = plotWidth - 2 * labelReach;
  return (column) => left + labelReach + (count === 1 ? room / 2 : (column * room) / (count - 1));
}

function lineOf(
  { name, values }: Series,
  { chart, index }: { readonly chart: LineChart; readonly index: number },
): SVGTemplateResult {
  const x = columnCentre(chart.columns.length);
  const points = values.map((value, column) =>
    value === undefined ? undefined : { x: x(column), y: heightAt(chart.scale, value), value, column },
  );
  return svg`<g class="series-${index + 1}">
    <path d=${pathOf(points)} class="chart-line"/>
    ${points.map((point) =>
      point === undefined
        ? nothing
        : svg`<g transform="translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})"
            ><title>${plain(name)}, ${plain(chart.columns[point.column] ?? '')}: ${chart.valueText(point.value)}</title
            >${mark(index)}</g>`,
    )}
  </g>`;
}

/** A line over what is there; where a value is missing it ends, and begins anew with the next one. */
function pathOf(points: readonly ({ readonly x: number; readonly y: number } | undefined)[]): string {
  return points
    .map((point, index) =>
      point === undefined
        ? ''
        : `${points[index - 1] === undefined ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`,
    )
    .join('');
}

function mark(index: number): SVGTemplateResult {
  return svg`<g class="chart-mark">${markShapes[index % mostSeries]}</g>`;
}

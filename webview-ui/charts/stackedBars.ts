import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit-html';
import { plural } from '../format.ts';
import { severityIcon } from '../icons.ts';
import { severities, severityNames, type Severity } from '../types.ts';
import { plain } from '../untrusted.ts';
import { countScale, frame, heightAt, left, plotWidth, shownLabels, viewBox, type Scale } from './frame.ts';

/** What each bar is made of. */
export interface SeverityBars {
  readonly name: string;
  readonly columns: readonly string[];
  readonly counts: readonly Readonly<Record<Severity, number>>[];
}

/** A bar may be so wide, in units of the grid. */
const widest = 40;

/** Findings by severity, one bar for each column, the worst at the bottom. */
export function severityBars({ name, columns, counts }: SeverityBars): TemplateResult {
  const scale = countScale(Math.max(1, ...counts.map(sumOf)));
  const room = plotWidth / Math.max(1, columns.length);
  const centre = (column: number): number => left + room * (column + 0.5);
  const width = Math.min(widest, room * 0.7);
  return html`
    <svg class="chart" viewBox=${viewBox} role="img" aria-label="${name}, as a chart">
      ${frame(scale, shownLabels(columns), centre)}
      ${counts.map((count, column) =>
        bar(count, { scale, x: centre(column) - width / 2, width, label: columns[column] ?? '' }),
      )}
    </svg>
    <ul class="legend" role="list" aria-hidden="true">
      ${severities.map((severity) => html`<li>${severityIcon(severity)} ${severityNames[severity]}</li>`)}
    </ul>
  `;
}

function bar(
  counts: Readonly<Record<Severity, number>>,
  at: { readonly scale: Scale; readonly x: number; readonly width: number; readonly label: string },
): SVGTemplateResult {
  let below = 0;
  const parts = severities.map((severity) => {
    const count = counts[severity];
    const y = heightAt(at.scale, below + count);
    const height = heightAt(at.scale, below) - y;
    below += count;
    return count === 0 ? nothing : part({ severity, count, y, height }, at);
  });
  return svg`<g>${parts}</g>`;
}

function part(
  {
    severity,
    count,
    y,
    height,
  }: { readonly severity: Severity; readonly count: number; readonly y: number; readonly height: number },
  { x, width, label }: { readonly x: number; readonly width: number; readonly label: string },
): SVGTemplateResult {
  return svg`<g class="tone-${severity}"
    ><title>${plain(label)}: ${plural(count, severity)}</title
    ><rect x=${x.toFixed(1)} y=${(y + 0.75).toFixed(1)} width=${width.toFixed(1)} height=${Math.max(0.5, height - 0.75).toFixed(1)} class="chart-bar"/>
  </g>`;
}

function sumOf(counts: Readonly<Record<Severity, number>>): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

import { html, nothing, type TemplateResult } from 'lit-html';
import { lineChart, mostSeries, type Series } from '../charts/lineChart.ts';
import { scoreScale } from '../charts/frame.ts';
import { severityBars } from '../charts/stackedBars.ts';
import { dimensionNames, dimensions, movedText, scoreText } from '../dimensions.ts';
import { moment, plural } from '../format.ts';
import { icon, severityIcon, verdictIcon } from '../icons.ts';
import type { TrendsTold } from '../insights/insights.ts';
import type { Screen } from '../screen.ts';
import { severities, severityNames } from '../types.ts';
import { plain } from '../untrusted.ts';
import { dataTable, figuresTable } from './dataTable.ts';
import { recordsTable } from './personaRecords.ts';

type Trends = NonNullable<TrendsTold['trends']>;
type Point = Trends['points'][number];
type Names = ReadonlyMap<string, string>;

/** How the plan has come along from round to round, and what its reviewers are known for. */
export function trendsSection({ insights: { trends: told }, state }: Screen): TemplateResult {
  return html`
    <section class="shown-round trends" aria-labelledby="trends-title">
      <h2 id="trends-title">Trends</h2>
      ${
        told === undefined
          ? html`<p class="quiet" role="status">Reading all rounds…</p>`
          : html`${failureNote(told)}
              ${told.trends === undefined ? nothing : trendsParts(told.trends, namesIn(state.rounds))}
              <h3 class="part-title">What became of their findings, in all plans</h3>
              ${recordsTable(told.reviewers, namesIn(state.rounds))}`
      }
    </section>
  `;
}

function namesIn(rounds: Screen['state']['rounds']): Names {
  return new Map(rounds.flatMap(({ reviewers }) => reviewers.map(({ id, name }) => [id, name] as const)));
}

function failureNote({ failure }: TrendsTold): TemplateResult | typeof nothing {
  return failure === undefined
    ? nothing
    : html`<div class="notice" role="note">
        ${icon('triangle', 'tone-major')}
        <div>
          <p class="strong">${plain(failure.message)}</p>
          <p>${plain(failure.wayOut)}</p>
        </div>
      </div>`;
}

function trendsParts(trends: Trends, names: Names): TemplateResult {
  const { points, changes, plans, personas } = trends;
  return html`
    ${points.length < 2 ? html`<p class="quiet">There is something to compare from the second round on.</p>` : nothing}
    ${pace(plans)} ${scoresPart(points)} ${openPart(points)} ${changesPart(changes, points)}
    ${personasPart(personas, points, names)}
  `;
}

/** How fast it gets better. */
function pace([plan]: Trends['plans']): TemplateResult | typeof nothing {
  if (plan === undefined || (plan.improvement === null && plan.settled === null)) {
    return nothing;
  }
  const { improvement, settled } = plan;
  return html`<p class="facts">
    ${improvement === null ? nothing : html`<span>Scores move by ${movedText(improvement)} a round on average</span>`}
    ${settled === null ? nothing : html`<span>Open criticals and majors change by ${movedText(-settled)} a round</span>`}
  </p>`;
}

function scoresPart(points: readonly Point[]): TemplateResult | typeof nothing {
  const scored = points.filter(({ scores }) => scores !== null);
  if (scored.length === 0) {
    return nothing;
  }
  const columns = points.map(columnName);
  const series = dimensions.map((dimension) => ({
    name: dimensionNames[dimension],
    values: points.map(({ scores }) => scores?.[dimension]),
  }));
  return figure(
    'Scores',
    lineChart({ name: 'Scores by dimension', scale: scoreScale, columns, series, valueText: scoreText }),
    figuresTable(
      'Scores by dimension',
      ['Round', ...dimensions.map((dimension) => dimensionNames[dimension])],
      points.map(({ round, scores }) => [
        `Round ${round}`,
        ...dimensions.map((dimension) => (scores === null ? '–' : scoreText(scores[dimension]))),
      ]),
    ),
  );
}

function openPart(points: readonly Point[]): TemplateResult {
  return figure(
    'Open findings',
    severityBars({
      name: 'Open findings by severity',
      columns: points.map(columnName),
      counts: points.map(({ open }) => open),
    }),
    figuresTable(
      'Open findings by severity',
      ['Round', 'Verdict', ...severities.map((severity) => severityNames[severity])],
      points.map(({ round, verdict, open, completedAt }) => [
        html`<span title=${moment(completedAt)}>Round ${round}</span>`,
        verdict === null ? '–' : html`<span class="one-line">${verdictIcon(verdict)} ${verdict}</span>`,
        ...severities.map((severity) =>
          open[severity] === 0
            ? html`<span class="quiet">0</span>`
            : html`<span class="one-line"
                >${severityIcon(severity)} ${open[severity].toLocaleString()}</span
              >`,
        ),
      ]),
    ),
  );
}

function changesPart(changes: Trends['changes'], points: readonly Point[]): TemplateResult | typeof nothing {
  const nameOf = (campaign: string): string =>
    `Round ${points.find((point) => point.campaign === campaign)?.round ?? campaign}`;
  return changes.length === 0
    ? nothing
    : html`
        <h3 class="part-title">From one round to the next</h3>
        ${dataTable(
          'From one round to the next',
          ['To', 'Findings', 'Scores', 'Regressions'],
          changes.map(({ to, scores, regressions, findings }) => [
            nameOf(to),
            `${findings.new} new, ${findings.persisting} still open, ${findings.gone} gone, ${findings.regressed} worse`,
            scores === null
              ? html`<span class="quiet">nobody scored both</span>`
              : html`<ul class="ratings" role="list" aria-label="Change of scores">
                  ${dimensions.map(
                    (key) =>
                      html`<li>
                        <span class="quiet">${dimensionNames[key]}</span> ${movedText(scores[key])}
                      </li>`,
                  )}
                </ul>`,
            regressions.length === 0
              ? html`<span class="quiet">none</span>`
              : html`${icon('triangle', 'tone-major')}
                ${regressions.map((key) => dimensionNames[key]).join(', ')}`,
          ]),
        )}
        <p class="quiet table-note">
          A change of scores is that of reviewers who scored both times. Half a point down is a regression.
        </p>
      `;
}

function personasPart(
  personas: Trends['personas'],
  points: readonly Point[],
  names: Names,
): TemplateResult | typeof nothing {
  if (personas.length === 0) {
    return nothing;
  }
  const scoreOf = ({ scores }: Trends['personas'][number], { campaign }: Point): number | undefined =>
    scores.find((each) => each.campaign === campaign)?.overall;
  const series: readonly Series[] = personas.map((persona) => ({
    name: names.get(persona.reviewer) ?? persona.reviewer,
    values: points.map((point) => scoreOf(persona, point)),
  }));
  const drawn = series.slice(0, mostSeries);
  return html`${figure(
    'Overall score of each reviewer',
    lineChart({
      name: 'Overall score of each reviewer',
      scale: scoreScale,
      columns: points.map(columnName),
      series: drawn,
      valueText: scoreText,
    }),
    figuresTable(
      'Overall score of each reviewer',
      ['Reviewer', ...points.map(({ round }) => `Round ${round}`)],
      series.map(({ name, values }) => [
        plain(name),
        ...values.map((value) => (value === undefined ? '–' : scoreText(value))),
      ]),
    ),
  )}
  ${drawn.length === series.length ? nothing : html`<p class="quiet table-note">The chart shows the first ${drawn.length} of ${plural(series.length, 'reviewer')}; the table has all.</p>`}`;
}

function columnName({ round }: Point): string {
  return `Round ${round}`;
}

/** A chart with the same numbers as a table beside it. */
function figure(title: string, chart: TemplateResult, table: TemplateResult): TemplateResult {
  return html`
    <h3 class="part-title">${title}</h3>
    <div class="chart-and-table">
      <div>${chart}</div>
      <div>${table}</div>
    </div>
  `;
}

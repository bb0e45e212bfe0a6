import { dimensions } from '../domain/campaignAnalysis.ts';
import type { PlanTrend, TrendChange, TrendPoint, TrendReport } from '../domain/trendReport.ts';
import { counted, escapeMarkdown, inlineCode, markdownTable, signedScore } from './markdown.ts';
import { dimensionNames } from './analysisDocument.ts';

/** Trends for people, as Markdown that reads well on a terminal, too. */
export function trendDocument(report: TrendReport): string {
  const parts = [
    `# Trends: ${escapeMarkdown(report.content)}`,
    report.points.length === 0
      ? 'No campaign has ended yet.'
      : `${counted(report.points.length, 'campaign')} of ${counted(report.plans.length, 'plan')}.`,
    ...section('Scores and Open Findings', report.points, pointsTable),
    ...section('From One to the Next', report.changes, changesTable),
    ...section('Plans', report.plans, plansTable),
    ...section('Personas', report.personas, (personas) =>
      markdownTable(
        ['Persona', 'Overall score, oldest first'],
        personas.map(({ reviewer, scores }) => [
          escapeMarkdown(reviewer),
          scores.map(({ overall }) => overall.toFixed(1)).join(' → '),
        ]),
      ),
    ),
    ...section('What Plans Have in Common', report.commonKinds, (kinds) =>
      markdownTable(
        ['Kind', 'Plans', 'Findings', 'Open', 'Worst'],
        kinds.map(({ kind, check, plans, findings, open, worst }) => [
          check === null ? kind : inlineCode(kind),
          String(plans.length),
          String(findings),
          String(open),
          worst,
        ]),
      ),
    ),
  ];
  return `${parts.join('\n\n')}\n`;
}

function section<T>(title: string, items: readonly T[], table: (items: readonly T[]) => string): string[] {
  return items.length === 0 ? [] : [`## ${title}`, table(items)];
}

function pointsTable(points: readonly TrendPoint[]): string {
  return markdownTable(
    ['Campaign', 'Ended', 'Verdict', ...dimensions.map((dimension) => dimensionNames[dimension]), 'Open'],
    points.map(({ campaign, completedAt, verdict, scores, open }) => [
      inlineCode(campaign),
      completedAt.slice(0, 10),
      verdict ?? '',
      ...dimensions.map((dimension) => (scores === null ? '' : scores[dimension].toFixed(1))),
      openText(open),
    ]),
  );
}

/** Counts by severity in a few letters, the worst first. */
function openText({ critical, major, minor, suggestion }: TrendPoint['open']): string {
  const parts = [
    [critical, 'critical'],
    [major, 'major'],
    [minor, 'minor'],
    [suggestion, 'suggestion'],
  ] as const;
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, name]) => `${count} ${name}`)
      .join(', ') || 'none'
  );
}

function changesTable(changes: readonly TrendChange[]): string {
  return markdownTable(
    [
      'To',
      ...dimensions.map((dimension) => dimensionNames[dimension]),
      'New',
      'Still open',
      'Gone',
      'Worse',
      'Fallen',
    ],
    changes.map(({ to, scores, regressions, findings }) => [
      inlineCode(to),
      ...dimensions.map((dimension) => (scores === null ? '' : signedScore(scores[dimension]))),
      String(findings.new),
      String(findings.persisting),
      String(findings.gone),
      String(findings.regressed),
      regressions.map((dimension) => dimensionNames[dimension]).join(', '),
    ]),
  );
}

function plansTable(plans: readonly PlanTrend[]): string {
  return markdownTable(
    ['Plan', 'Campaigns', 'Overall', 'Improvement each', 'Criticals and majors settled each'],
    plans.map(({ plan, campaigns, overall, improvement, settled }) => [
      inlineCode(plan),
      String(campaigns),
      overall === null ? '' : `${overall.toFixed(1)}/10`,
      improvement === null ? '' : signedScore(improvement),
      settled === null ? '' : settled.toFixed(1),
    ]),
  );
}

import {
  dimensions,
  type Analysis,
  type Breakdown,
  type Comparison,
  type Dimension,
  type DimensionSummary,
  type PersonaSummary,
  type Priority,
  type Unseen,
} from '../domain/campaignAnalysis.ts';
import { capitalized, counted, escapeMarkdown, inlineCode, markdownTable, signedScore } from './markdown.ts';
import { proseOf } from './panelParts.ts';

/** What people call the dimensions. */
export const dimensionNames: Readonly<Record<Dimension, string>> = {
  clarity: 'Clarity & Readability',
  accuracy: 'Accuracy',
  fit: 'Persona Fit',
  usability: 'Practical Usability',
};

/** `analysis.md`: what `analysis.json` says, for people. Nothing else goes into it. */
export function analysisDocument(analysis: Analysis): string {
  const { sources, breakdowns, comparison } = analysis;
  const isOfSeveral = new Set(sources.map(({ plan }) => plan.path)).size > 1;
  const parts = [
    `# Campaign Analysis: ${escapeMarkdown(analysis.title)}`,
    header(analysis),
    '## Executive Summary',
    proseOf(analysis.summary.text),
    ...themeParts(analysis),
    '## Priority Rankings',
    priorities(analysis, isOfSeveral),
    '## Dimension Summaries',
    ...dimensionParts(analysis),
    '## Persona Breakdowns',
    ...breakdowns.archetype.flatMap((group) => breakdownParts(group, isOfSeveral)),
    '### By Experience',
    experienceTable(breakdowns.experience),
    '### Reviewers',
    reviewersTable(analysis.personas),
    ...overlapParts(analysis),
    '## Trend Analysis',
    comparison === null ? 'This is the first, so there is nothing to compare it with.' : trend(comparison),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function header({ completedAt, personas, sources, strategy, status }: Analysis): string {
  const answered = personas.filter(({ scores }) => scores !== null).length;
  return [
    `**Date:** ${completedAt.slice(0, 10)}`,
    `**Personas:** ${answered} of ${personas.length}${status === 'partial' ? ' (partial)' : ''}`,
    `**Strategy:** ${strategy}`,
    ...sources.map(
      ({ plan, round, revision }) =>
        `**Content:** ${inlineCode(plan.path)}, round ${round}, ${inlineCode(revision)}`,
    ),
  ].join('  \n');
}

function themeParts({ themes }: Analysis): string[] {
  return themes.length === 0
    ? []
    : [
        '### Themes',
        themes
          .map(
            ({ title, description, findings }) =>
              `- **${escapeMarkdown(title)}** (${findings.map(({ finding }) => finding).join(', ')}): ${escapeMarkdown(description)}`,
          )
          .join('\n'),
      ];
}

function priorities({ priorities: all }: Analysis, isOfSeveral: boolean): string {
  return all.length === 0
    ? 'Nothing is open.'
    : all.map((priority) => rankedFinding(priority, isOfSeveral)).join('\n');
}

function rankedFinding(priority: Priority, isOfSeveral: boolean): string {
  const { rank, plan, finding, severity, category, title, description, raisedBy, check, agreement } =
    priority;
  const frequency =
    agreement === null
      ? ''
      : `, Frequency: ${agreement.raised}/${agreement.of} ${agreement.of === 1 ? 'persona' : 'personas'}`;
  const raisers = [...raisedBy, ...(check === null ? [] : [`the check ${check}`])];
  return [
    `${rank}. **${escapeMarkdown(title)}** (${finding}${isOfSeveral ? ` of ${inlineCode(plan)}` : ''}, ${capitalized(category)}; Severity: ${severity}${frequency})`,
    `   - Raised by: ${raisers.map(escapeMarkdown).join(', ') || 'nobody by name'}`,
    `   - Description: ${escapeMarkdown(description)}`,
  ].join('\n');
}

function dimensionParts({ dimensions: summaries }: Analysis): string[] {
  if (summaries === null) {
    return ['No reviewer gave scores.'];
  }
  return dimensions.flatMap((dimension) => [
    `### ${dimensionNames[dimension]}`,
    dimensionText(summaries[dimension]),
  ]);
}

function dimensionText({ average, lowest, highest, spread, scores, themes }: DimensionSummary): string {
  const range =
    scores.length === 1
      ? '1 score'
      : `${lowest} to ${highest}, spread ${spread.toFixed(1)}, ${counted(scores.length, 'score')}`;
  const common = themes.length === 0 ? 'none' : themes.map(escapeMarkdown).join('; ');
  return `Average: ${average.toFixed(1)}/10 (${range}) | Common themes: ${common}`;
}

function breakdownParts(
  { name, reviewers, averages, strengths, struggles }: Breakdown,
  isOfSeveral: boolean,
): string[] {
  const scores =
    averages === null
      ? 'none'
      : dimensions
          .map((dimension) => `${dimensionNames[dimension]} ${averages[dimension].toFixed(1)}`)
          .join(', ');
  const struggle = struggles.map(
    ({ plan, finding, severity, title }) =>
      `${finding}${isOfSeveral ? ` of ${inlineCode(plan)}` : ''} (${severity}) ${escapeMarkdown(title)}`,
  );
  return [
    `### ${escapeMarkdown(capitalized(name))} (${counted(reviewers.length, 'persona')})`,
    [
      `- Scores: ${scores}`,
      `- Strengths: ${strengths.map(escapeMarkdown).join('; ') || 'none named'}`,
      `- Struggles: ${struggle.join('; ') || 'none'}`,
    ].join('\n'),
  ];
}

function experienceTable(groups: readonly Breakdown[]): string {
  return markdownTable(
    ['Experience', 'Personas', ...dimensions.map((dimension) => dimensionNames[dimension]), 'Struggles'],
    groups.map(({ name, reviewers, averages, struggles }) => [
      name,
      reviewers.map(escapeMarkdown).join(', '),
      ...dimensions.map((dimension) => (averages === null ? '' : averages[dimension].toFixed(1))),
      struggles.map(({ finding }) => finding).join(', '),
    ]),
  );
}

function reviewersTable(personas: readonly PersonaSummary[]): string {
  const isCompared = personas.some(({ strictness }) => strictness !== null);
  return markdownTable(
    [
      'Reviewer',
      'Status',
      'Findings',
      'Words',
      'Time',
      ...(isCompared ? ['Scores against the others', 'Severity against the others'] : []),
    ],
    personas.map(({ name, status, depth, elapsedMs, strictness }) => [
      escapeMarkdown(name),
      inlineCode(status),
      String(depth.findings),
      String(depth.words),
      elapsedMs === null ? '' : `${(elapsedMs / 1000).toFixed(1)} s`,
      ...(isCompared ? [signedScore(strictness?.scores), signedScore(strictness?.severity)] : []),
    ]),
  );
}

function overlapParts({ overlap, unseen, whyNotIndependent }: Analysis): string[] {
  if (overlap === null) {
    const why = whyNotIndependent ?? 'Only one reviewer has answered.';
    return ['### Agreement', `${escapeMarkdown(why)} Agreement, strictness and overlap are not computed.`];
  }
  const likeness =
    overlap.likeness === null
      ? ''
      : ` Two of them have ${Math.round(100 * overlap.likeness)} % in common on average.`;
  const more =
    unseen === null
      ? ' How much nobody found is not estimated below three reviewers.'
      : ` ${unseenText(unseen)}`;
  return [
    '### Agreement',
    `Of ${counted(overlap.findings, 'finding')} of ${overlap.reviewers} personas that read alone, ${overlap.shared} ${overlap.shared === 1 ? 'was' : 'were'} raised by more than one.${likeness}${more}`,
  ];
}

/** An estimate is never shown without what it rests on. */
function unseenText({ atLeast, reviewers, findings, once, twice }: Unseen): string {
  const basis = `of ${counted(findings, 'finding')} of ${reviewers} reviewers, ${once} by one alone and ${twice} by two (Chao's lower bound)`;
  return atLeast === 0
    ? `Nothing shows that they missed any of the kind that they raise: ${basis}.`
    : `At least ${atLeast} more of the kind that they raise ${atLeast === 1 ? 'was' : 'were'} found by nobody: ${basis}.`;
}

function trend({ with: earlier, completedAt, reviewers, scores, regressions, findings }: Comparison): string {
  const movement = `Compared with ${escapeMarkdown(earlier)} of ${completedAt.slice(0, 10)}: ${findings.new} new findings are open, ${findings.persisting} are still open, ${findings.gone} are gone, ${findings.regressed} got worse.`;
  if (scores === null) {
    return `${movement}\n\nNobody scored both, so scores are not compared.`;
  }
  const table = markdownTable(
    ['Dimension', 'Change', ''],
    dimensions.map((dimension) => [
      dimensionNames[dimension],
      signedScore(scores[dimension]),
      regressions.includes(dimension) ? 'regression' : '',
    ]),
  );
  return `${movement}\n\n${table}\n\nScores of ${reviewers.map(escapeMarkdown).join(', ')}, who gave some both times.`;
}

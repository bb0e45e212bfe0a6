import type { Finding, Statement } from '../domain/finding.ts';
import type { TokenUsage } from '../domain/modelUsage.ts';
import type { PanelRecord, TaskSummary } from '../domain/panelRecord.ts';
import type { PersonaReview, Ratings } from '../domain/personaReview.ts';
import type { ReviewerReport } from '../domain/reviewer.ts';
import { capitalized, counted, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';

/** A model's prose in a document: its paragraphs stay, and none of its marks means anything. */
export function proseOf(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => escapeMarkdown(line).replace(/^(?=[-+=]|\d+[.)])/, '\\'))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** The reviewers of a round, each with how it ended and what it thinks. */
export function reviewersTable(reviewers: readonly ReviewerReport[], panel: PanelRecord | undefined): string {
  const byId = new Map(panel?.reviewers.map((reviewer) => [reviewer.id, reviewer]));
  if (panel === undefined) {
    return markdownTable(
      ['Reviewer', 'Status', 'Findings', 'Notes'],
      reviewers.map(({ name, status, findings, detail }) => [
        escapeMarkdown(name),
        inlineCode(status),
        String(findings),
        escapeMarkdown(detail),
      ]),
    );
  }
  return markdownTable(
    ['Reviewer', 'Role', 'Model', 'Status', 'Findings', 'Own verdict', 'Notes'],
    reviewers.map(({ id, name, status, findings, detail }) => {
      const member = byId.get(id);
      return [
        escapeMarkdown(name),
        member?.role ?? 'checks',
        member === undefined ? '' : inlineCode(`${member.provider}: ${member.model}`),
        inlineCode(status),
        String(findings),
        member?.opinion?.verdict ?? '',
        escapeMarkdown(detail),
      ];
    }),
  );
}

/** The parts of a review document that only a round with reviewers on models has. */
export function panelParts(panel: PanelRecord | undefined): readonly string[] {
  if (panel === undefined) {
    return [];
  }
  const remarks = panel.remarks.map((remark) => `- ${escapeMarkdown(remark)}`).join('\n');
  const assumptions = panel.reviewers.flatMap(({ name, opinion }) =>
    (opinion?.assumptions ?? []).map((text) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(text)}`),
  );
  return [
    '## Ratings',
    ratingsTable(panel),
    ...(remarks === '' ? [] : ['## How the Round Went', remarks]),
    ...(assumptions.length === 0 ? [] : ['## Assumptions', assumptions.join('\n')]),
    '## Usage',
    usageTable(panel),
  ];
}

function ratingsTable({ reviewers }: PanelRecord): string {
  const rows = reviewers.flatMap(({ name, opinion }) =>
    opinion === undefined ? [] : [[escapeMarkdown(name), ...ratingCells(opinion.ratings)]],
  );
  return rows.length === 0
    ? 'None were given.'
    : markdownTable(['Reviewer', 'Clarity', 'Accuracy', 'Fit', 'Usability'], rows);
}

function ratingCells({ clarity, accuracy, fit, usability }: Ratings): string[] {
  return [clarity, accuracy, fit, usability].map((rating) => `${rating}/10`);
}

function usageTable({ tasks, usage, costUsd }: PanelRecord): string {
  const total = ['**Total**', '', '', '', ...usageCells(usage), costText(costUsd)];
  return markdownTable(
    ['Task', 'Model', 'Calls', 'Time', 'In', 'Out', 'Cache read', 'Cache write', 'Cost'],
    [...tasks.map(taskRow), total],
  );
}

function taskRow(task: TaskSummary): string[] {
  const fallback = task.answeredBy === undefined ? '' : `, answered by ${task.answeredBy}`;
  return [
    inlineCode(task.id),
    inlineCode(`${task.provider}: ${task.model}${fallback}`),
    String(task.calls),
    `${(task.elapsedMs / 1000).toFixed(1)} s`,
    ...usageCells(task.usage),
    costText(task.costUsd),
  ];
}

function usageCells({ input, output, cacheRead, cacheWrite }: TokenUsage): string[] {
  return [input, output, cacheRead, cacheWrite].map((tokens) => tokens.toLocaleString('en-US'));
}

/** A cost as documents show it; who does not know it says so. */
function costText(costUsd: number | undefined): string {
  return costUsd === undefined ? 'not known' : `$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`;
}

/** What the host and several reviewers have to say of one finding, below its own words. */
export function findingRemarks({ notes = [], statements = [] }: Finding): readonly string[] {
  return [
    ...(notes.length === 0
      ? []
      : [`**Notes:**\n${notes.map(({ text }) => `- ${escapeMarkdown(text)}`).join('\n')}`]),
    ...(statements.length < 2
      ? []
      : [`**In the reviewers' own words:**\n\n${statements.map(statement).join('\n\n')}`]),
  ];
}

function statement({ label, severity, title, observation, concern, recommendation }: Statement): string {
  const lines = [observation, concern, recommendation].map((text) => escapeMarkdown(text)).join(' ');
  return `> ${inlineCode(label)}, ${severity}: ${escapeMarkdown(title)}. ${lines}`;
}

/** What a persona's own review says beside its findings. */
export function opinionParts(review: PersonaReview): readonly string[] {
  const list = (texts: readonly string[]): string =>
    texts.length === 0 ? 'None.' : texts.map((text) => `- ${escapeMarkdown(text)}`).join('\n');
  return [
    '## Overall Assessment',
    `**${review.verdict}** in this reviewer's own opinion.`,
    '## Ratings',
    markdownTable(['Clarity', 'Accuracy', 'Fit', 'Usability'], [ratingCells(review.ratings)]),
    '## Findings',
    review.findings.length === 0
      ? proseOf(review.nothingFound ?? 'None.')
      : review.findings.map(ownFinding).join('\n\n---\n\n'),
    '## Strengths',
    list(review.strengths),
    '## Questions for Author',
    list(review.questions),
    '## Assumptions',
    list(review.assumptions),
    ...(review.severityArguments.length === 0
      ? []
      : [
          '## On Other Findings',
          list(
            review.severityArguments.map(
              ({ finding, severity, reason }) => `${finding} should be ${severity}: ${reason}`,
            ),
          ),
        ]),
  ];
}

function ownFinding(finding: PersonaReview['findings'][number], index: number): string {
  return [
    `### ${index + 1}. ${escapeMarkdown(finding.title)}`,
    [
      `**Severity:** ${capitalized(finding.severity)} (${escapeMarkdown(finding.severityReason)})`,
      `**Category:** ${capitalized(finding.category)}`,
      `**Confidence:** ${capitalized(finding.confidence)}`,
      ...(finding.quote === '' ? [] : [`**Quote:** ${inlineCode(finding.quote)}`]),
    ].join('  \n'),
    `**Observation:**\n${proseOf(finding.observation)}`,
    `**Concern:**\n${proseOf(finding.concern)}`,
    `**Recommendation:**\n${proseOf(finding.recommendation)}`,
  ].join('\n\n');
}

/** How many tokens and dollars a round used, in one line for a terminal. */
export function usageText({ tasks, usage, costUsd }: PanelRecord): string {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return `${counted(tasks.length, 'task')}, ${input.toLocaleString('en-US')} tokens in, ${usage.output.toLocaleString('en-US')} out, cost ${costText(costUsd)}`;
}

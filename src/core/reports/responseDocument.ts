import type { Finding, Severity } from '../domain/finding.ts';
import type { Disposition, FindingResponse, Response } from '../domain/response.ts';
import type { Question } from '../domain/round.ts';
import { capitalized, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';
import { authorsText } from './responseText.ts';

/** What a response answers. */
export interface AnsweredRound {
  readonly findings: readonly Pick<Finding, 'id' | 'title' | 'severity'>[];
  readonly questions: readonly Question[];
}

/** How documents name a disposition: `Partially accepted`. */
export function dispositionLabel(disposition: Disposition | null): string {
  return disposition === null ? 'Open' : capitalized(disposition.replace('-', ' '));
}

/** `response.md`: the author's side of a round, for people to read and to edit. `readResponse` reads it back. */
export function responseDocument(response: Response, { findings, questions }: AnsweredRound): string {
  const answers = new Map(response.findings.map((answer) => [answer.finding, answer]));
  const replies = new Map(response.answers.map(({ question, answer }) => [question, answer]));
  const parts = [
    `# Review Response: ${escapeMarkdown(response.plan.title)}`,
    header(response),
    '## Executive Summary',
    authorsText(response.summary),
    '## Overall Assessment',
    `**${response.assessment ?? 'OPEN'}**`,
    authorsText(response.assessmentReason),
    '## Responses to Findings',
    findings.map((finding) => findingPart(finding, answers.get(finding.id))).join('\n\n---\n\n') || 'None.',
    '## Answers to Reviewer Questions',
    questions
      .map(({ id, text }) =>
        block(`### [${id}] ${escapeMarkdown(text)}`, field('Answer', replies.get(id) ?? '')),
      )
      .join('\n\n') || 'None.',
    '## Summary of Changes',
    '### Plan Modifications',
    changesTable(response),
    '## Recommendation to Editor',
    authorsText(response.recommendation),
    `**Final Assessment: ${response.assessment ?? 'OPEN'}**`,
    `**Confidence Level:** ${response.confidence === null ? 'Open' : capitalized(response.confidence)}`,
    authorsText(response.confidenceReason),
  ];
  return `${block(...parts)}\n`;
}

function block(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function header(response: Response): string {
  return [
    `**Author:** ${escapeMarkdown(response.author)}`,
    `**Response Round:** ${response.round}`,
    `**Date:** ${response.updatedAt.slice(0, 10)}`,
    `**Responding to:** review.md of round ${response.round}, revision ${inlineCode(response.revision)}`,
    ...(response.answered === null
      ? []
      : [`**Answered by:** revision ${inlineCode(response.answered.revision)}`]),
  ].join('  \n');
}

function findingPart(
  { id, title, severity }: { readonly id: string; readonly title: string; readonly severity: Severity },
  answer: FindingResponse | undefined,
): string {
  return block(
    `### [${id}] ${escapeMarkdown(title)}`,
    `**Severity:** ${capitalized(severity)}  \n**Disposition:** ${dispositionLabel(answer?.disposition ?? null)}`,
    field('Response', answer?.response ?? ''),
    field('Action Taken', answer?.action ?? ''),
    field('Evidence', answer?.evidence ?? ''),
  );
}

function field(name: string, text: string): string {
  const words = authorsText(text);
  return words === '' ? `**${name}:**` : `**${name}:**\n${words}`;
}

function changesTable({ answered }: Response): string {
  if (answered === null || answered.changes.length === 0) {
    return answered === null ? 'Not submitted yet.' : 'None.';
  }
  return markdownTable(
    ['Section', 'Change', 'Rationale'],
    answered.changes.map(({ section, change, rationale }) =>
      [section, change, rationale].map((cell) => escapeMarkdown(cell)),
    ),
  );
}

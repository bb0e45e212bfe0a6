import { severitySchema } from '../domain/finding.ts';
import type { EndState, ReviewRecord, RoundSummary } from '../domain/record.ts';
import { capitalized, counted, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';
import { statusLabel } from './resolutionParts.ts';

/** `record.md`: how a review ended, for whoever carries the plan out and whoever asks later. */
export function recordDocument(record: ReviewRecord): string {
  const parts = [
    `# Review Record: ${escapeMarkdown(record.plan.title)}`,
    [
      `**Plan:** ${inlineCode(record.plan.path)} (${record.plan.kind})`,
      `**Revision:** ${inlineCode(record.revision)}`,
      ...(record.head === null ? [] : [`**HEAD:** ${inlineCode(record.head)}`]),
      `**Signed by:** ${escapeMarkdown(record.signedBy)}, ${record.signedAt}`,
    ].join('  \n'),
    '## Overall Assessment',
    `**${record.verdict.value}**`,
    record.verdict.reasons.map((reason) => `- ${escapeMarkdown(reason.text)}`).join('\n'),
    ...(record.reason === undefined
      ? []
      : [`**Signed all the same, because:** ${escapeMarkdown(record.reason)}`]),
    '## Review Process Summary',
    ...record.rounds.map(roundPart),
    ...endStates(record.findings),
    '## Residual Risks',
    record.risks.length === 0
      ? 'None.'
      : markdownTable(
          ['Risk', 'Likelihood', 'Impact', 'Mitigation'],
          record.risks.map(({ risk, likelihood, impact, mitigation, finding }) => [
            escapeMarkdown(finding === undefined ? risk : `${finding}: ${risk}`),
            capitalized(likelihood),
            capitalized(impact),
            escapeMarkdown(mitigation),
          ]),
        ),
    '## Implementation Readiness',
    record.readiness
      .map(
        ({ isTicked, text, detail }) =>
          `- [${isTicked ? 'x' : ' '}] ${escapeMarkdown(text)}${detail === '' ? '' : ` (${escapeMarkdown(detail)})`}`,
      )
      .join('\n'),
    '## Recommendation to Editor',
    escapeMarkdown(record.recommendation),
    `**Final Assessment: ${record.verdict.value}**`,
    `**Confidence Level:** ${capitalized(record.confidence)}`,
    escapeMarkdown(record.confidenceReason),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function roundPart({ number, verdict, findings, dispositions, keyChanges }: RoundSummary): string {
  const total = severitySchema.options.reduce((sum, severity) => sum + findings[severity], 0);
  const severities = severitySchema.options.map((severity) => `${findings[severity]} ${severity}`).join(', ');
  const answers = Object.entries(dispositions).map(
    ([disposition, count]) => `- **${capitalized(disposition.replace('-', ' '))}:** ${count}`,
  );
  return [
    `### Round ${number}: ${verdict}`,
    '',
    `- **Findings:** ${counted(total, 'finding')} (${severities})`,
    ...answers,
    `- **Key Changes:** ${keyChanges.length === 0 ? 'none' : keyChanges.map(escapeMarkdown).join(', ')}`,
  ].join('\n');
}

/** What became of every finding. Records of earlier versions do not say. */
function endStates(findings: readonly EndState[] | undefined): string[] {
  if (findings === undefined) {
    return [];
  }
  return [
    '## What Became of the Findings',
    findings.length === 0
      ? 'None was raised.'
      : markdownTable(
          ['Finding', 'Severity', 'Round', 'End state', 'Decided by', 'Notes'],
          findings.map(({ finding, title, severity, round, status, by, notes }) => [
            `${finding} (${escapeMarkdown(title)})`,
            capitalized(severity),
            String(round),
            statusLabel(status),
            escapeMarkdown(by.join(', ')),
            escapeMarkdown(notes),
          ]),
        ),
  ];
}

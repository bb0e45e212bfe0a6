import type { EndState } from '../domain/record.ts';
import type { PlanIdentity, Revision } from '../domain/plan.ts';
import type { VerdictValue } from '../domain/verdict.ts';
import { capitalized, escapeMarkdown, inlineCode, markdownTable } from './markdown.ts';
import { statusLabel } from './resolutionParts.ts';

/** A review at a glance. */
export interface Overview {
  readonly plan: PlanIdentity;
  readonly verdict: VerdictValue;
  readonly state: 'none' | 'standing' | 'stale';
  /** Why what was approved no longer stands. */
  readonly reasons: readonly string[];
  readonly signedBy: string | undefined;
  readonly rounds: readonly {
    readonly number: number;
    readonly revision: Revision;
    readonly completedAt: string;
    readonly verdict: VerdictValue;
    readonly raised: number;
    readonly settled: number;
    readonly open: number;
  }[];
  readonly findings: readonly EndState[];
}

const standing: Record<Overview['state'], string> = {
  none: 'Nothing was approved.',
  standing: 'What was approved is as it was.',
  stale: 'This is stale:',
};

/** What stands in front of an exported review: where it is, its rounds, and what became of each finding. */
export function overviewDocument({
  plan,
  verdict,
  state,
  reasons,
  signedBy,
  rounds,
  findings,
}: Overview): string {
  const parts = [
    `# Review of ${escapeMarkdown(plan.title)}`,
    [
      `**Plan:** ${inlineCode(plan.path)} (${plan.kind})`,
      `**Verdict:** ${verdict}`,
      signedBy === undefined ? 'Not signed by anybody.' : `**Signed by:** ${escapeMarkdown(signedBy)}`,
    ].join('  \n'),
    standing[state],
    reasons.map((reason) => `- ${escapeMarkdown(reason)}`).join('\n'),
    '## Rounds',
    markdownTable(
      ['Round', 'Date', 'Revision', 'Verdict', 'Raised', 'Settled', 'Open after it'],
      rounds.map((round) => [
        String(round.number),
        round.completedAt.slice(0, 10),
        inlineCode(round.revision.slice(0, 'sha256:'.length + 12)),
        round.verdict,
        String(round.raised),
        String(round.settled),
        String(round.open),
      ]),
    ),
    '## Findings',
    findings.length === 0
      ? 'None.'
      : markdownTable(
          ['Finding', 'Severity', 'Round', 'State', 'Decided by'],
          findings.map(({ finding, title, severity, round, status, by }) => [
            `${finding} (${escapeMarkdown(title)})`,
            capitalized(severity),
            String(round),
            statusLabel(status),
            escapeMarkdown(by.join(', ')),
          ]),
        ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

import type { Finding } from '../domain/finding.ts';
import type { ReadinessItem, ReviewRecord, Risk, RoundSummary } from '../domain/record.ts';
import type { Verdict, VerdictValue } from '../domain/verdict.ts';
import { counted } from './markdown.ts';
import { printable, type Paint, type Tone } from './paint.ts';
import type { TextOptions } from './terminal.ts';

const rule = '='.repeat(80);
const plain: Paint = (_tone, text) => text;
const verdictTones: Record<VerdictValue, Tone> = { GO: 'good', 'CONDITIONAL GO': 'doubt', 'NO-GO': 'bad' };

/** What a record consists of, signed or not. */
interface RecordParts {
  readonly plan: { readonly title: string; readonly path: string };
  readonly verdict: Verdict;
  readonly rounds: readonly RoundSummary[];
  readonly risks: readonly Risk[];
  readonly readiness: readonly ReadinessItem[];
}

/** What there is to sign, for a terminal. */
export function proposalText(proposal: RecordParts, options: TextOptions = {}): string {
  return [...partsOf(proposal, 'Not signed', options), 'Nothing was stored.', ''].join('\n');
}

/** A signed record, for a terminal. */
export function recordText(
  record: ReviewRecord,
  { folder, ...options }: TextOptions & { readonly folder: string },
): string {
  const signed = `Signed by ${record.signedBy}, ${record.signedAt}`;
  return [
    ...partsOf(record, signed, options),
    ...(record.reason === undefined ? [] : [printable(`Reason: ${record.reason}`)]),
    `Stored in ${folder}/record.md`,
    '',
  ].join('\n');
}

function partsOf(record: RecordParts, signed: string, { shownAs, paint = plain }: TextOptions): string[] {
  const { plan, verdict, rounds, risks, readiness } = record;
  return [
    rule,
    paint('strong', printable(`Review record: ${plan.title} (${shownAs ?? plan.path})`)),
    printable(signed),
    rule,
    ...rounds.map(({ number, verdict: value, findings }) => {
      const total = Object.values(findings).reduce((sum, count) => sum + count, 0);
      return `  Round ${number}: ${paint(verdictTones[value], value)}, ${counted(total, 'new finding')}`;
    }),
    '',
    risks.length === 0 ? 'Residual risks: none' : 'Residual risks:',
    ...risks.map(({ risk, likelihood, impact, mitigation, finding }) =>
      printable(
        `  ${finding === undefined ? '' : `${finding} `}${risk} (likelihood ${likelihood}, impact ${impact}): ${mitigation}`,
      ),
    ),
    '',
    'Readiness:',
    ...readiness.map(({ isTicked, id, text, detail }) =>
      printable(`  [${isTicked ? 'x' : ' '}] ${id}: ${text}${detail === '' ? '' : ` (${detail})`}`),
    ),
    rule,
    `Verdict: ${paint(verdictTones[verdict.value], verdict.value)}`,
    ...verdict.reasons.map((reason) => `  - ${printable(reason.text)}`),
  ];
}

/** Where a review stands, for a terminal: its rounds, what became of each finding, and whether its approval stands. */
export function reviewStateText(
  view: {
    readonly review: { readonly plan: { readonly title: string; readonly path: string } };
    readonly rounds: readonly {
      readonly round: { readonly number: number; readonly verdict: Verdict; readonly completedAt: string };
      readonly response: { readonly state: string; readonly author: string } | undefined;
      readonly folder: string;
    }[];
    readonly findings: readonly {
      readonly finding: Finding;
      readonly status: string;
      readonly isOpen: boolean;
    }[];
    readonly inconsistent: readonly { readonly problem: string }[];
    readonly problems: readonly string[];
  },
  approval: {
    readonly state: 'none' | 'standing' | 'stale';
    readonly verdict: VerdictValue;
    readonly record: ReviewRecord | undefined;
    readonly reasons: readonly string[];
  },
  { shownAs = view.review.plan.path, paint = plain }: TextOptions = {},
): string {
  const problems = [...view.inconsistent.map(({ problem }) => problem), ...view.problems];
  return [
    rule,
    paint('strong', printable(`Review of ${view.review.plan.title} (${shownAs})`)),
    rule,
    ...view.rounds.map(({ round: { number, verdict, completedAt }, response }) => {
      const answer =
        response === undefined
          ? 'not answered'
          : `response ${response.state} by ${response.author || 'nobody'}`;
      return `  Round ${number}, ${completedAt.slice(0, 10)}: ${paint(verdictTones[verdict.value], verdict.value)}, ${printable(answer)}`;
    }),
    '',
    view.findings.length === 0 ? 'Findings: none' : 'Findings:',
    ...view.findings.map(({ finding: { id, severity, title }, status, isOpen }) =>
      paint(isOpen ? 'doubt' : 'quiet', printable(`  ${id} ${severity}, ${status}: ${title}`)),
    ),
    ...problems.map((problem) => paint('bad', printable(`  ! ${problem}`))),
    rule,
    `Verdict: ${paint(verdictTones[approval.verdict], approval.verdict)}${approval.state === 'stale' ? paint('bad', ' (stale)') : ''}`,
    ...approval.reasons.map((reason) => printable(`  - ${reason}`)),
    ...(approval.record === undefined
      ? []
      : [printable(`Signed by ${approval.record.signedBy}, ${approval.record.signedAt}`)]),
    '',
  ].join('\n');
}

import type { PlanCheck } from '../domain/checkReport.ts';
import type { Claim, ClaimSummary, ClaimVerdict } from '../domain/claim.ts';
import type { CheckFinding } from '../domain/finding.ts';
import type { Round } from '../domain/round.ts';
import { counted } from './markdown.ts';
import { basis } from './reviewDocument.ts';

const rule = '='.repeat(80);
const signs: Record<ClaimVerdict, string> = { pass: '✓', fail: '✗', unverifiable: '?' };

/** What the checks say of a plan, for a terminal. */
export function checkText(plan: PlanCheck): string {
  return [
    heading(`Plan Review: ${plan.path} (${plan.kind})`),
    ...claimLines(plan.claims),
    ...findingLines(plan.findings),
    rule,
    `Summary: ${summaryText(plan.summary)}, ${counted(plan.findings.length, 'finding')}`,
    rule,
    '',
  ].join('\n');
}

/** A round, for a terminal. */
export function reviewText(view: {
  round: Round;
  findings: readonly { finding: CheckFinding }[];
  claims: readonly Claim[];
  folder: string;
}): string {
  const { round } = view;
  return [
    heading(
      `Peer Review: ${round.plan.title}, round ${round.number} (${round.plan.path}, ${round.plan.kind})`,
    ),
    ...claimLines(view.claims),
    ...findingLines(view.findings.map(({ finding }) => finding)),
    ...remarkLines('Strengths', round.strengths),
    ...remarkLines('Questions for the author', round.questions),
    rule,
    `Summary: ${summaryText(round.claims)}, ${counted(view.findings.length, 'finding')}`,
    `Verdict: ${round.verdict.value}`,
    ...round.verdict.reasons.map((reason) => `  - ${printable(reason.text)}`),
    ...(round.verdict.value === 'GO' && basis(round) !== '' ? [` ${basis(round)}`] : []),
    rule,
    `Stored in ${view.folder}`,
    '',
  ].join('\n');
}

function heading(text: string): string {
  return [rule, printable(text), rule].join('\n');
}

function claimLines(claims: readonly Claim[]): string[] {
  if (claims.length === 0) {
    return [];
  }
  return ['', 'Claims:', ...claims.map(claimLine)];
}

function claimLine(claim: Claim): string {
  const { line, column } = claim.range.start;
  const suggestion = claim.suggestion === undefined ? '' : `; closest: ${claim.suggestion}`;
  return printable(
    `  ${signs[claim.verdict]} ${line}:${column} ${claim.kind} ${claim.value} (${claim.detail}${suggestion})`,
  );
}

function findingLines(findings: readonly CheckFinding[]): string[] {
  if (findings.length === 0) {
    return ['', 'Findings: none'];
  }
  return [
    '',
    'Findings:',
    ...findings.flatMap((finding) => [
      printable(
        `  ✗ ${finding.id} ${finding.severity} ${finding.range.start.line}:${finding.range.start.column} ${finding.title}`,
      ),
      printable(`    → FIX: ${finding.recommendation}`),
    ]),
  ];
}

function remarkLines(title: string, remarks: readonly { id: string; text: string }[]): string[] {
  return remarks.length === 0
    ? []
    : ['', `${title}:`, ...remarks.map((remark) => printable(`  ${remark.id} ${remark.text}`))];
}

function summaryText(summary: ClaimSummary): string {
  return `${summary.pass} PASS, ${summary.fail} FAIL, ${summary.unverifiable} UNVERIFIABLE`;
}

/** One line that cannot steer the terminal: control and direction characters are shown as what they are not. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\u{fffd}');
}

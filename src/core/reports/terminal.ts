import type { PacketCoverage } from '../domain/packetReview.ts';
import type { CheckProblem, PlanCheck, SuppressedFinding } from '../domain/checkReport.ts';
import type { Claim, ClaimSummary, ClaimVerdict } from '../domain/claim.ts';
import type { Execution } from '../domain/execution.ts';
import type { CheckFinding, Finding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import type { ResolutionStatus } from '../domain/resolution.ts';
import type { Round } from '../domain/round.ts';
import { executionLines, gateLines } from './executionTerminal.ts';
import { counted } from './markdown.ts';
import { usageText } from './panelParts.ts';
import { printable, type Paint, type Tone } from './paint.ts';
import { basis } from './reviewDocument.ts';

/** How to show something to the person who asked. */
export interface TextOptions {
  /** The plan as the user named it; its path below the workspace folder unless said. */
  readonly shownAs?: string;
  readonly mode?: ReviewMode;
  /** Without it, nothing is coloured. */
  readonly paint?: Paint;
}

const rule = '='.repeat(80);
const signs: Record<ClaimVerdict, string> = { pass: '✓', fail: '✗', unverifiable: '?' };
const tones: Record<ClaimVerdict, Tone> = { pass: 'good', fail: 'bad', unverifiable: 'doubt' };
const modes: Record<ReviewMode, string> = {
  plan: 'Mode: plan (before the work)',
  execution: 'Mode: execution (after the work)',
};

const plain: Paint = (_tone, text) => text;

/** What the checks say of a plan, for a terminal. */
export function checkText(plan: PlanCheck, options: TextOptions = {}): string {
  const { shownAs = plan.path, paint = plain, mode = 'plan' } = options;
  const suppressed = plan.suppressed ?? [];
  return [
    ...heading(`Plan Review: ${shownAs} (${plan.kind})`, mode, paint),
    ...claimLines(plan.claims, paint),
    ...findingLines(plan.findings, paint),
    ...suppressedLines(suppressed, paint),
    rule,
    `Summary: ${summaryText(plan.summary, paint)}, ${counted(plan.findings.length, 'finding')}${suppressedCount(suppressed.length)}`,
    rule,
    '',
  ].join('\n');
}

/** A round, for a terminal. */
export function reviewText(
  view: {
    round: Round;
    findings: readonly { finding: Finding }[];
    claims: readonly Claim[];
    folder: string;
    execution?: Execution | undefined;
  },
  options: TextOptions = {},
): string {
  const { round } = view;
  const { shownAs = round.plan.path, paint = plain } = options;
  const verdict = round.verdict.value;
  const verdictTone = { GO: 'good', 'CONDITIONAL GO': 'doubt', 'NO-GO': 'bad' } as const;
  return [
    ...heading(
      `Peer Review: ${round.plan.title}, round ${round.number} (${shownAs}, ${round.plan.kind})`,
      round.mode,
      paint,
    ),
    ...resolutionLines(round, paint),
    ...claimLines(view.claims, paint),
    ...findingLines(
      view.findings.map(({ finding }) => finding),
      paint,
    ),
    ...packetLines(round.packet, paint),
    ...executionLines(view.execution, paint),
    ...gateLines(round.gates, paint),
    ...remarkLines('Strengths', round.strengths),
    ...remarkLines('Questions for the author', round.questions),
    rule,
    `Summary: ${summaryText(round.claims, paint)}, ${counted(view.findings.length, 'finding')}${suppressedCount(round.claims.suppressed ?? 0)}`,
    `Verdict: ${paint(verdictTone[verdict], verdict)}`,
    ...round.verdict.reasons.map((reason) => `  - ${printable(reason.text)}`),
    ...(verdict === 'GO' && basis(round) !== '' ? [` ${basis(round)}`] : []),
    ...panelLines(round, paint),
    rule,
    `Stored in ${view.folder}`,
    '',
  ].join('\n');
}

/** What is wrong with the workspace's own checks and settings, for a terminal. Empty where nothing is. */
export function problemsText(problems: readonly CheckProblem[], paint: Paint = plain): string {
  if (problems.length === 0) {
    return '';
  }
  const lines = problems.flatMap((problem) => [
    paint('bad', printable(`  ✗ ${problem.path}:${problem.range.start.line} ${problem.title}`)),
    `    ${printable(problem.observation)}`,
    `    → FIX: ${printable(problem.recommendation)}`,
  ]);
  return ["Problems in the workspace's own checks and settings:", ...lines, ''].join('\n');
}

/** How the areas of a packet were covered, a line each, with what nobody answered below it. */
function packetLines(packet: PacketCoverage | undefined, paint: Paint): string[] {
  if (packet === undefined || packet.areas.length === 0) {
    return [];
  }
  return [
    '',
    'Areas:',
    ...packet.areas.flatMap(({ id, title, questions, findings }) => {
      const uncovered = questions.filter(({ state }) => state === 'uncovered');
      const said = [
        `${questions.length - uncovered.length} of ${counted(questions.length, 'question')} answered`,
        ...(findings.length === 0 ? [] : [findings.join(', ')]),
      ].join('; ');
      const line = printable(`  ${uncovered.length === 0 ? '✓' : '✗'} ${id} ${title} (${said})`);
      return [
        paint(uncovered.length === 0 ? 'good' : 'bad', line),
        ...uncovered.map((question) => printable(`    uncovered ${question.id}: ${question.text}`)),
      ];
    }),
  ];
}

function heading(text: string, mode: ReviewMode, paint: Paint): string[] {
  return [rule, paint('strong', printable(text)), modes[mode], rule];
}

function claimLines(claims: readonly Claim[], paint: Paint): string[] {
  return claims.length === 0 ? [] : ['', 'Claims:', ...claims.map((claim) => claimLine(claim, paint))];
}

function claimLine(claim: Claim, paint: Paint): string {
  const { line, column } = claim.range.start;
  const notes = [
    claim.detail,
    ...(claim.suggestion === undefined ? [] : [`closest: ${claim.suggestion}`]),
    ...(claim.suppressed === true ? ['suppressed'] : []),
    ...(claim.cached ? ['cached'] : []),
  ].join('; ');
  const isLeftAlone = claim.suppressed === true;
  const text = `${line}:${column} ${claim.check ?? claim.kind} ${claim.value} (${notes})`;
  return isLeftAlone
    ? paint('quiet', printable(`  – ${text}`))
    : `  ${paint(tones[claim.verdict], signs[claim.verdict])} ${printable(text)}`;
}

function findingLines(findings: readonly (CheckFinding | Finding)[], paint: Paint): string[] {
  if (findings.length === 0) {
    return ['', 'Findings: none'];
  }
  return [
    '',
    'Findings:',
    ...findings.flatMap(({ id, severity, range, title, recommendation }) => [
      `  ${paint(toneOf(severity), `✗ ${id} ${severity}`)} ${range.start.line}:${range.start.column} ${printable(title)}`,
      `    → FIX: ${printable(recommendation)}`,
    ]),
  ];
}

/** What became of earlier findings, and what a later round does not count. */
function resolutionLines({ resolutions = [], dropped = [], residual = [] }: Round, paint: Paint): string[] {
  const decided = resolutions.flatMap(({ finding, status, notes, proof, by }) => [
    `  ${paint(toneOfStatus(status), `${finding} ${status}`)} ${printable(`(${by.join(', ')}; ${proof.state === 'none' ? 'no action claimed' : `action ${proof.state}`}) ${notes}`)}`,
  ]);
  const left = dropped.map(({ reviewer, severity, title, reason }) =>
    paint('quiet', printable(`  – ${reviewer}, ${severity}: ${title} (${reason})`)),
  );
  return [
    ...(decided.length === 0 ? [] : ['', 'Earlier findings:', ...decided]),
    ...(residual.length === 0
      ? []
      : [`Recorded as residual risk, after two rounds that ended NO-GO: ${residual.join(', ')}`]),
    ...(left.length === 0 ? [] : ['', `Not counted (${left.length}):`, ...left]),
  ];
}

function toneOfStatus(status: ResolutionStatus): Tone {
  switch (status) {
    case 'resolved':
    case 'withdrawn':
      return 'good';
    case 'acknowledged':
    case 'partially-resolved':
      return 'doubt';
    case 'unresolved':
    case 'regressed':
      return 'bad';
  }
}

/** Who read the plan on which model, how that ended, and what it cost. */
function panelLines({ panel, reviewers }: Round, paint: Paint): string[] {
  if (panel === undefined) {
    return [];
  }
  const lines = reviewers.flatMap(({ id, name, status, findings, detail }) => {
    const member = panel.reviewers.find((reviewer) => reviewer.id === id);
    const text = member === undefined ? detail : `${member.provider}: ${member.model}`;
    return status === 'succeeded'
      ? [`  ${paint('good', '✓')} ${printable(`${name}: ${counted(findings, 'finding')} (${text})`)}`]
      : [`  ${paint('bad', '✗')} ${printable(`${name}: ${status}, ${detail} (${text})`)}`];
  });
  return [
    '',
    'Reviewers:',
    ...lines,
    ...panel.remarks.map((remark) => printable(`  ! ${remark}`)),
    `Usage: ${usageText(panel)}`,
  ];
}

function toneOf(severity: CheckFinding['severity']): Tone {
  switch (severity) {
    case 'critical':
    case 'major':
      return 'bad';
    case 'minor':
      return 'doubt';
    case 'suggestion':
      return 'quiet';
  }
}

function suppressedLines(suppressed: readonly SuppressedFinding[], paint: Paint): string[] {
  if (suppressed.length === 0) {
    return [];
  }
  const lines = suppressed.map(({ check, range, title, suppression }) =>
    printable(
      `  – ${range.start.line}:${range.start.column} ${title} (${check}: ${suppression.reason ?? 'no reason given'})`,
    ),
  );
  return ['', 'Suppressed:', ...lines.map((line) => paint('quiet', line))];
}

function remarkLines(title: string, remarks: readonly { id: string; text: string }[]): string[] {
  return remarks.length === 0
    ? []
    : ['', `${title}:`, ...remarks.map((remark) => printable(`  ${remark.id} ${remark.text}`))];
}

function summaryText(summary: ClaimSummary, paint: Paint): string {
  const part = (count: number, word: string, tone: Tone): string => {
    const text = `${count} ${word}`;
    return count === 0 ? text : paint(tone, text);
  };
  return [
    part(summary.pass, 'PASS', 'good'),
    part(summary.fail, 'FAIL', 'bad'),
    part(summary.unverifiable, 'UNVERIFIABLE', 'doubt'),
  ].join(', ');
}

function suppressedCount(count: number): string {
  return count === 0 ? '' : `, ${count} suppressed`;
}

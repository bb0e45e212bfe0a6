import type {
  ApprovalView,
  CheckFinding,
  PlacedFinding,
  PlacedState,
  PlanCheck,
  Range,
  ReviewView,
  Severity,
} from '../../core/index.ts';

/** What a sample finding is made of. */
export interface SampleFinding {
  readonly id: string;
  readonly severity?: Severity;
  readonly range?: Range;
  readonly related?: readonly Range[];
}

const revision = `sha256:${'0'.repeat(64)}` as const;

/** A range within one line. */
export function span(line: number, start: number, end: number): Range {
  return { start: { line, column: start }, end: { line, column: end } };
}

/** A finding of a bare check. */
export function checkFinding(sample: SampleFinding): CheckFinding {
  return {
    id: sample.id,
    check: 'file-exists',
    severity: sample.severity ?? 'major',
    category: 'factuality',
    title: `Title of ${sample.id}`,
    observation: 'It stands there.',
    concern: 'It matters.',
    recommendation: 'Mend it.',
    range: sample.range ?? span(1, 1, 2),
    related: [...(sample.related ?? [])],
  };
}

/** What a bare check of a plan says. */
export function planCheck(...samples: readonly SampleFinding[]): PlanCheck {
  return {
    path: 'docs/plan.md',
    revision,
    kind: 'generic',
    claims: [],
    findings: samples.map(checkFinding),
    summary: { pass: 8, fail: 1, unverifiable: 0 },
  };
}

/** A finding of a round, at a place. */
export function placedFinding(
  sample: SampleFinding & { readonly round?: number; readonly isLost?: boolean },
): PlacedFinding {
  const finding = checkFinding(sample);
  const anchor = { quote: 'x', prefix: '', suffix: '', section: [], offset: 0, revision };
  return {
    finding: { ...finding, round: sample.round ?? 1, reviewers: ['checks'], anchor },
    place: sample.isLost === true ? { state: 'lost' } : { state: 'exact', range: finding.range },
  };
}

/** What became of a finding. */
export function decidedFinding(placed: PlacedFinding, status: PlacedState['status']): PlacedState {
  const isOpen = status !== 'resolved' && status !== 'withdrawn';
  return { ...placed, status, isOpen, resolution: undefined };
}

/** A review of as many rounds as there are lists of findings, which are all open after the last one. */
export function reviewView(...rounds: readonly (readonly PlacedFinding[])[]): ReviewView {
  const plan = { path: 'docs/plan.md', title: 'Plan', kind: 'generic' } as const;
  const completedAt = '2026-11-20T10:00:30.000Z';
  return {
    review: { schemaVersion: 1, plan, status: 'in_review', rounds: [], verdict: 'CONDITIONAL GO' },
    rounds: rounds.map((findings, index) => ({
      round: {
        schemaVersion: 1,
        number: index + 1,
        mode: 'plan',
        plan,
        revision,
        startedAt: '2026-11-20T10:00:00.000Z',
        completedAt,
        repository: null,
        reviewers: [{ id: 'checks', name: 'Checks', status: 'succeeded', findings: 1, detail: '' }],
        claims: { pass: 8, fail: 1, unverifiable: 0 },
        strengths: [],
        questions: [],
        verdict: {
          value: 'CONDITIONAL GO',
          reasons: [{ code: 'failed-claim', text: '1 claim does not hold' }],
        },
        artifacts: [],
      },
      findings,
      openFindings: findings.map(({ finding }) => finding),
      response: undefined,
      claims: [],
      folder: `.plan-review/reviews/plan/round-${index + 1}`,
    })),
    inconsistent: [],
    findings: [...new Map(rounds.flat().map((placed) => [placed.finding.id, placed])).values()].map(
      (placed) => decidedFinding(placed, 'open'),
    ),
    record: undefined,
    problems: [],
    stale: undefined,
  };
}

/** What core says of a GO that somebody has signed. */
export function approvalBy(
  signedBy: string,
  approval: Pick<ApprovalView, 'state' | 'reasons'>,
): ApprovalView {
  const verdict = { value: 'GO', reasons: [] } as const;
  return {
    ...approval,
    verdict: verdict.value,
    record: {
      schemaVersion: 1,
      plan: { path: 'docs/plan.md', title: 'Plan', kind: 'generic' },
      revision,
      head: null,
      rounds: [],
      verdict: { ...verdict, reasons: [] },
      risks: [],
      readiness: [],
      recommendation: 'Begin.',
      confidence: 'high',
      confidenceReason: 'It is small.',
      signedBy,
      signedAt: '2026-11-20T11:00:00.000Z',
    },
  };
}

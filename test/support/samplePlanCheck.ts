import type { CheckProblem, PlanCheck } from '../../src/core/domain/checkReport.ts';
import type { CheckFinding } from '../../src/core/domain/finding.ts';

const range = { start: { line: 3, column: 9 }, end: { line: 3, column: 19 } };

/** A problem of a workspace's own check. */
export const sampleProblem: CheckProblem = {
  path: '.plan-review/checks/a.md',
  check: 'check-definition',
  severity: 'major',
  category: 'consistency',
  title: 'Check "a" cannot be used',
  observation: 'It lacks **Verify**.',
  concern: 'Nothing is checked with it.',
  recommendation: 'Add it.',
  range,
};

/** The check of a plan with one failed claim, one finding, and one that is suppressed. */
export function samplePlanCheck(finding: Partial<CheckFinding> = {}): PlanCheck {
  const found: CheckFinding = {
    id: 'F1',
    check: 'file-exists',
    severity: 'major',
    category: 'factuality',
    title: 'No such file: src/ap.ts',
    observation: 'The plan changes it.',
    concern: 'It is not there.',
    recommendation: 'Correct the path.',
    range,
    related: [{ start: { line: 7, column: 1 }, end: { line: 8, column: 2 } }],
    fixes: [{ title: 'Name src/app.ts', edits: [{ range, text: 'src/app.ts' }] }],
    ...finding,
  };
  const { id: _, fixes: __, ...draft } = found;
  return {
    path: 'docs/plan.md',
    revision: `sha256:${'0'.repeat(64)}`,
    kind: 'generic',
    claims: [
      {
        kind: 'file',
        value: 'src/ap.ts',
        intent: 'modifies',
        verdict: 'fail',
        range,
        detail: 'no such file or folder',
        suggestion: 'src/app.ts',
        cached: false,
      },
      {
        kind: 'documented',
        check: 'route',
        value: '/users',
        intent: 'exists',
        verdict: 'pass',
        range,
        detail: 'Registered',
        cached: true,
      },
    ],
    findings: [found],
    suppressed: [
      {
        ...draft,
        severity: 'suggestion',
        title: 'No such file: dist/app.js',
        suppression: { reason: 'made by the build', range },
      },
    ],
    summary: { pass: 1, fail: 1, unverifiable: 0, suppressed: 1 },
  };
}

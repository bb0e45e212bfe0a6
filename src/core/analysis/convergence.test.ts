import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { severitySchema, type Finding } from '../domain/finding.ts';
import { resolutionStatusSchema } from '../domain/resolution.ts';
import { verdictValueSchema } from '../domain/verdict.ts';
import { blockingFindings, type EndedRound } from './convergence.ts';
import { findingStates, type FindingState } from './findingStates.ts';

const twoRefusals: readonly EndedRound[] = [
  { number: 1, verdict: 'NO-GO' },
  { number: 2, verdict: 'NO-GO' },
];

function state(
  severity: Finding['severity'],
  fields: { readonly round: number; readonly check?: string; readonly status?: FindingState['status'] },
): FindingState {
  const { round, check, status = 'open' } = fields;
  const finding: Finding = {
    id: 'F1',
    severity,
    round,
    ...(check === undefined ? {} : { check }),
    category: 'risk',
    title: 't',
    observation: 'o',
    concern: 'c',
    recommendation: 'r',
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 2 } },
    related: [],
    reviewers: [check === undefined ? 'lead' : 'checks'],
    anchor: {
      quote: 't',
      prefix: '',
      suffix: '',
      section: [],
      offset: 0,
      revision: `sha256:${'a'.repeat(64)}`,
    },
  };
  const resolution =
    status === 'open'
      ? []
      : [{ finding: 'F1', status, by: ['lead'], notes: '', proof: { state: 'none' as const, detail: '' } }];
  const [made] = findingStates([{ number: round, findings: [finding], resolutions: resolution }]);
  assert.ok(made);
  return made;
}

function isResidual(one: FindingState, earlier: readonly EndedRound[] = twoRefusals): boolean {
  return blockingFindings([one], earlier).residual.length === 1;
}

test('a new major after two refusals is a residual risk, and stays one', () => {
  assert.equal(isResidual(state('major', { round: 3 })), true);
  const later: readonly EndedRound[] = [...twoRefusals, { number: 3, verdict: 'GO' }];
  assert.equal(isResidual(state('major', { round: 3, status: 'unresolved' }), later), true);
});

test('what was raised before, new criticals, what got worse and what a check finds count on', () => {
  assert.equal(isResidual(state('major', { round: 2 })), false);
  assert.equal(isResidual(state('major', { round: 1, status: 'unresolved' })), false);
  assert.equal(isResidual(state('critical', { round: 3 })), false);
  assert.equal(isResidual(state('major', { round: 3, status: 'regressed' })), false);
  assert.equal(isResidual(state('major', { round: 3, check: 'count-matches' })), false);
});

test('one refusal is not enough, and other verdicts between two make no difference', () => {
  assert.equal(isResidual(state('major', { round: 3 }), [{ number: 1, verdict: 'NO-GO' }]), false);
  const apart: readonly EndedRound[] = [
    { number: 1, verdict: 'NO-GO' },
    { number: 2, verdict: 'CONDITIONAL GO' },
    { number: 4, verdict: 'NO-GO' },
  ];
  assert.equal(isResidual(state('major', { round: 4 }), apart), false);
  assert.equal(isResidual(state('major', { round: 5 }), apart), true);
});

test('for any review: every open finding is on one side, and no open critical is ever a residual risk', () => {
  const states = fc.array(
    fc
      .record({
        severity: fc.constantFrom(...severitySchema.options),
        round: fc.integer({ min: 1, max: 8 }),
        status: fc.constantFrom('open' as const, ...resolutionStatusSchema.options),
      })
      .map(({ severity, ...fields }) => state(severity, fields)),
  );
  const rounds = fc
    .array(fc.constantFrom(...verdictValueSchema.options), { maxLength: 8 })
    .map((verdicts) => verdicts.map((verdict, index) => ({ number: index + 1, verdict })));
  fc.assert(
    fc.property(states, rounds, (all, earlier) => {
      const { blocking, residual } = blockingFindings(all, earlier);
      assert.equal(blocking.length + residual.length, all.filter(({ isOpen }) => isOpen).length);
      assert.ok(residual.every(({ finding }) => finding.severity === 'major'));
    }),
  );
});

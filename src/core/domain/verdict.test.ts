import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { severitySchema } from './finding.ts';
import { computeVerdict, type VerdictFacts } from './verdict.ts';

const revision = `sha256:${'a'.repeat(64)}` as const;
const fine: VerdictFacts = {
  openFindings: [],
  claims: { pass: 3, fail: 0, unverifiable: 1 },
  reviewers: [{ name: 'Checks', status: 'succeeded' }],
  snapshot: revision,
  current: revision,
};
const finding = (severity: VerdictFacts['openFindings'][number]['severity'], id = 'F1') => ({
  id,
  severity,
  title: 'x',
});

test('nothing against it is a GO, and minor findings are nothing against it', () => {
  assert.deepEqual(computeVerdict(fine), { value: 'GO', reasons: [] });
  assert.equal(
    computeVerdict({ ...fine, openFindings: [finding('minor'), finding('suggestion')] }).value,
    'GO',
  );
});

test('an open critical is a NO-GO, whatever else there is', () => {
  const verdict = computeVerdict({
    ...fine,
    openFindings: [finding('major', 'F1'), finding('critical', 'F2')],
  });
  assert.equal(verdict.value, 'NO-GO');
  assert.deepEqual(
    verdict.reasons.map((reason) => [reason.code, reason.finding]),
    [
      ['open-critical', 'F2'],
      ['open-major', 'F1'],
    ],
  );
});

const conditions: readonly (readonly [string, Partial<VerdictFacts>])[] = [
  ['open-major', { openFindings: [finding('major')] }],
  ['failed-claim', { claims: { pass: 9, fail: 1, unverifiable: 0 } }],
  [
    'reviewer-failed',
    {
      reviewers: [
        { name: 'Checks', status: 'succeeded' },
        { name: 'Security', status: 'failed_isolated' },
      ],
    },
  ],
  ['no-reviewer', { reviewers: [] }],
  ['snapshot-outdated', { current: `sha256:${'b'.repeat(64)}` }],
];

for (const [code, facts] of conditions) {
  test(`${code} leaves at most a CONDITIONAL GO, and is named`, () => {
    const verdict = computeVerdict({ ...fine, ...facts });
    assert.equal(verdict.value, 'CONDITIONAL GO');
    assert.deepEqual(
      verdict.reasons.map((reason) => reason.code),
      [code],
    );
  });
}

test('for any facts: GO means no reason, NO-GO means a critical', () => {
  const facts = fc.record({
    openFindings: fc.array(
      fc.record({
        id: fc.constant('F1'),
        severity: fc.constantFrom(...severitySchema.options),
        title: fc.string({ minLength: 1 }),
      }),
    ),
    claims: fc.record({ pass: fc.nat(9), fail: fc.nat(2), unverifiable: fc.nat(9) }),
    reviewers: fc.array(
      fc.record({
        name: fc.constant('a'),
        status: fc.constantFrom('succeeded' as const, 'failed_isolated' as const, 'failed_blocking' as const),
      }),
      { maxLength: 3 },
    ),
    snapshot: fc.constant(revision),
    current: fc.constantFrom(revision, `sha256:${'c'.repeat(64)}` as const),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const { value, reasons } = computeVerdict(given);
      assert.equal(value === 'GO', reasons.length === 0);
      assert.equal(
        value === 'NO-GO',
        given.openFindings.some((open) => open.severity === 'critical'),
      );
    }),
  );
});

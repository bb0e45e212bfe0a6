import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { severitySchema } from '../domain/finding.ts';
import { proofStateSchema, resolutionStatusSchema } from '../domain/resolution.ts';
import { dispositionSchema } from '../domain/response.ts';
import { decideByHost, decideFinding, type FindingToDecide } from './decideFinding.ts';

const proved: FindingToDecide = {
  id: 'F1',
  severity: 'major',
  disposition: 'accepted',
  proof: { state: 'proved', detail: 'Section 2 was changed.' },
  isPlanChanged: true,
};
const toDecide = fc.record({
  id: fc.constant('F1'),
  severity: fc.constantFrom(...severitySchema.options),
  disposition: fc.constantFrom(undefined, ...dispositionSchema.options),
  proof: fc.record({ state: fc.constantFrom(...proofStateSchema.options), detail: fc.constant('d') }),
  isPlanChanged: fc.boolean(),
});

describe('decideFinding', () => {
  test('the worst of several counts, and each is heard', () => {
    const { status, by, notes } = decideFinding(proved, [
      { by: 'lead', status: 'resolved', notes: 'Good.' },
      { by: 'security', status: 'unresolved', notes: 'Not yet.' },
    ]);
    assert.deepEqual([status, by], ['unresolved', ['lead', 'security']]);
    assert.equal(notes, 'lead (resolved): Good. security (unresolved): Not yet.');
  });

  test('nobody resolves what was not answered in a plan that is as it was', () => {
    const unanswered = { ...proved, proof: { state: 'none' as const, detail: '' } };
    const decision = [{ by: 'lead', status: 'resolved' as const, notes: '' }];
    assert.equal(decideFinding({ ...unanswered, isPlanChanged: false }, decision).status, 'unresolved');
    assert.equal(decideFinding(unanswered, decision).status, 'resolved');
  });

  test('the checks have looked again, whatever the author says', () => {
    const decision = [{ by: 'checks', status: 'resolved' as const, notes: '' }];
    const unproved = { ...proved, proof: { state: 'not changed' as const, detail: '' } };
    assert.equal(decideFinding(unproved, decision).status, 'resolved');
  });

  test('for any answer: a claimed action that is not proved is not resolved by any reviewer', () => {
    fc.assert(
      fc.property(toDecide, fc.constantFrom(...resolutionStatusSchema.options), (finding, status) => {
        const decided = decideFinding(finding, [{ by: 'lead', status, notes: 'n' }]);
        if (decided.status === 'resolved') {
          assert.ok(finding.isPlanChanged && ['proved', 'none'].includes(finding.proof.state));
        }
      }),
    );
  });
});

describe('decideByHost', () => {
  test('for any answer: the host resolves and withdraws nothing', () => {
    fc.assert(
      fc.property(toDecide, (finding) => {
        const { status, by } = decideByHost(finding);
        assert.equal(by, 'host');
        assert.ok(['partially-resolved', 'unresolved', 'acknowledged'].includes(status));
        assert.ok(status !== 'acknowledged' || ['minor', 'suggestion'].includes(finding.severity));
      }),
    );
  });
});

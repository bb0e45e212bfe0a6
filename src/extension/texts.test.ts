import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText, roundText } from './commands/resultText.ts';
import { countClaims, countFindings } from './counts.ts';
import { standingOf } from './standing.ts';
import { statusText } from './statusText.ts';
import { approvalBy, placedFinding, planCheck, reviewView } from './testing/sampleFindings.ts';

test('findings are counted worst first', () => {
  assert.equal(countFindings([]), 'no findings');
  assert.equal(countFindings([{ severity: 'minor' }]), '1 finding (1 minor)');
  assert.equal(
    countFindings([{ severity: 'suggestion' }, { severity: 'critical' }, { severity: 'suggestion' }]),
    '3 findings (1 critical, 2 suggestions)',
  );
});

test('claims are counted by whether they hold', () => {
  assert.equal(countClaims({ pass: 0, fail: 0, unverifiable: 0 }), undefined);
  assert.equal(
    countClaims({ pass: 1, fail: 2, unverifiable: 3 }),
    '1 claim holds, 2 do not, 3 cannot be verified',
  );
});

test('the result of a round names verdict, round and counts', () => {
  const [round] = reviewView([placedFinding({ id: 'F1' })]).rounds;
  assert.ok(round);
  assert.equal(
    roundText('plan.md', round),
    'plan.md: CONDITIONAL GO in round 1. 1 finding (1 major); 8 claims hold, 1 does not.',
  );
});

test('the result of a later round tells what became of earlier findings', () => {
  const [first] = reviewView([placedFinding({ id: 'F4', round: 2 }), placedFinding({ id: 'F1' })]).rounds;
  assert.ok(first);
  const resolution = { by: ['lead'], notes: '', proof: { state: 'none', detail: '' } } as const;
  const round = {
    ...first.round,
    number: 2,
    resolutions: [
      { finding: 'F1', status: 'unresolved', ...resolution },
      { finding: 'F2', status: 'resolved', ...resolution },
      { finding: 'F3', status: 'resolved', ...resolution },
    ],
  } as unknown as typeof first.round;
  assert.equal(
    roundText('plan.md', { ...first, round }),
    'plan.md: CONDITIONAL GO in round 2. Of 3 earlier findings: 1 unresolved, 2 resolved. New: 1 finding (1 major); 8 claims hold, 1 does not. 2 findings are open.',
  );
});

test('a check in Restricted Mode says that git was not asked', () => {
  const check = planCheck({ id: 'F1' });
  assert.equal(
    checkText('plan.md', check, { isTrusted: true, waiting: 0 }),
    'plan.md: 1 finding (1 major); 8 claims hold, 1 does not.',
  );
  assert.match(checkText('plan.md', check, { isTrusted: false, waiting: 0 }), /Git was not asked/);
});

const quiet = { view: undefined, approval: undefined, isRunning: false };

test('the status bar shows the verdict of the latest round, and when it is stale', () => {
  const view = reviewView([]);
  assert.equal(statusText(quiet), undefined);
  assert.equal(statusText({ ...quiet, view: { ...view, rounds: [] } }), undefined);
  assert.equal(statusText({ ...quiet, view })?.text, '$(warning) CONDITIONAL GO');
  const stale = statusText({ ...quiet, view: { ...view, stale: 'The plan was changed.' } });
  assert.equal(stale?.text, '$(history) CONDITIONAL GO (stale)');
  assert.deepEqual(stale?.tooltip.slice(1, 3), ['Stale: The plan was changed.', '• 1 claim does not hold']);
  assert.match(statusText({ ...quiet, isRunning: true })?.text ?? '', /Reviewing/);
});

test('the status bar says who signed, and every reason for which an approval is stale', () => {
  const review = { ...reviewView([]).review, status: 'recorded' } as const;
  const view = { ...reviewView([]), review, stale: 'The plan was changed.' };
  const reasons = ['The plan was changed.', 'A claim that it rests on no longer holds.'];
  const known = { approval: approvalBy('Ada $(x)', { state: 'stale', reasons }), problem: undefined };
  const status = statusText({ ...quiet, view, approval: known });
  assert.equal(status?.text, '$(history) GO (stale), signed by Ada $ (x)');
  assert.deepEqual(
    status?.tooltip.slice(1, 3),
    reasons.map((reason) => `Stale: ${reason}`),
  );
  assert.match(status?.label ?? '', /GO \(stale\), round 1, signed by Ada .*no longer holds/);
});

test('an approval that was overtaken, or cannot be looked at, is not taken for one that stands', () => {
  const stored = { latest: 'NO-GO', isRecorded: false, stale: undefined } as const;
  const reasons = ['Round 2 came after it.'];
  const overtaken = standingOf(stored, {
    approval: approvalBy('Ada', { state: 'stale', reasons }),
    problem: undefined,
  });
  assert.deepEqual(
    [overtaken.verdict, overtaken.reasons, overtaken.signedBy, overtaken.remarks],
    ['NO-GO', [], undefined, ['GO, signed by Ada, was overtaken by a later round.']],
  );
  const unknown = standingOf({ ...stored, latest: 'GO' }, { approval: undefined, problem: 'It is gone.' });
  assert.deepEqual(unknown.remarks, ['Whether it still stands cannot be told: It is gone.']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkText, roundText } from './commands/resultText.ts';
import { countClaims, countFindings } from './counts.ts';
import { statusText } from './statusText.ts';
import { placedFinding, planCheck, reviewView } from './testing/sampleFindings.ts';

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

test('a check in Restricted Mode says that git was not asked', () => {
  const check = planCheck({ id: 'F1' });
  assert.equal(
    checkText('plan.md', check, { isTrusted: true, waiting: 0 }),
    'plan.md: 1 finding (1 major); 8 claims hold, 1 does not.',
  );
  assert.match(checkText('plan.md', check, { isTrusted: false, waiting: 0 }), /Git was not asked/);
});

test('the status bar shows the verdict of the latest round, and when it is stale', () => {
  const view = reviewView([]);
  assert.equal(statusText(undefined, false), undefined);
  assert.equal(statusText({ ...view, rounds: [] }, false), undefined);
  assert.equal(statusText(view, false)?.text, '$(warning) CONDITIONAL GO');
  const stale = statusText({ ...view, stale: 'The plan was changed.' }, false);
  assert.equal(stale?.text, '$(warning) CONDITIONAL GO (stale)');
  assert.deepEqual(stale?.tooltip.slice(1, 3), ['Stale: The plan was changed.', '• 1 claim does not hold']);
  assert.match(statusText(undefined, true)?.text ?? '', /Reviewing/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usdText } from '../../protocol/usdText.ts';
import { estimateText, firstChoice, panelOf, restoreChoice } from './choice.ts';

test('a choice outlives the window', () => {
  const choice = {
    group: 'manual',
    personas: ['lead', 'testing'],
    provider: 'anthropic',
    model: 'large',
  } as const;
  assert.deepEqual(restoreChoice(JSON.parse(JSON.stringify(choice))), choice);
});

test('what was saved in another shape is nothing', () => {
  for (const saved of [undefined, null, 'all', 7, [], { group: 'everybody', personas: 'lead', model: '' }]) {
    assert.deepEqual(restoreChoice(saved), firstChoice);
  }
});

test('the checks alone ask for no model, whatever else was chosen', () => {
  assert.equal(panelOf({ ...firstChoice, group: 'checks', provider: 'anthropic' }, 5), undefined);
});

test('a round asks for what was chosen and for nothing else', () => {
  assert.deepEqual(panelOf(firstChoice, undefined), {});
  assert.deepEqual(panelOf({ ...firstChoice, group: 'all_core' }, 2), {
    reviewers: 'all_core',
    maxCostUsd: 2,
  });
  assert.deepEqual(
    panelOf({ group: 'manual', personas: ['lead'], provider: 'vscode-lm', model: 'm' }, undefined),
    { reviewers: ['lead'], provider: 'vscode-lm', model: 'm' },
  );
});

test('a model belongs to a provider, and is not asked of whichever comes first', () => {
  assert.deepEqual(panelOf({ ...firstChoice, model: 'm' }, undefined), {});
});

test('an unknown price is said to be unknown', () => {
  const reviewer = {
    reviewer: 'lead',
    name: 'Lead',
    provider: 'p',
    model: 'm',
    inputTokens: 1,
    maxOutputTokens: 1,
    worstCaseUsd: undefined,
  };
  assert.equal(
    estimateText({ reviewers: [reviewer], worstCaseUsd: undefined }),
    '1 reviewer, price not known',
  );
  assert.equal(
    estimateText({ reviewers: [reviewer, reviewer], worstCaseUsd: 1.236 }),
    '2 reviewers, at most $1.24',
  );
});

test('small amounts are not rounded to nothing', () => {
  assert.deepEqual([0, 0.004, 0.0949, 0.5, 12].map(usdText), [
    '$0.00',
    '$0.0040',
    '$0.095',
    '$0.50',
    '$12.00',
  ]);
});

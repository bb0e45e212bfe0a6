import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorSettingsOf } from './authorSettings.ts';

test('what is set says who drafts', () => {
  assert.deepEqual(
    authorSettingsOf({ provider: ' codex-cli ', model: 'gpt', effort: 'high', persona: 'curt' }, 0.5),
    { provider: 'codex-cli', model: 'gpt', effort: 'high', persona: 'curt', maxCostUsd: 0.5 },
  );
});

test('what is empty or of another shape says nothing, and a model needs its provider', () => {
  assert.deepEqual(
    authorSettingsOf({ provider: '', model: 'gpt', effort: 'huge', persona: 3 }, undefined),
    {},
  );
});

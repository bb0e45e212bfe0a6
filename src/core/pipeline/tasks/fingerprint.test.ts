import assert from 'node:assert/strict';
import test from 'node:test';
import { fingerprintOf, type FingerprintParts } from './fingerprint.ts';

const parts: FingerprintParts = {
  id: 'reviewer-lead',
  phase: 'reviewers',
  adapter: 'anthropic/1 https://api.anthropic.com',
  model: 'large',
  effort: undefined,
  prompt: { system: [], messages: [], jsonSchema: {}, maxOutputTokens: 100 },
  revision: `sha256:${'a'.repeat(64)}`,
  dependencies: [],
};

test('a fingerprint names the adapter and the task', () => {
  const changes: readonly Partial<FingerprintParts>[] = [
    {},
    { adapter: 'anthropic/1 https://gateway.example' },
    { id: 'reviewer-other' },
    // No value can be taken for the one beside it.
    { adapter: 'reviewer-lead', id: parts.adapter },
  ];
  const fingerprints = changes.map((change) => fingerprintOf({ ...parts, ...change }));
  assert.equal(new Set(fingerprints).size, changes.length);
  assert.match(fingerprints[0] ?? '', /^[0-9a-f]{64}$/);
});

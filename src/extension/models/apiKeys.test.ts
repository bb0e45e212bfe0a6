import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anthropicBaseUrl } from '../../core/index.ts';
import { ApiKeys, type SecretStorage } from './apiKeys.ts';

const gateway = 'https://gateway.example';

function inMemory(): SecretStorage {
  const secrets = new Map<string, string>();
  return {
    get: (name) => Promise.resolve(secrets.get(name)),
    store: (name, value) => Promise.resolve(void secrets.set(name, value)),
    delete: (name) => Promise.resolve(void secrets.delete(name)),
  };
}

test('a key is shown to the endpoint that it was set for, and to no other', async () => {
  const keys = new ApiKeys(inMemory(), {});
  await keys.set(anthropicBaseUrl, ' sk-1\n');
  assert.deepEqual(await keys.credential(anthropicBaseUrl), { apiKey: 'sk-1' });
  assert.equal(await keys.credential(gateway), undefined);
  assert.equal(await keys.credential('http://api.anthropic.com'), undefined);
});

test('a key of the environment counts for Anthropic alone, behind one that was set', async () => {
  const keys = new ApiKeys(inMemory(), { ANTHROPIC_API_KEY: 'sk-environment' });
  assert.deepEqual(await keys.credential(anthropicBaseUrl), { apiKey: 'sk-environment' });
  assert.equal(await keys.credential(gateway), undefined);
  await keys.set(anthropicBaseUrl, 'sk-set');
  assert.deepEqual(await keys.credential(anthropicBaseUrl), { apiKey: 'sk-set' });
  await keys.clear(anthropicBaseUrl);
  assert.equal(await keys.isSet(anthropicBaseUrl), false);
  assert.deepEqual(await keys.credential(anthropicBaseUrl), { apiKey: 'sk-environment' });
});

test('an empty variable is none', async () => {
  assert.equal(
    await new ApiKeys(inMemory(), { ANTHROPIC_API_KEY: ' ' }).credential(anthropicBaseUrl),
    undefined,
  );
});

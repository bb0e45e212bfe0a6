import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { costUsd, estimateInputTokens, estimateTokens, worstCaseUsd } from './modelCost.ts';

const prices = { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 };
const profile = { model: 'm', contextWindow: 1000, prices };
const request = {
  system: [{ text: 'ab' }],
  messages: [{ role: 'user' as const, parts: [{ text: 'abcd' }, { text: 'ef' }] }],
  schema: {},
  maxOutputTokens: 1000,
};

test('an estimate is one token for two bytes of UTF-8, rounded up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(estimateTokens(text), Math.ceil(Buffer.byteLength(text) / 2));
    }),
  );
});

test('an estimate of a request has all of its texts, its schema and what the provider adds', () => {
  assert.equal(estimateInputTokens(request), 500 + 1 + 2 + 1 + 1);
});

test('the worst case writes the whole prompt to the cache and answers at full length', () => {
  assert.equal(worstCaseUsd(request, profile), (505 * 2.5 + 1000 * 10) / 1e6);
  assert.equal(worstCaseUsd(request, { ...profile, prices: undefined }), undefined);
});

test('each sort of token has its price', () => {
  const usage = { input: 1e6, output: 2e6, cacheRead: 3e6, cacheWrite: 4e6 };
  assert.equal(costUsd(usage, profile), 2 + 20 + 0.3 + 10);
  assert.equal(costUsd(usage, { ...profile, prices: undefined }), undefined);
});

test('a short prompt has its own prices, what the cache holds of it included', () => {
  const cheap = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
  const two = { ...profile, shortPrompts: { upTo: 100, prices: cheap } };
  assert.equal(costUsd({ input: 50, output: 0, cacheRead: 25, cacheWrite: 25 }, two), 100 / 1e6);
  assert.equal(costUsd({ input: 101, output: 0, cacheRead: 0, cacheWrite: 0 }, two), 202 / 1e6);
  assert.equal(costUsd({ input: 0, output: 0, cacheRead: 1000, cacheWrite: 0 }, two), 100 / 1e6);
});

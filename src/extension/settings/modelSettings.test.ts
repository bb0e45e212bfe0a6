import assert from 'node:assert/strict';
import { test } from 'node:test';
import { modelSettingsOf } from './modelSettings.ts';

test('what is empty is as good as not set', () => {
  assert.deepEqual(
    modelSettingsOf({ order: [], baseUrl: ' ', claudeExecutable: '', codexExecutable: null, maxCost: 0 }),
    {
      order: undefined,
      baseUrl: undefined,
      claude: undefined,
      codex: undefined,
      prices: undefined,
      maxCostUsd: undefined,
    },
  );
});

test('what is set is taken, without the white space around it', () => {
  const settings = modelSettingsOf({
    order: ['codex-cli', 3, 'anthropic'],
    baseUrl: ' https://gateway.example/v1 ',
    claudeExecutable: '/opt/claude',
    maxCost: 2.5,
  });
  assert.deepEqual(settings.order, ['codex-cli', 'anthropic']);
  assert.equal(settings.baseUrl, 'https://gateway.example/v1');
  assert.equal(settings.claude, '/opt/claude');
  assert.equal(settings.maxCostUsd, 2.5);
});

test('prices need input and output; a cache costs what input costs, unless said', () => {
  const { prices } = modelSettingsOf({
    prices: {
      full: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
      short: { input: 1, output: 2 },
      half: { input: 1 },
      negative: { input: -1, output: 2 },
      none: 'free',
    },
  });
  assert.deepEqual(prices, {
    full: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
    short: { input: 1, output: 2, cacheRead: 1, cacheWrite: 1 },
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../../test/support/models/scriptedModel.ts';
import type { ModelErrorCode } from '../../domain/modelError.ts';
import { modelsToAsk, withFallback } from './fallback.ts';

const chain = ['large', 'middle', 'small'];

test('a chain is only followed downwards, and only by those who are in it', () => {
  const all = () => true;
  assert.deepEqual(modelsToAsk('large', chain, all), ['large', 'middle', 'small']);
  assert.deepEqual(modelsToAsk('middle', chain, all), ['middle', 'small']);
  assert.deepEqual(modelsToAsk('small', chain, all), ['small']);
  assert.deepEqual(modelsToAsk('other', chain, all), ['other']);
  assert.deepEqual(modelsToAsk('large', [], all), ['large']);
});

test('a model without room for the request is left out, unless it is the one that is wanted', () => {
  assert.deepEqual(
    modelsToAsk('large', chain, (model) => model === 'small'),
    ['large', 'small'],
  );
});

async function run(
  outcomes: Readonly<Record<string, Error | string>>,
  signal = new AbortController().signal,
) {
  const asked: string[] = [];
  const told: string[] = [];
  const outcome = await withFallback(
    chain,
    async (model) => {
      asked.push(model);
      const outcome = outcomes[model];
      if (typeof outcome === 'string') {
        return outcome;
      }
      throw outcome ?? new Error('not scripted');
    },
    { signal, onFallback: (from, to, error) => told.push(`${from} > ${to}: ${error.code}`) },
  ).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { asked, told, outcome };
}

test('an overloaded, broken or stuck model is replaced by the next, and that is told', async () => {
  for (const code of ['model-overloaded', 'model-server', 'model-inactive'] as const) {
    const { told, outcome } = await run({ large: failure(code), middle: 'yes' });
    assert.deepEqual(outcome, { value: 'yes' });
    assert.deepEqual(told, [`large > middle: ${code}`]);
  }
});

test('no other failure leads to another model', async () => {
  const others: ModelErrorCode[] = [
    'model-auth',
    'model-quota',
    'model-unavailable',
    'model-budget',
    'model-rate-limited',
    'model-network',
    'model-incomplete',
    'model-request',
    'model-refused',
    'model-truncated',
    'model-too-long',
    'model-deadline',
  ];
  for (const code of others) {
    const error = failure(code);
    const { asked, told, outcome } = await run({ large: error, middle: 'yes' });
    assert.deepEqual(outcome, { error }, code);
    assert.deepEqual([asked, told], [['large'], []], code);
  }
});

test('when none answers, what is thrown is what happened to the model that was wanted', async () => {
  const wanted = failure('model-overloaded');
  const all = await run({
    large: wanted,
    middle: failure('model-server'),
    small: failure('model-overloaded'),
  });
  assert.deepEqual(all.outcome, { error: wanted });
  assert.deepEqual(all.asked, chain);
  const refused = await run({ large: wanted, middle: failure('model-request') });
  assert.deepEqual(refused.outcome, { error: wanted });
  assert.deepEqual(refused.asked, ['large', 'middle']);
});

test('when the whole operation is over, nobody else is asked', async () => {
  const giver = new AbortController();
  giver.abort();
  const error = failure('model-inactive');
  const { asked, outcome } = await run({ large: error, middle: 'yes' }, giver.signal);
  assert.deepEqual(outcome, { error });
  assert.deepEqual(asked, ['large']);
});

test('what is not a failure of a model is thrown as it is', async () => {
  const bug = new TypeError('oops');
  assert.deepEqual((await run({ large: failure('model-server'), middle: bug })).outcome, { error: bug });
});

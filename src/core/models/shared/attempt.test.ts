import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  hang,
  modelError,
  obey,
  setUp,
  succeed,
  worst,
} from '../../../../test/support/models/dependableSetup.ts';
import { failure, sampleAnswer, sampleCall } from '../../../../test/support/models/scriptedModel.ts';

const of = { provider: 'scripted', model: 'large' };

test('an answer passes, and what was set aside for it is charged with what it cost', async () => {
  const { time, ask, budget, adapter } = setUp(succeed, { limitUsd: worst() });
  const asked = ask();
  await time.settle();
  assert.equal(asked.text, '{}');
  assert.equal(adapter.asked[0]?.model, 'large');
  assert.equal(time.alarms(), 0);
  // 150 tokens of one cent each.
  budget.reserve(worst() - 1.5, of);
  assert.throws(() => budget.reserve(0.01, of));
});

test('what the provider itself says that it cost comes before any price list', async () => {
  const { time, ask, budget } = setUp(() => Promise.resolve(sampleAnswer({ costUsd: 0.25 })), {
    limitUsd: worst(),
  });
  ask();
  await time.settle();
  budget.reserve(worst() - 0.25, of);
  assert.throws(() => budget.reserve(0.01, of));
});

test('an answer of which nobody says what it used is charged in full', async () => {
  const nothing = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const { time, ask, budget } = setUp(() => Promise.resolve(sampleAnswer({ usage: nothing })), {
    limitUsd: worst(),
  });
  ask();
  await time.settle();
  assert.throws(() => budget.reserve(0.01, of));
});

test('a stalled call is stopped, asked for again, and may be billed twice', async () => {
  const { time, ask, budget } = setUp((request, call) => (call === 1 ? obey : succeed)(request, call), {
    limitUsd: 2 * worst(),
  });
  const asked = ask();
  await time.advance(62_000);
  assert.deepEqual(asked.models, ['large', 'large']);
  assert.throws(() => budget.reserve(worst(), of), 'the stalled call was charged in full');
  budget.reserve(worst() - 1.5, of);
});

test('a budget stops a retry that does not fit', async () => {
  const { time, ask, adapter } = setUp(() => Promise.reject(failure('model-incomplete')), {
    limitUsd: 1.5 * worst(),
  });
  const asked = ask();
  await time.advance(60_000);
  const error = modelError(asked.error);
  assert.equal(error.code, 'model-budget');
  assert.equal(adapter.asked.length, 1);
  assert.deepEqual(
    error.calls.map(({ error }) => error),
    ['model-incomplete'],
  );
});

test('a budget holds parallel calls, and the one that does not fit is never made', async () => {
  const { time, ask, adapter } = setUp(hang, { limitUsd: 2.5 * worst() });
  const asked = [ask(), ask(), ask()];
  await time.settle();
  assert.equal(adapter.asked.length, 2);
  assert.equal(modelError(asked[2]?.error).code, 'model-budget');
});

test('refusals before any work cost nothing; a refusal after it costs what it used', async () => {
  const outcomes = [
    [failure('model-rate-limited', { isRetryable: false }), 0],
    [failure('model-auth', { isRetryable: false }), 0],
    [failure('model-refused', { isRetryable: false, calls: [sampleCall({ error: 'model-refused' })] }), 1.5],
    [failure('model-network', { isRetryable: false }), worst()],
    [new TypeError('a bug'), worst()],
  ] as const;
  for (const [error, cost] of outcomes) {
    const { time, ask, budget } = setUp(() => Promise.reject(error), { limitUsd: worst() });
    ask();
    await time.settle();
    budget.reserve(worst() - cost, of).release();
    assert.throws(() => budget.reserve(worst() - cost + 0.01, of), `${error.message} ${cost}`);
  }
});

test('a call waits until the limits of its model allow it, and says so', async () => {
  const { time, ask, adapter, events, limiterFor } = setUp(succeed);
  limiterFor('large').observe({
    requests: { limit: 60, remaining: 0, resetAt: undefined },
    inputTokens: undefined,
    outputTokens: undefined,
  });
  ask();
  await time.advance(999);
  assert.equal(adapter.asked.length, 0);
  assert.deepEqual(
    events.map((event) => event.type === 'waiting' && event.ms),
    [1000],
  );
  await time.advance(1);
  assert.equal(adapter.asked.length, 1);
});

test('what was reserved and not used goes back to the limiter', async () => {
  const { time, ask, limiterFor } = setUp(succeed);
  const limit = { limit: 2000, remaining: 2000, resetAt: undefined };
  limiterFor('large').observe({ requests: undefined, inputTokens: limit, outputTokens: limit });
  const asked = Array.from({ length: 10 }, () => ask());
  await time.settle();
  assert.ok(asked.every(({ text }) => text === '{}'));
});

test('when the provider asks one call to wait, all calls to that model wait, and none to another', async () => {
  const { time, ask, adapter } = setUp((request, call) =>
    call === 1
      ? Promise.reject(failure('model-rate-limited', { retryAfterMs: 10_000 }))
      : succeed(request, call),
  );
  const first = ask();
  await time.settle();
  const second = ask();
  const other = ask({ model: 'small' });
  await time.advance(9_999);
  assert.deepEqual(
    adapter.asked.map(({ model }) => model),
    ['large', 'small'],
  );
  assert.equal(other.text, '{}');
  await time.advance(1001);
  assert.deepEqual([first.text, second.text], ['{}', '{}']);
});

test('no more calls run at once than may, and a failed one makes room', async () => {
  const { time, ask, adapter } = setUp(
    (_, call) =>
      call === 1 ? Promise.reject(failure('model-auth', { isRetryable: false })) : new Promise(() => {}),
    { maxConcurrent: 1 },
  );
  ask();
  ask();
  ask();
  await time.settle();
  assert.equal(adapter.asked.length, 2);
});

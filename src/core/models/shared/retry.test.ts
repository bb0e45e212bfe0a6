import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createVirtualTime } from '../../../../test/support/memory/virtualTime.ts';
import { failure, sampleCall } from '../../../../test/support/models/scriptedModel.ts';
import type { ModelErrorCode } from '../../domain/modelError.ts';
import { delayBeforeRetry, withRetry } from './retry.ts';
import type { RetryPolicy } from './policies.ts';

const policy: RetryPolicy = {
  maxAttempts: 4,
  maxAmbiguousRetries: 1,
  maxElapsedMs: 100_000,
  baseDelayMs: 1000,
  maxDelayMs: 3000,
  maxRetryAfterMs: 30_000,
};

const first = { attempts: 1, ambiguous: 0, elapsedMs: 0, leftMs: 1e9 };

test('passing failures are retried, all others never', () => {
  const passing: ModelErrorCode[] = [
    'model-rate-limited',
    'model-overloaded',
    'model-server',
    'model-network',
    'model-inactive',
    'model-incomplete',
  ];
  const final: ModelErrorCode[] = [
    'model-auth',
    'model-quota',
    'model-unavailable',
    'model-budget',
    'model-request',
    'model-refused',
    'model-truncated',
    'model-too-long',
    'model-deadline',
  ];
  for (const code of passing) {
    assert.equal(delayBeforeRetry(failure(code), first, policy, 0.5), 500, code);
    assert.equal(
      delayBeforeRetry(failure(code, { isRetryable: false }), first, policy, 0.5),
      undefined,
      code,
    );
  }
  for (const code of final) {
    assert.equal(delayBeforeRetry(failure(code), first, policy, 0.5), undefined, code);
  }
});

test('a spend limit that comes as a 429 is not retried', () => {
  const error = failure('model-quota', {
    status: 429,
    providerCode: 'enforced_spend_limit_reached',
    retryAfterMs: 1,
  });
  assert.equal(delayBeforeRetry(error, first, policy, 0), undefined);
});

test('waits double up to a bound, and are random from nothing to that', () => {
  const waits = [1, 2, 3].map((attempts) =>
    [0, 0.5, 1].map((random) =>
      delayBeforeRetry(failure('model-server'), { ...first, attempts }, policy, random),
    ),
  );
  assert.deepEqual(waits, [
    [0, 500, 1000],
    [0, 1000, 2000],
    [0, 1500, 3000],
  ]);
});

test('what the provider asks for is waited in full, up to a bound', () => {
  const asking = (retryAfterMs: number) => failure('model-rate-limited', { retryAfterMs });
  assert.equal(delayBeforeRetry(asking(30_000), first, policy, 0.5), 30_500);
  assert.equal(delayBeforeRetry(asking(30_001), first, policy, 0.5), undefined);
});

test('no wait leads beyond the elapsed time, the deadline or the count', () => {
  const error = failure('model-server');
  assert.equal(delayBeforeRetry(error, { ...first, elapsedMs: 99_500 }, policy, 0.5), 500);
  assert.equal(delayBeforeRetry(error, { ...first, elapsedMs: 99_501 }, policy, 0.5), undefined);
  assert.equal(delayBeforeRetry(error, { ...first, leftMs: 500 }, policy, 0.5), undefined);
  assert.equal(delayBeforeRetry(error, { ...first, attempts: 3 }, policy, 0), 0);
  assert.equal(delayBeforeRetry(error, { ...first, attempts: 4 }, policy, 0), undefined);
  assert.equal(delayBeforeRetry(error, { ...first, ambiguous: 1 }, policy, 0), 0);
  assert.equal(delayBeforeRetry(error, { ...first, ambiguous: 2 }, policy, 0), undefined);
});

function setUp(outcomes: readonly (Error | string)[], deadlineMs = 1e9) {
  const time = createVirtualTime();
  const giver = new AbortController();
  const times: number[] = [];
  const told: unknown[] = [];
  const start = time.clock.now();
  const ended = withRetry(
    () => {
      times.push(time.clock.now() - start);
      const outcome = outcomes[times.length - 1];
      return typeof outcome === 'string' ? Promise.resolve(outcome) : Promise.reject(outcome ?? new Error());
    },
    {
      policy,
      ...time,
      random: () => 0.5,
      signal: giver.signal,
      deadline: start + deadlineMs,
      onRetry: (attempt, afterMs, error) => told.push([attempt, afterMs, error.code]),
    },
  );
  const outcome = ended.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  return { time, giver, times, told, outcome };
}

test('a call that fails is made again until it succeeds, and each wait is told', async () => {
  const { time, times, told, outcome } = setUp([failure('model-overloaded'), failure('model-server'), 'yes']);
  await time.advance(10_000);
  assert.deepEqual(await outcome, { value: 'yes' });
  assert.deepEqual(times, [0, 500, 1500]);
  assert.deepEqual(told, [
    [2, 500, 'model-overloaded'],
    [3, 1000, 'model-server'],
  ]);
  assert.equal(time.alarms(), 0);
});

test('what is not a failure of a model is thrown at once', async () => {
  const bug = new TypeError('oops');
  const { times, outcome } = setUp([bug]);
  assert.deepEqual(await outcome, { error: bug });
  assert.equal(times.length, 1);
});

test('of calls that may have been billed, one is repeated', async () => {
  const cut = failure('model-incomplete', { calls: [sampleCall({ isAmbiguous: true })] });
  const { time, times, outcome } = setUp([cut, cut, cut, 'yes']);
  await time.advance(10_000);
  assert.deepEqual(await outcome, { error: cut });
  assert.equal(times.length, 2);
});

test('a provider that asks for more time than is granted is not asked again, and the user is told the time', async () => {
  const { times, outcome } = setUp([failure('model-rate-limited', { retryAfterMs: 600_000 })]);
  const { error } = (await outcome) as { error: { wayOut: string; retryAfterMs: number } };
  assert.equal(times.length, 1);
  assert.equal(error.retryAfterMs, 600_000);
  assert.match(error.wayOut, /10 min/);
});

test('giving up during a wait ends it, with no alarm left', async () => {
  const { time, giver, times, outcome } = setUp([failure('model-server'), 'yes']);
  await time.advance(100);
  giver.abort();
  const { error } = (await outcome) as { error: { code: string } };
  assert.equal(error.code, 'cancelled');
  assert.equal(times.length, 1);
  assert.equal(time.alarms(), 0);
});

test('however failures follow each other, retrying keeps within its bounds', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
          tookMs: fc.nat({ max: 60_000 }),
          retryAfterMs: fc.option(fc.nat({ max: 60_000 }), { nil: undefined }),
          isAmbiguous: fc.boolean(),
        }),
        { minLength: 10, maxLength: 10 },
      ),
      (failures) => {
        let [elapsedMs, attempts, ambiguous] = [0, 0, 0];
        for (const { random, tookMs, retryAfterMs, isAmbiguous } of failures) {
          attempts++;
          elapsedMs += tookMs;
          ambiguous += isAmbiguous ? 1 : 0;
          const tries = { attempts, ambiguous, elapsedMs, leftMs: 150_000 - elapsedMs };
          const delay = delayBeforeRetry(failure('model-server', { retryAfterMs }), tries, policy, random);
          if (delay === undefined) {
            break;
          }
          assert.ok(delay >= (retryAfterMs ?? 0) && delay <= policy.maxRetryAfterMs + policy.maxDelayMs);
          elapsedMs += delay;
          assert.ok(elapsedMs <= policy.maxElapsedMs && elapsedMs < 150_000);
        }
        assert.ok(attempts <= policy.maxAttempts);
      },
    ),
  );
});

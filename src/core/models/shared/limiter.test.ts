import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualTime } from '../../../../test/support/memory/virtualTime.ts';
import { PlanReviewError } from '../../base/errors.ts';
import { createLimiters, type CallTokens, type Lease, type Limiter, type ReserveOptions } from './limiter.ts';

const scope = { provider: 'anthropic', origin: 'https://example.test', key: 'key-1', model: 'large' };
const far = Number.MAX_SAFE_INTEGER;

function setUp(maxConcurrent = 100) {
  const time = createVirtualTime();
  const limiters = createLimiters(time);
  const limiter = limiters(scope, { maxConcurrent });
  const ask = (tokens: Partial<CallTokens> = {}, options: Partial<ReserveOptions> = {}) =>
    asking(limiter, { inputTokens: 1, outputTokens: 1, ...tokens }, options);
  return { time, limiter, limiters, ask };
}

const hasStarted = ({ lease }: Asked): boolean => lease !== undefined;
const codeOf = ({ error }: Asked): unknown => error instanceof PlanReviewError && error.code;

interface Asked {
  lease?: Lease;
  error?: unknown;
  readonly waits: [string, number][];
}

function asking(limiter: Limiter, tokens: CallTokens, options: Partial<ReserveOptions>): Asked {
  const asked: Asked = { waits: [] };
  void limiter
    .reserve(tokens, {
      deadline: far,
      holdMs: 1_000_000,
      signal: new AbortController().signal,
      onWait: (reason, ms) => asked.waits.push([reason, ms]),
      ...options,
    })
    .then(
      (lease) => (asked.lease = lease),
      (error: unknown) => (asked.error = error),
    );
  return asked;
}

const inputLimit = (limit: number, remaining = limit) => ({
  requests: undefined,
  inputTokens: { limit, remaining, resetAt: undefined },
  outputTokens: undefined,
});

test('one scope has one limiter; another key, model, origin or provider has another', async () => {
  const { limiters, limiter } = setUp();
  const of = (fields: Partial<typeof scope>) => limiters({ ...scope, ...fields }, { maxConcurrent: 1 });
  assert.equal(of({}), limiter);
  for (const fields of [
    { key: 'key-2' },
    { model: 'small' },
    { origin: 'https://b.test' },
    { provider: 'x' },
  ]) {
    assert.notEqual(of(fields), limiter, JSON.stringify(fields));
  }
});

test('each of the three limits holds a call back, and says so', async () => {
  for (const kind of ['requests', 'inputTokens', 'outputTokens'] as const) {
    const { time, limiter, ask } = setUp();
    const none = { requests: undefined, inputTokens: undefined, outputTokens: undefined };
    limiter.observe({ ...none, [kind]: { limit: 60, remaining: 0, resetAt: undefined } });
    const asked = ask();
    await time.advance(999);
    assert.equal(hasStarted(asked), false, kind);
    assert.deepEqual(
      asked.waits.map(([, ms]) => ms),
      [1000],
    );
    await time.advance(1);
    assert.ok(asked.lease, kind);
    assert.equal(time.alarms(), 0);
  }
});

test('a refund lets the next one start, and a charge holds it back', async () => {
  const { time, limiter, ask } = setUp();
  limiter.observe(inputLimit(60));
  const first = ask({ inputTokens: 60 });
  const second = ask({ inputTokens: 50 });
  await time.settle();
  assert.equal(hasStarted(second), false);
  first.lease?.settle({ inputTokens: 10, outputTokens: 0 });
  await time.settle();
  assert.ok(second.lease);
  second.lease.settle({ inputTokens: 80, outputTokens: 0 });
  const third = ask({ inputTokens: 1 });
  await time.advance(30_999);
  assert.equal(hasStarted(third), false, 'thirty too many were used');
  await time.advance(1);
  assert.ok(third.lease);
});

test('a lease ends once', async () => {
  const { time, limiter, ask } = setUp();
  limiter.observe(inputLimit(60));
  const first = ask({ inputTokens: 60 });
  await time.settle();
  first.lease?.settle({ inputTokens: 50, outputTokens: 0 });
  first.lease?.settle({ inputTokens: 0, outputTokens: 0 });
  first.lease?.release();
  const second = ask({ inputTokens: 11 });
  await time.settle();
  assert.equal(hasStarted(second), false);
});

test('no more calls run at once than may', async () => {
  const { time, ask } = setUp(2);
  const asked = [ask(), ask(), ask()];
  await time.settle();
  assert.deepEqual(
    asked.map(({ lease }) => lease !== undefined),
    [true, true, false],
  );
  assert.deepEqual(
    asked[2]?.waits.map(([, ms]) => ms),
    [0],
    'nobody knows how long',
  );
  asked[0]?.lease?.release();
  await time.settle();
  assert.ok(asked[2]?.lease);
});

test('a lease that nobody ends expires: its place is free, its tokens are taken for used', async () => {
  const { time, limiter, ask } = setUp(1);
  limiter.observe(inputLimit(60));
  const lost = ask({ inputTokens: 60 }, { holdMs: 5000 });
  const next = ask({ inputTokens: 6 });
  await time.advance(4999);
  assert.equal(hasStarted(next), false);
  await time.advance(1001);
  assert.ok(next.lease, 'six seconds give six tokens');
  lost.lease?.settle({ inputTokens: 0, outputTokens: 0 });
  next.lease.release();
  const last = ask({ inputTokens: 7 });
  await time.settle();
  assert.equal(hasStarted(last), false, 'who comes too late gets nothing back');
});

test('small calls do not overtake a large one', async () => {
  const { time, limiter, ask } = setUp();
  limiter.observe(inputLimit(60, 10));
  const large = ask({ inputTokens: 60 });
  const small = Array.from({ length: 10 }, () => ask({ inputTokens: 1 }));
  await time.advance(49_999);
  assert.ok(small.every(({ lease }) => lease === undefined));
  await time.advance(1);
  assert.ok(large.lease);
});

test('a call that is larger than the whole limit starts when all of it is there, and leaves a debt', async () => {
  const { time, limiter, ask } = setUp();
  limiter.observe(inputLimit(60, 59));
  const huge = ask({ inputTokens: 90 });
  await time.advance(1000);
  assert.ok(huge.lease);
  const next = ask({ inputTokens: 1 });
  await time.advance(30_999);
  assert.equal(hasStarted(next), false);
  await time.advance(1);
  assert.ok(next.lease);
});

test('at its deadline a call fails and never starts, and says when it might have', async () => {
  const { time, limiter, ask } = setUp();
  limiter.observe(inputLimit(60, 0));
  const asked = ask({ inputTokens: 10 }, { deadline: time.clock.now() + 10_000 });
  const behind = ask({ inputTokens: 1 }, { deadline: time.clock.now() + 20_000 });
  await time.advance(9_999);
  assert.equal(codeOf(asked), false);
  // At the very moment of its turn: the deadline wins.
  await time.advance(1);
  assert.equal(codeOf(asked), 'model-deadline');
  assert.equal(hasStarted(asked), false);
  assert.ok(behind.lease, 'who stood behind it takes its turn');
  assert.equal(time.alarms(), 0);
});

test('a pause that outlasts a deadline fails at once, with the time that was asked for', async () => {
  const { time, limiter, ask } = setUp();
  const waiting =
    (limiter.pauseUntil(time.clock.now() + 1000), ask({}, { deadline: time.clock.now() + 5000 }));
  await time.settle();
  assert.deepEqual(
    waiting.waits.map(([, ms]) => ms),
    [1000],
  );
  limiter.pauseUntil(time.clock.now() + 60_000);
  await time.settle();
  const error = waiting.error as { code: string; retryAfterMs: number; wayOut: string };
  assert.equal(error.code, 'model-deadline');
  assert.equal(error.retryAfterMs, 60_000);
  assert.match(error.wayOut, /60 s/);
});

test('nobody starts during a pause, a shorter one does not shorten it, and none is longer than an hour', async () => {
  const { time, limiter, ask } = setUp();
  limiter.pauseUntil(time.clock.now() + 10_000);
  limiter.pauseUntil(time.clock.now() + 1);
  const first = ask();
  await time.advance(9_999);
  assert.equal(hasStarted(first), false);
  await time.advance(1);
  assert.ok(first.lease);
  limiter.pauseUntil(Infinity);
  const second = ask();
  await time.advance(3_600_000);
  assert.ok(second.lease);
});

test('who gives up leaves the queue, with nothing left behind', async () => {
  const { time, limiter, ask } = setUp();
  limiter.observe(inputLimit(60, 10));
  const giver = new AbortController();
  const large = ask({ inputTokens: 60 }, { signal: giver.signal });
  const small = ask({ inputTokens: 10 });
  await time.settle();
  assert.equal(hasStarted(small), false);
  giver.abort();
  await time.settle();
  assert.equal(codeOf(large), 'cancelled');
  assert.ok(small.lease);
  assert.equal(time.alarms(), 0);
  const late = ask({}, { signal: giver.signal });
  await time.settle();
  assert.equal(codeOf(late), 'cancelled');
});

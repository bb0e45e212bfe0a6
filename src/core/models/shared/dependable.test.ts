import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import {
  hang,
  modelError,
  obey,
  setUp,
  succeed,
  worst,
} from '../../../../test/support/models/dependableSetup.ts';
import {
  failure,
  sampleAnswer,
  sampleCall,
  type Script,
} from '../../../../test/support/models/scriptedModel.ts';
import { PlanReviewError } from '../../base/errors.ts';
import { ModelError } from '../../domain/modelError.ts';
import { policies } from './policies.ts';

const { review } = policies;
const of = { provider: 'scripted', model: 'large' };

test('to its caller it is the adapter that it stands around', () => {
  const { model, adapter } = setUp(succeed);
  assert.deepEqual(
    [model.provider, model.identity, model.defaultModel, model.profile('small').model],
    [adapter.provider, adapter.identity, adapter.defaultModel, 'small'],
  );
});

test('an overload is retried, then answered by the next model, and all of it is told', async () => {
  const { time, ask, events } = setUp(({ model }) =>
    model === 'large'
      ? Promise.reject(failure('model-overloaded', { status: 529 }))
      : Promise.resolve(sampleAnswer({ model, calls: [sampleCall({ model })] })),
  );
  const asked = ask();
  await time.advance(60_000);
  assert.deepEqual(asked.models, ['large', 'large', 'large', 'large', 'large', 'large', 'small']);
  assert.deepEqual(
    events.map((event) => (event.type === 'retrying' ? [event.attempt, event.afterMs] : event.type)),
    [[2, 1000], [3, 2000], [4, 4000], [5, 8000], [6, 15_000], 'falling-back'],
  );
  assert.deepEqual(events.at(-1), {
    type: 'falling-back',
    from: 'large',
    to: 'small',
    reason: 'It failed: model-overloaded.',
  });
});

test('a model with too small a window is no fallback', async () => {
  const { time, ask, adapter } = setUp(() => Promise.reject(failure('model-overloaded')), {
    profile: { contextWindow: 100 },
  });
  const asked = ask();
  await time.advance(60_000);
  assert.equal(modelError(asked.error).code, 'model-overloaded');
  assert.ok(adapter.asked.every(({ model }) => model === 'large'));
});

test('a failure tells of every call, and of the times of each', async () => {
  const { time, ask } = setUp(
    async () => {
      await new Promise<void>((resolve) => void time.timer.after(100, resolve));
      throw failure('model-server', { requestId: 'req_1' });
    },
    { chain: [] },
  );
  const start = time.clock.now();
  const asked = ask();
  await time.advance(60_000);
  const { code, calls } = modelError(asked.error);
  assert.equal(code, 'model-server');
  assert.deepEqual(
    calls.map(({ startedAt, elapsedMs, error, requestId }) => [
      startedAt - start,
      elapsedMs,
      error,
      requestId,
    ]),
    [0, 1100, 3200, 7300, 15_400, 30_500].map((startedAt) => [startedAt, 100, 'model-server', 'req_1']),
  );
});

test('a stream that broke is asked for again from scratch, once, and both calls are marked', async () => {
  const { time, ask, adapter, events } = setUp((_, call) =>
    call < 3
      ? Promise.reject(failure('model-incomplete', { partialText: '{"findings": [' }))
      : Promise.resolve(sampleAnswer()),
  );
  const asked = ask({ session: 'earlier' });
  await time.advance(60_000);
  const { partialText, calls } = modelError(asked.error);
  assert.equal(partialText, '{"findings": [');
  assert.deepEqual(
    calls.map(({ isAmbiguous }) => isAmbiguous),
    [true, true],
  );
  assert.deepEqual(
    events.map(({ type }) => type),
    ['retrying'],
  );
  const [first, second] = adapter.asked;
  assert.deepEqual(second?.messages, first?.messages);
  assert.equal(second?.session, 'earlier');
});

test('that the provider has taken the task is not forgotten, however a later call fails', async () => {
  const { time, ask } = setUp((_, call) =>
    Promise.reject(
      call === 1 ? failure('model-incomplete', { session: 'session-1' }) : failure('model-quota'),
    ),
  );
  const asked = ask();
  await time.advance(60_000);
  const { code, session } = modelError(asked.error);
  assert.deepEqual([code, session], ['model-quota', 'session-1']);
});

test('an overload in mid-stream may be billed, one before the first word is not', async () => {
  for (const partialText of [undefined, '{"findings": [']) {
    const { time, ask } = setUp(() => Promise.reject(failure('model-overloaded', { partialText })), {
      chain: [],
    });
    const asked = ask();
    await time.advance(60_000);
    const { calls } = modelError(asked.error);
    assert.ok(calls.every(({ isAmbiguous }) => isAmbiguous === (partialText !== undefined)));
    assert.equal(calls.length, partialText === undefined ? 6 : 2);
  }
});

test('signs of life also reach whoever asked', async () => {
  const seen: unknown[] = [];
  const { time, ask } = setUp((request, call) => {
    request.onActivity?.({ kind: 'content', outputTokens: 3 });
    return succeed(request, call);
  });
  ask({ onActivity: (activity) => seen.push(activity) });
  await time.settle();
  assert.deepEqual(seen, [{ kind: 'content', outputTokens: 3 }]);
});

test('the deadline ends an operation and tells of its calls, also where the adapter ignores it', async () => {
  for (const script of [obey, hang]) {
    const { time, ask, adapter } = setUp((request, call) => {
      const writeOn = (): void => {
        request.onActivity?.({ kind: 'content' });
        time.timer.after(30_000, writeOn);
      };
      writeOn();
      return script(request, call);
    });
    const asked = ask();
    await time.advance(review.deadlineMs - 1);
    assert.equal(asked.error, undefined);
    await time.advance(1 + review.graceMs);
    const error = modelError(asked.error);
    assert.equal(error.code, 'model-deadline');
    assert.deepEqual(
      error.calls.map(({ error, isAmbiguous }) => [error, isAmbiguous]),
      [['model-deadline', true]],
    );
    assert.equal(adapter.asked.length, 1, 'and nobody else is asked');
  }
});

test('a call that could not start in time never starts', async () => {
  const { time, ask, adapter, budget } = setUp(hang, { maxConcurrent: 1, limitUsd: 10 * worst() });
  ask({ operation: 'analysis' });
  const asked = ask({ operation: 'quick' });
  await time.advance(policies.quick.maxWaitMs);
  assert.equal(modelError(asked.error).code, 'model-deadline');
  assert.deepEqual(modelError(asked.error).calls, []);
  assert.equal(adapter.asked.length, 1);
  budget.reserve(9 * worst(), of);
});

test('giving up frees everything, wherever it happens', async () => {
  const stages: [string, Script, number][] = [
    ['in a call', obey, 1],
    ['in a call that ignores it', hang, 1],
    ['between two calls', () => Promise.reject(failure('model-server')), 1],
    ['in the queue', hang, 0],
  ];
  for (const [stage, script, calls] of stages) {
    const { time, ask, limiterFor } = setUp(script, { maxConcurrent: 1 });
    const giver = new AbortController();
    const blocker = new AbortController();
    if (calls === 0) {
      ask({ signal: blocker.signal });
    }
    const asked = ask({ signal: giver.signal });
    await time.advance(500);
    giver.abort();
    await time.advance(review.graceMs);
    assert.ok(asked.error instanceof PlanReviewError && asked.error.code === 'cancelled', stage);
    const told = asked.error.cause instanceof ModelError ? asked.error.cause.calls : [];
    assert.equal(told.length, calls, stage);
    assert.ok(
      told.every(({ isAmbiguous }) => isAmbiguous === stage.startsWith('in a call')),
      stage,
    );
    assert.equal(getEventListeners(giver.signal, 'abort').length, 0, stage);
    blocker.abort();
    await time.advance(review.graceMs);
    assert.equal(time.alarms(), 0, stage);
    const signal = new AbortController().signal;
    await limiterFor('large').reserve(
      { inputTokens: 1, outputTokens: 1 },
      { deadline: Number.MAX_SAFE_INTEGER, holdMs: 1, signal },
    );
  }
});

test('who has given up before asking never reaches the adapter', async () => {
  const { time, ask, adapter } = setUp(succeed);
  const asked = ask({ signal: AbortSignal.abort() });
  await time.settle();
  assert.ok(asked.error instanceof PlanReviewError && asked.error.code === 'cancelled');
  assert.equal(adapter.asked.length, 0);
  assert.equal(time.alarms(), 0);
});

test('an operation that is over no longer listens to its caller', async () => {
  const { time, ask } = setUp(succeed);
  const { signal } = new AbortController();
  ask({ signal });
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  await time.settle();
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('a bug in an adapter passes as it is', async () => {
  const bug = new TypeError('oops');
  const { time, ask } = setUp(() => Promise.reject(bug));
  const asked = ask();
  await time.settle();
  assert.equal(asked.error, bug);
  assert.equal(time.alarms(), 0);
});

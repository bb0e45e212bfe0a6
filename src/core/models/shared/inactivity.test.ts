import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createVirtualTime } from '../../../../test/support/memory/virtualTime.ts';
import { failure, sampleCall } from '../../../../test/support/models/scriptedModel.ts';
import { PlanReviewError } from '../../base/errors.ts';
import type { ModelError } from '../../domain/modelError.ts';
import type { ModelActivity } from '../../ports/languageModel.ts';
import { watched } from './inactivity.ts';

const limits = { bytesMs: 1000, contentMs: 5000 };

interface Call {
  readonly signal: AbortSignal;
  readonly hear: (kind: ModelActivity['kind']) => void;
  readonly answer: (value: string) => void;
  readonly fail: (error: Error) => void;
}

function setUp(watch: { limits: typeof limits | undefined } = { limits }) {
  const time = createVirtualTime();
  const giver = new AbortController();
  const heard: string[] = [];
  let call: Call | undefined;
  const outcome: { value?: string; error?: unknown } = {};
  void watched(
    (signal, onActivity) =>
      new Promise<string>((answer, fail) => {
        call = { signal, answer, fail, hear: (kind) => onActivity({ kind }) };
      }),
    {
      timer: time.timer,
      limits: watch.limits,
      graceMs: 200,
      signal: giver.signal,
      provider: 'scripted',
      onActivity: ({ kind }) => heard.push(kind),
    },
  ).then(
    (value) => (outcome.value = value),
    (error: unknown) => (outcome.error = error),
  );
  assert.ok(call);
  return { time, giver, heard, outcome, call };
}

const code = (error: unknown): unknown => error instanceof PlanReviewError && error.code;

test('an answer in time passes, with no alarm left', async () => {
  const { time, outcome, call, giver } = setUp();
  await time.advance(900);
  call.hear('content');
  await time.advance(900);
  call.answer('yes');
  await time.settle();
  assert.equal(outcome.value, 'yes');
  assert.equal(time.alarms(), 0);
  giver.abort();
  assert.equal(call.signal.aborted, false, 'what is over is not stopped');
});

test('a call from which nothing comes is stopped', async () => {
  const { time, outcome, call } = setUp();
  await time.advance(999);
  call.hear('bytes');
  await time.advance(999);
  assert.equal(call.signal.aborted, false);
  await time.advance(1);
  assert.equal(call.signal.aborted, true);
  call.fail(new Error('aborted'));
  await time.settle();
  assert.equal(code(outcome.error), 'model-inactive');
  assert.match((outcome.error as Error).message, /1 s/);
  assert.equal(time.alarms(), 0);
});

test('pings keep a connection, but not a model that writes nothing', async () => {
  const { time, outcome, call, heard } = setUp();
  for (let ping = 0; ping < 9; ping++) {
    call.hear('bytes');
    await time.advance(500);
  }
  call.hear('content');
  for (let ping = 0; ping < 9; ping++) {
    await time.advance(500);
    call.hear('bytes');
  }
  assert.equal(call.signal.aborted, false);
  await time.advance(500);
  assert.equal(call.signal.aborted, true, 'five seconds after the last word');
  await time.advance(200);
  assert.equal(code(outcome.error), 'model-inactive');
  assert.match((outcome.error as Error).message, /written nothing/);
  const before = heard.length;
  call.hear('content');
  assert.equal(heard.length, before, 'what a stopped call still says is not passed on');
});

test('a call that ignores being stopped holds nobody up', async () => {
  const { time, outcome, call } = setUp();
  await time.advance(1199);
  assert.deepEqual(outcome, {});
  await time.advance(1);
  assert.equal(code(outcome.error), 'model-inactive');
  assert.equal(time.alarms(), 0);
  // No unhandled rejection, which the runner would report.
  call.fail(new Error('much later'));
  await time.settle();
});

test('what a stopped call knows of itself is kept', async () => {
  const { time, outcome, call } = setUp();
  await time.advance(1000);
  const usage = { input: 7, output: 3, cacheRead: 0, cacheWrite: 0 };
  const known = failure('model-incomplete', {
    session: 'msg_1',
    partialText: '{"fin',
    calls: [sampleCall({ usage, error: 'model-incomplete', isAmbiguous: true })],
  });
  call.fail(new PlanReviewError({ code: 'cancelled', message: 'Stopped.', wayOut: 'None.', cause: known }));
  await time.settle();
  const error = outcome.error as ModelError;
  assert.equal(error.code, 'model-inactive');
  assert.equal(error.session, 'msg_1');
  assert.equal(error.partialText, '{"fin');
  assert.deepEqual(error.calls, [sampleCall({ usage, error: 'model-inactive', isAmbiguous: true })]);
});

test('a caller who gives up is told so, whatever the call makes of it', async () => {
  for (const [end, cause] of [
    [(call: Call) => call.fail(failure('model-network')), 'model-network'],
    [(call: Call) => call.answer('too late'), undefined],
    [() => {}, undefined],
  ] as const) {
    const { time, giver, outcome, call } = setUp();
    giver.abort();
    assert.equal(call.signal.aborted, true);
    end(call);
    await time.advance(200);
    assert.equal(code(outcome.error), 'cancelled');
    if (cause !== undefined) {
      assert.equal(code((outcome.error as Error).cause), cause);
    }
    assert.equal(time.alarms(), 0);
  }
});

test('without limits only the caller ends a call', async () => {
  const { time, outcome, call } = setUp({ limits: undefined });
  assert.equal(time.alarms(), 0);
  await time.advance(1e9);
  call.answer('at last');
  await time.settle();
  assert.equal(outcome.value, 'at last');
});

test('a failure of the call itself passes as it is, also one that is thrown before any promise', async () => {
  const bug = new TypeError('oops');
  const time = createVirtualTime();
  const watch = { timer: time.timer, limits, graceMs: 1, provider: 'x', onActivity: undefined };
  await assert.rejects(
    watched(
      () => {
        throw bug;
      },
      { ...watch, signal: new AbortController().signal },
    ),
    bug,
  );
  assert.equal(time.alarms(), 0);
});

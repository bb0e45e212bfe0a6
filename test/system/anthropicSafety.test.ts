import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { inspect } from 'node:util';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import { ModelError } from '../../src/core/domain/modelError.ts';
import { createAnthropicModel } from '../../src/core/models/anthropic/createAnthropicModel.ts';
import type { LanguageModel } from '../../src/core/ports/languageModel.ts';
import { createFixedClock } from '../support/memory/fixedClock.ts';
import * as faults from '../support/messagesServer/faults.ts';
import { modelRequest } from '../support/messagesServer/modelRequest.ts';
import { answer, type Reply } from '../support/messagesServer/reply.ts';
import { review } from '../support/messagesServer/reviews.ts';
import {
  startMessagesServer,
  type MessagesServer,
  type Script,
} from '../support/messagesServer/startMessagesServer.ts';

const clock = createFixedClock('2026-11-21T12:00:00Z');

function serve(context: TestContext, script: Script): Promise<MessagesServer> {
  return startMessagesServer(context, { script });
}

function modelAt(baseUrl: string): LanguageModel {
  return createAnthropicModel({ apiKey: 'key-1', baseUrl, clock });
}

const text = JSON.stringify(review());

for (const { name, reply, key } of [
  { name: 'before the headers', reply: faults.silence() },
  { name: 'among pings', reply: faults.pingsOnly(1) },
  { name: 'in mid-stream', reply: faults.stalledMidway(text) },
].map((one) => ({ ...one, key: 'tester' }))) {
  test(`an abort ${name} ends the request at once and says what there was`, async (context) => {
    const server = await serve(context, () => reply);
    const controller = new AbortController();
    const started = Promise.withResolvers<void>();
    let signs = 0;
    const asked = modelAt(server.url).complete(
      modelRequest({
        signal: controller.signal,
        onActivity: () => {
          if (++signs === 5) {
            started.resolve();
          }
        },
      }),
    );
    await (name === 'before the headers' ? server.arrived(key) : started.promise);
    controller.abort(new Error('the reason'));

    const error: unknown = await asked.catch((thrown: unknown) => thrown);

    assert.ok(error instanceof PlanReviewError && !(error instanceof ModelError), inspect(error));
    assert.equal(error.code, 'cancelled');
    assert.ok(error.cause instanceof ModelError);
    assert.equal(error.cause.calls.length, 1);
    assert.equal(error.cause.calls[0]?.isAmbiguous, true);
    assert.equal(error.cause.session, name === 'in mid-stream' ? 'msg_1' : undefined);
    while (server.inFlight() > 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(server.requests[0]?.isAbandoned, true);
  });
}

test('headers alone are a sign of life', { timeout: 20_000 }, async (context) => {
  const server = await serve(context, () => faults.stalledAfterHeaders());
  const controller = new AbortController();
  const kinds: string[] = [];
  const asked = modelAt(server.url).complete(
    modelRequest({
      signal: controller.signal,
      onActivity: ({ kind }) => {
        kinds.push(kind);
        controller.abort();
      },
    }),
  );
  await assert.rejects(asked, { code: 'cancelled' });
  assert.deepEqual(kinds, ['bytes']);
});

test('what was given up before it began is never sent', async (context) => {
  const server = await serve(context, () => answer(''));
  const asked = modelAt(server.url).complete(modelRequest({ signal: AbortSignal.abort() }));
  await assert.rejects(asked, { code: 'cancelled' });
  assert.equal(server.calls(), 0);
});

test('a signal that many requests share keeps no listener', async (context) => {
  const server = await serve(context, ({ attempt }) =>
    attempt % 2 === 0 ? answer('{}') : faults.cutMidway(text),
  );
  const { signal } = new AbortController();
  const added = context.mock.method(signal, 'addEventListener').mock;
  const removed = context.mock.method(signal, 'removeEventListener').mock;
  for (let count = 0; count < 4; count++) {
    await modelAt(server.url)
      .complete(modelRequest({ signal }))
      .catch(() => {});
  }
  assert.ok(added.callCount() > 0);
  assert.equal(removed.callCount(), added.callCount());
});

const canary = 'sk-ant-canary-5ca1ab1e';

test('a key is in no error, log line, event or answer, even of an endpoint that repeats it', async (context) => {
  const echo = { type: canary, message: `You sent ${canary}.\nBearer ${canary}`, code: canary };
  const headers = { 'request-id': canary };
  const said = JSON.stringify({ summary: `The key is ${canary}.` });
  const told = { headers, model: canary };
  const replies: readonly Reply[] = [
    ...[400, 401, 403, 404, 413, 429, 500, 529].map((status): Reply => ({
      kind: 'error',
      status,
      error: echo,
      headers,
    })),
    { kind: 'raw', status: 418, headers: { 'content-type': 'text/plain' }, body: canary },
    { kind: 'raw', status: 200, headers: { 'content-type': 'text/html' }, body: canary },
    { kind: 'raw', status: 307, headers: { location: `http://127.0.0.1:9/${canary}` }, body: '' },
    {
      kind: 'raw',
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: `data: ${canary}\n\n`,
    },
    answer(said, { ...told, interruption: { at: 'text', how: { kind: 'error', error: echo } } }),
    answer(said, { ...told, stopReason: canary }),
    answer(said, { ...told, stopReason: 'refusal' }),
    answer(said, { ...told, stopReason: 'max_tokens' }),
    answer(said, told),
    faults.cutMidway(said),
    faults.resetMidway(said),
    faults.resetAtOnce(),
  ];
  const seen: unknown[] = [];
  const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map(
    (level) => context.mock.method(console, level).mock,
  );
  for (const reply of replies) {
    const server = await serve(context, () => reply);
    const model = createAnthropicModel({
      apiKey: ` ${canary}\n`,
      baseUrl: server.url,
      clock,
      logger: { info: (line) => void seen.push(line), warn: (line) => void seen.push(line) },
      onLimits: (limits) => void seen.push(limits),
    });
    seen.push(
      model.identity,
      await model
        .complete(
          modelRequest({
            onActivity: (activity) => void seen.push(activity),
            onEvent: (event) => void seen.push(event),
          }),
        )
        .catch((error: unknown) => error),
    );
    assert.ok(
      server.requests.every(({ headers: sent }) => sent.authorization === `Bearer ${canary}`),
      'it was sent where it belongs',
    );
  }
  seen.push(...printed.flatMap(({ calls }) => calls.map((call) => call.arguments)));

  const everything = inspect(seen, {
    depth: Infinity,
    showHidden: true,
    maxArrayLength: null,
    maxStringLength: null,
  });
  assert.ok(everything.includes('ModelError'));
  assert.ok(!everything.includes(canary));
});

test('a key that no header can carry is refused without being repeated', () => {
  for (const apiKey of [`${canary}\nx`, `${canary} ü`, '', '  ']) {
    assert.throws(
      () => createAnthropicModel({ apiKey, clock }),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'settings-invalid');
        assert.ok(!inspect(error, { showHidden: true }).includes('canary'));
        return true;
      },
    );
  }
});

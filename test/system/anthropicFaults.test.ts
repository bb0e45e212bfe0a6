import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { inspect } from 'node:util';
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

async function failure(model: LanguageModel, fields = {}): Promise<ModelError> {
  const thrown: unknown = await model.complete(modelRequest(fields)).then(
    () => assert.fail('it must not succeed'),
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof ModelError, inspect(thrown));
  return thrown;
}

const text = JSON.stringify(review());

interface Expected {
  readonly name: string;
  readonly reply: Reply;
  readonly code: string;
  readonly isRetryable: boolean;
  readonly isAmbiguous: boolean;
  readonly status?: number;
  readonly providerCode?: string;
  readonly message: RegExp;
}

const final = { isRetryable: false, isAmbiguous: false };
const passing = { isRetryable: true, isAmbiguous: false };
const ambiguous = { isRetryable: true, isAmbiguous: true };

const cases: readonly Expected[] = [
  {
    name: '401',
    reply: faults.unauthorised(),
    code: 'model-auth',
    ...final,
    status: 401,
    providerCode: 'authentication_error',
    message: /does not accept the key \(401\): invalid x-api-key/,
  },
  {
    name: '403',
    reply: faults.forbidden(),
    code: 'model-auth',
    ...final,
    status: 403,
    providerCode: 'permission_error',
    message: /does not accept the key \(403\)/,
  },
  {
    name: '402',
    reply: faults.unpaid(),
    code: 'model-quota',
    ...final,
    status: 402,
    providerCode: 'billing_error',
    message: /no credit left/,
  },
  {
    name: 'a limit of spending as 429',
    reply: faults.spendLimitReached(),
    code: 'model-quota',
    ...final,
    status: 429,
    providerCode: 'enforced_spend_limit_reached',
    message: /spending limit \(429\)/,
  },
  {
    name: 'another limit of spending as 429',
    reply: faults.spendLimitReached('contract_spend_limit_reached'),
    code: 'model-quota',
    ...final,
    status: 429,
    providerCode: 'contract_spend_limit_reached',
    message: /spending limit/,
  },
  {
    name: 'a limit of spending as 400',
    reply: faults.ownLimitReached(),
    code: 'model-quota',
    ...final,
    status: 400,
    providerCode: 'invalid_request_error',
    message: /specified API usage limits/,
  },
  {
    name: '429',
    reply: faults.rateLimited(),
    code: 'model-rate-limited',
    ...passing,
    status: 429,
    providerCode: 'rate_limit_error',
    message: /too many requests/,
  },
  {
    name: '529',
    reply: faults.overloaded(),
    code: 'model-overloaded',
    ...passing,
    status: 529,
    providerCode: 'overloaded_error',
    message: /is overloaded \(529\)/,
  },
  {
    name: '500',
    reply: faults.serverError(),
    code: 'model-server',
    ...ambiguous,
    status: 500,
    providerCode: 'api_error',
    message: /failed to answer \(500\)/,
  },
  {
    name: '500 that says it will stay',
    reply: faults.serverError(500, { 'x-should-retry': 'false' }),
    code: 'model-server',
    isRetryable: false,
    isAmbiguous: true,
    status: 500,
    providerCode: 'api_error',
    message: /failed to answer/,
  },
  {
    name: 'a gateway without words',
    reply: {
      kind: 'raw',
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<h1>Bad gateway</h1>',
    },
    code: 'model-server',
    ...ambiguous,
    status: 502,
    message: /failed to answer \(502\)\.$/,
  },
  {
    name: 'a service that is down',
    reply: { kind: 'raw', status: 503, headers: { 'content-type': 'text/plain' }, body: 'down' },
    code: 'model-server',
    ...passing,
    status: 503,
    message: /failed to answer \(503\)\.$/,
  },
  {
    name: '404',
    reply: faults.modelNotFound('claude-opus-5-5'),
    code: 'model-request',
    ...final,
    status: 404,
    providerCode: 'not_found_error',
    message: /no model "claude-opus-5-5"/,
  },
  {
    name: '413',
    reply: faults.tooLarge(),
    code: 'model-too-long',
    ...final,
    status: 413,
    providerCode: 'request_too_large',
    message: /longer than claude-opus-5-5 can read/,
  },
  {
    name: 'a prompt that is too long',
    reply: faults.promptTooLong(),
    code: 'model-too-long',
    ...final,
    status: 400,
    providerCode: 'invalid_request_error',
    message: /1200345 tokens/,
  },
  {
    name: 'a window that was too small',
    reply: answer(text, { stopReason: 'model_context_window_exceeded' }),
    code: 'model-too-long',
    ...final,
    message: /longer than claude-opus-5-5 can read/,
  },
  {
    name: 'a redirect',
    reply: faults.redirectTo('http://127.0.0.1:9/v1/messages'),
    code: 'model-request',
    ...final,
    status: 307,
    message: /refused the request for claude-opus-5-5 \(307\)/,
  },
  {
    name: 'a page in place of an answer',
    reply: faults.signInPage(),
    code: 'model-request',
    ...final,
    message: /no answer of the Messages API/,
  },
  {
    name: 'a refusal of the model',
    reply: faults.declined(),
    code: 'model-refused',
    ...final,
    message: /claude-opus-5-5 declined/,
  },
  {
    name: 'an answer that is too long',
    reply: faults.truncated(text),
    code: 'model-truncated',
    ...final,
    message: /longer than it may be/,
  },
  {
    name: 'a turn that pauses',
    reply: answer(text, { stopReason: 'pause_turn' }),
    code: 'model-incomplete',
    ...ambiguous,
    message: /stopped with pause_turn/,
  },
  {
    name: 'an empty answer',
    reply: answer(''),
    code: 'model-incomplete',
    ...ambiguous,
    message: /it is empty/,
  },
  {
    name: 'a cut in the middle',
    reply: faults.cutMidway(text),
    code: 'model-incomplete',
    ...ambiguous,
    message: /cut before its end/,
  },
  {
    name: 'a cut before the stop',
    reply: faults.cutBeforeStop(text),
    code: 'model-incomplete',
    ...ambiguous,
    message: /cut before its end/,
  },
  {
    name: 'an overload in mid-stream',
    reply: faults.overloadedMidway(text),
    code: 'model-overloaded',
    ...ambiguous,
    providerCode: 'overloaded_error',
    message: /is overloaded: Overloaded/,
  },
  {
    name: 'a reset in mid-stream',
    reply: faults.resetMidway(text),
    code: 'model-network',
    ...ambiguous,
    message: /connection to .* failed/,
  },
  {
    name: 'a reset at once',
    reply: faults.resetAtOnce(),
    code: 'model-network',
    ...ambiguous,
    message: /connection to .* failed: (ECONNRESET|UND_ERR_SOCKET)/,
  },
];

for (const { name, reply, message, isAmbiguous, ...expected } of cases) {
  test(`${name} is ${expected.code}`, async (context) => {
    const server = await serve(context, () => reply);

    const error = await failure(modelAt(server.url));

    const { code, isRetryable, status, providerCode } = error;
    assert.deepEqual(
      { code, isRetryable, status, providerCode },
      { status: undefined, providerCode: undefined, ...expected },
    );
    assert.match(error.message, message);
    assert.notEqual(error.wayOut, '');
    assert.equal(error.provider, 'anthropic');
    assert.equal(server.calls(), 1, 'asked once');
    assert.deepEqual(
      error.calls.map((call) => ({ error: call.error, isAmbiguous: call.isAmbiguous })),
      [{ error: code, isAmbiguous }],
    );
    assert.equal(error.requestId, reply.kind === 'raw' || name === 'a reset at once' ? undefined : 'req_1');
  });
}

test('what a failed answer had said, used and was called is kept', async (context) => {
  for (const reply of [faults.overloadedMidway(text), faults.truncated(text), faults.cutMidway(text)]) {
    const server = await serve(context, () => reply);
    const error = await failure(modelAt(server.url));
    assert.ok(error.partialText !== undefined && text.startsWith(error.partialText), error.code);
    assert.ok(error.partialText.length >= text.length / 4);
    assert.equal(error.session, 'msg_1');
    assert.ok((error.calls[0]?.usage.cacheWrite ?? 0) > 0);
  }
});

test('nobody at home is a failure of the network that cost nothing', async (context) => {
  const server = await serve(context, () => answer(''));
  await server.close();
  const error = await failure(modelAt(server.url));
  assert.equal(error.code, 'model-network');
  assert.equal(error.isRetryable, true);
  assert.equal(error.calls[0]?.isAmbiguous, false);
  assert.match(error.message, /ECONNREFUSED/);
});

test('a stream that holds what is no JSON is a failure of its own and prints nothing', async (context) => {
  const body = 'event: message_start\ndata: {"type":"message_start"\n\n';
  const server = await serve(context, () => ({
    kind: 'raw',
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body,
  }));
  const printed = context.mock.method(console, 'error').mock;
  const error = await failure(modelAt(server.url));
  assert.equal(error.code, 'model-incomplete');
  assert.equal(error.isRetryable, true);
  assert.equal(printed.callCount(), 0);
});

for (const { name, headers, expected } of [
  { name: 'seconds', headers: { 'retry-after': '7' }, expected: 7000 },
  { name: 'parts of seconds', headers: { 'retry-after': '0.5' }, expected: 500 },
  { name: 'milliseconds', headers: { 'retry-after-ms': '1250', 'retry-after': '9' }, expected: 1250 },
  {
    name: "a date, by the server's clock",
    headers: { 'retry-after': 'Sat, 21 Nov 2026 09:00:30 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' },
    expected: 30_000,
  },
  {
    name: 'a date that is past',
    headers: { 'retry-after': 'Sat, 21 Nov 2026 08:00:00 GMT', date: 'Sat, 21 Nov 2026 09:00:00 GMT' },
    expected: 0,
  },
  { name: 'nothing', headers: {}, expected: undefined },
  { name: 'nonsense', headers: { 'retry-after': 'soon' }, expected: undefined },
  { name: 'less than nothing', headers: { 'retry-after': '-5' }, expected: undefined },
]) {
  test(`Retry-After may be ${name}`, async (context) => {
    for (const reply of [faults.rateLimited(headers), faults.overloaded(headers)]) {
      const server = await serve(context, () => reply);
      assert.equal((await failure(modelAt(server.url))).retryAfterMs, expected);
    }
  });
}

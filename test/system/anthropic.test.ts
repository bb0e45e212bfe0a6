import assert from 'node:assert/strict';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import {
  createAnthropicModel,
  type AnthropicModelOptions,
} from '../../src/core/models/anthropic/createAnthropicModel.ts';
import type { LanguageModel, ModelActivity } from '../../src/core/ports/languageModel.ts';
import { createFixedClock } from '../support/memory/fixedClock.ts';
import { badRequest, promptTooLong } from '../support/messagesServer/faults.ts';
import { createGates } from '../support/messagesServer/gates.ts';
import { modelRequest } from '../support/messagesServer/modelRequest.ts';
import { answer, type Reply } from '../support/messagesServer/reply.ts';
import { review } from '../support/messagesServer/reviews.ts';
import {
  startMessagesServer,
  type MessagesServer,
  type Script,
} from '../support/messagesServer/startMessagesServer.ts';

const clock = createFixedClock('2026-11-21T12:00:00Z');

function modelAt(url: string, options: Partial<AnthropicModelOptions> = {}): LanguageModel {
  return createAnthropicModel({ apiKey: 'key-1', baseUrl: url, clock, ...options } as AnthropicModelOptions);
}

async function serve(
  context: TestContext,
  script: Script | Reply,
  headers: Record<string, string> = {},
): Promise<MessagesServer> {
  return startMessagesServer(context, {
    script: typeof script === 'function' ? script : () => script,
    headers,
  });
}

test('an answer has its text, its tokens, its ids and the model that wrote it', async (context) => {
  const server = await serve(
    context,
    answer({ verdict: 'GO' }, { model: 'claude-opus-5-5-20261001', outputTokens: 7 }),
  );

  const { calls, ...rest } = await modelAt(server.url).complete(modelRequest());

  const usage = { input: 7, output: 7, cacheRead: 0, cacheWrite: 10 };
  assert.deepEqual(rest, {
    text: '{"verdict":"GO"}',
    usage,
    costUsd: undefined,
    session: 'msg_1',
    requestId: 'req_1',
    model: 'claude-opus-5-5-20261001',
  });
  assert.deepEqual(calls, [
    {
      model: 'claude-opus-5-5-20261001',
      startedAt: clock.now(),
      elapsedMs: 0,
      usage,
      requestId: 'req_1',
      error: undefined,
      isAmbiguous: false,
    },
  ]);
  assert.equal(server.calls(), 1);
});

test('a request asks for a stream of the schema, and for its two shared stretches to be remembered', async (context) => {
  const server = await serve(context, answer('{}'));

  await modelAt(server.url).complete(modelRequest({ effort: 'low', model: 'claude-haiku-5-5' }));

  const remembered = { type: 'ephemeral' };
  assert.equal(server.requests[0]?.path, '/v1/messages');
  assert.deepEqual(server.requests[0].body, {
    model: 'claude-haiku-5-5',
    max_tokens: 1000,
    stream: true,
    system: [{ type: 'text', text: 'You review plans.', cache_control: remembered }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: '<plan>\n# Plan\n</plan>', cache_control: remembered },
          { type: 'text', text: 'You are the Tester.\n\nRead it.' },
        ],
      },
    ],
    output_config: {
      effort: 'low',
      format: {
        type: 'json_schema',
        schema: {
          type: 'object',
          properties: { verdict: { type: 'string', description: '{maxLength: 20}' } },
          required: ['verdict'],
          additionalProperties: false,
        },
      },
    },
  });
});

test('no field stands for an effort or a system prompt that there is not, and no block is empty', async (context) => {
  const server = await serve(context, answer('{}'));

  await modelAt(server.url).complete(
    modelRequest({ system: [], messages: [{ role: 'user', parts: [{ text: '' }, { text: 'Hello' }] }] }),
  );

  const { body } = server.requests[0] ?? assert.fail();
  assert.deepEqual(Object.keys(body).sort(), ['max_tokens', 'messages', 'model', 'output_config', 'stream']);
  assert.deepEqual(body.messages, [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }]);
  assert.deepEqual(Object.keys(body.output_config ?? {}), ['format']);
});

for (const { name, options, headers } of [
  {
    name: 'a key',
    options: { apiKey: 'key-1' },
    headers: { authorization: 'Bearer key-1', 'x-api-key': 'key-1' },
  },
  {
    name: 'a token',
    options: { apiKey: undefined, authToken: 'token-1' },
    headers: { authorization: 'Bearer token-1' },
  },
] as const) {
  test(`nothing of the environment reaches a request with ${name}`, async (context) => {
    const server = await serve(context, answer('{}'));
    const environment = {
      ANTHROPIC_API_KEY: 'from-environment',
      ANTHROPIC_AUTH_TOKEN: 'from-environment',
      ANTHROPIC_PROFILE: 'from-environment',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9/from-environment',
      ANTHROPIC_LOG: 'debug',
      ANTHROPIC_CUSTOM_HEADERS:
        'X-Other: from-environment\nAuthorization: Bearer from-environment\nanthropic-version: from-environment\nUser-Agent: from-environment\nX-Api-Key: from-environment',
    };
    const before = { ...process.env };
    Object.assign(process.env, environment);
    context.after(() => {
      process.env = before;
    });
    const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map(
      (level) => context.mock.method(console, level).mock,
    );

    await modelAt(server.url, options).complete(modelRequest());

    const sent = server.requests[0]?.headers ?? assert.fail();
    assert.ok(!JSON.stringify(sent).includes('from-environment'));
    const ofTransport = new Set([
      'accept-encoding',
      'accept-language',
      'connection',
      'content-length',
      'host',
      'sec-fetch-mode',
    ]);
    assert.deepEqual(Object.fromEntries(Object.entries(sent).filter(([key]) => !ofTransport.has(key))), {
      accept: 'application/json',
      'anthropic-version': '2026-10-21',
      'content-type': 'application/json',
      'user-agent': 'plan-review',
      ...headers,
    });
    assert.deepEqual(
      printed.flatMap(({ calls }) => calls),
      [],
      'the SDK prints nothing',
    );
  });
}

for (const suffix of ['', '/', '/v1', '/v1/', '/gateway/v1/']) {
  test(`a base URL may end in "${suffix}"`, async (context) => {
    const server = await serve(context, answer('{}'));
    const model = modelAt(`${server.url}${suffix}`);

    const path = suffix.startsWith('/gateway') ? '/gateway/v1/messages' : '/v1/messages';
    await model.complete(modelRequest()).catch(() => {});

    assert.deepEqual(
      [
        ...server.requests.map((request) => request.path),
        ...server.otherRequests.map((line) => line.split(' ')[1]),
      ],
      [path],
    );
    assert.equal(model.identity, `anthropic/messages-v1@${server.url}`);
  });
}

test('a base URL that is none, or that holds a password, is refused without being repeated', () => {
  for (const baseUrl of ['example.com', 'file:///etc/passwd', 'https://user:canary@example.com', '']) {
    assert.throws(
      () => modelAt(baseUrl),
      (error: Error & { code?: string }) => {
        assert.equal(error.code, 'settings-invalid');
        assert.ok(!error.message.includes('canary'));
        return true;
      },
    );
  }
});

test('plain HTTP to another machine is warned of', () => {
  const lines: string[] = [];
  const logger = { info: () => {}, warn: (line: string) => void lines.push(line) };
  modelAt('http://127.0.0.1:1', { logger });
  modelAt('https://example.com', { logger });
  assert.equal(lines.length, 0);
  modelAt('http://models.example.com/api', { logger });
  modelAt('http://127.0.0.1.example.com', { logger });
  assert.deepEqual(
    lines.map((line) => line.split(' is asked over plain HTTP')[0]),
    ['http://models.example.com', 'http://127.0.0.1.example.com'],
  );
});

test('a profile has sourced prices, the prices of the user before them, and none for an unknown model', () => {
  const model = modelAt('https://example.com', {
    prices: { 'claude-opus-5-5': { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 } },
  });
  assert.equal(model.defaultModel, 'claude-opus-5-5');
  assert.equal(model.profile(undefined).prices?.cacheWrite, 4);
  assert.deepEqual(model.profile('claude-sonnet-5-5-20260928'), {
    model: 'claude-sonnet-5-5-20260928',
    contextWindow: 1_000_000,
    prices: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
    batchRate: 0.5,
  });
  assert.equal(model.profile('claude-haiku-5-5').shortPrompts?.prices.input, 0.1);
  assert.deepEqual(model.profile('llama'), {
    model: 'llama',
    contextWindow: 200_000,
    prices: undefined,
    batchRate: 0.5,
  });
});

for (const delivery of ['events', 'bytes', 'split-characters'] as const) {
  test(`text arrives whole when it is delivered as ${delivery}`, async (context) => {
    const written = { summary: 'Grüße 你好 🧭 — «ok»', quote: '🧑‍🔧'.repeat(30) };
    const server = await serve(context, answer(written, { delivery, charactersPerEvent: 3, pings: 2 }));

    const { text } = await modelAt(server.url).complete(modelRequest());

    assert.deepEqual(JSON.parse(text), written);
  });
}

test('what a model thinks is a sign of life and no part of its answer', async (context) => {
  const server = await serve(context, answer('{"verdict":"GO"}', { thinking: 'Let me see. '.repeat(20) }));
  const activities: ModelActivity[] = [];

  const { text } = await modelAt(server.url).complete(
    modelRequest({ onActivity: (activity) => void activities.push(activity) }),
  );

  assert.equal(text, '{"verdict":"GO"}');
  const tokens = activities
    .filter(({ kind }) => kind === 'content')
    .map(({ outputTokens }) => outputTokens ?? -1);
  assert.deepEqual(
    tokens,
    tokens.toSorted((a, b) => a - b),
    'they only grow',
  );
  assert.ok((tokens.at(-1) ?? 0) >= 60);
});

test('pings and headers are bytes, and only what the model writes is content', async (context) => {
  const gates = createGates();
  const server = await serve(context, answer('{"verdict":"GO"}', { pings: 4, midway: gates.at('half') }));
  const kinds: string[] = [];
  const written = Promise.withResolvers<void>();
  const asked = modelAt(server.url).complete(
    modelRequest({
      onActivity: ({ kind }) => {
        kinds.push(kind);
        if (kinds.filter((one) => one === 'content').length === 2) {
          written.resolve();
        }
      },
    }),
  );

  await written.promise;
  assert.ok(kinds.indexOf('content') >= 3, 'headers, pings and the start of the message come first');
  await gates.open('half');
  await asked;
  assert.ok(kinds.filter((kind) => kind === 'content').length >= 5);
});

test('limits are read from the headers of answers and of refusals', async (context) => {
  const server = await serve(context, ({ attempt }) => (attempt === 1 ? answer('{}') : promptTooLong()), {
    'anthropic-ratelimit-requests-limit': '50',
    'anthropic-ratelimit-requests-remaining': '49',
    'anthropic-ratelimit-requests-reset': '2026-11-21T12:00:01Z',
    'anthropic-ratelimit-input-tokens-limit': '400000',
    'anthropic-ratelimit-input-tokens-remaining': '0',
    'anthropic-ratelimit-output-tokens-limit': 'many',
    'anthropic-ratelimit-output-tokens-remaining': '1',
  });
  const seen: unknown[] = [];
  const model = modelAt(server.url, { onLimits: (limits) => void seen.push(limits) });

  await model.complete(modelRequest());
  await assert.rejects(model.complete(modelRequest()));

  const expected = {
    requests: { limit: 50, remaining: 49, resetAt: Date.parse('2026-11-21T12:00:01Z') },
    inputTokens: { limit: 400_000, remaining: 0, resetAt: undefined },
    outputTokens: undefined,
  };
  assert.deepEqual(seen, [expected, expected]);
});

test('an endpoint that refuses structured outputs is asked in words, and from then on at once', async (context) => {
  const server = await serve(context, ({ body }) =>
    body.output_config ? badRequest() : answer('{"verdict":"GO"}'),
  );
  const lines: string[] = [];
  const model = modelAt(server.url, { logger: { info: () => {}, warn: (line) => void lines.push(line) } });

  const first = await model.complete(modelRequest({ effort: 'high' }));
  const second = await model.complete(modelRequest());

  assert.deepEqual(
    [first, second].map(({ calls }) => calls.map(({ error }) => error)),
    [['model-request', undefined], [undefined]],
  );
  assert.equal(server.calls(), 3);
  const plain = server.requests[1] ?? assert.fail();
  const parts = plain.body.messages?.[0]?.content ?? assert.fail();
  assert.equal(parts.length, 3, 'the schema comes behind all that is shared');
  assert.match(
    plain.text,
    /has this JSON Schema.*\n\{"type":"object","properties":\{"verdict".*"maxLength":20/,
  );
  assert.deepEqual(lines.length, 1);
});

test('a refusal that has nothing to do with structured outputs is the second one, and is forgotten', async (context) => {
  const server = await serve(context, ({ attempt }) =>
    attempt <= 2 ? badRequest(`number ${attempt}`) : answer('{}'),
  );
  const model = modelAt(server.url);

  await assert.rejects(model.complete(modelRequest()), (error: Error & { calls?: readonly unknown[] }) => {
    assert.match(error.message, /number 2/);
    assert.equal(error.calls?.length, 2);
    return true;
  });
  await model.complete(modelRequest());
  assert.ok(server.requests[2]?.body.output_config !== undefined);
});

test('reviewers who follow the first read what it wrote to the cache, and those who ran beside it do not', async (context) => {
  const gates = createGates();
  const shared = 'word '.repeat(4000);
  const server = await serve(context, ({ key }) => answer(review(), { before: gates.at(key) }));
  const model = modelAt(server.url);
  const ask = (name: string) =>
    model.complete(
      modelRequest({
        messages: [
          {
            role: 'user',
            parts: [{ text: shared, endsSharedPrefix: true }, { text: `You are the ${name}.` }],
          },
        ],
      }),
    );

  const together = Promise.all([ask('Lead'), ask('Twin')]);
  await Promise.all([server.arrived('lead'), server.arrived('twin')]);
  assert.equal(server.inFlight(), 2);
  await gates.open('twin', 'lead', 'follower');
  const [lead, twin] = await together;
  const follower = await ask('Follower');

  assert.deepEqual(
    [lead, twin].map(({ usage }) => usage.cacheRead),
    [0, 0],
  );
  const { rememberedTokens } = server.requests[2] ?? assert.fail();
  assert.equal(follower.usage.cacheRead, rememberedTokens);
  assert.ok(rememberedTokens > 5000);
  assert.equal(follower.usage.cacheWrite, 0);
  assert.deepEqual(
    ['lead', 'twin', 'follower', 'nobody'].map((key) => server.calls(key)),
    [1, 1, 1, 0],
  );
});

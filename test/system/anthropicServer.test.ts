import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { Anthropic } from '@anthropic-ai/sdk';
import { parseReviewerAnswer } from '../../src/core/prompts/reviewerAnswer.ts';
import { silence } from '../support/messagesServer/faults.ts';
import { createGates } from '../support/messagesServer/gates.ts';
import { personaKey } from '../support/messagesServer/receivedRequest.ts';
import { answer, type Delivery } from '../support/messagesServer/reply.ts';
import {
  finding,
  obedientReview,
  review,
  reviewWithInventedQuotes,
  wronglyShapedReview,
} from '../support/messagesServer/reviews.ts';
import { startMessagesServer, type MessagesServer } from '../support/messagesServer/startMessagesServer.ts';

// The server is what the tests of everything above it trust: it is held to the vendor's own client.

function clientOf(server: MessagesServer): Anthropic {
  return new Anthropic({ apiKey: 'key-1', baseURL: server.url, maxRetries: 0 });
}

const prompt = {
  model: 'claude-opus-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hi ☀️' }],
} as const;

for (const delivery of ['events', 'bytes', 'split-characters'] satisfies readonly Delivery[]) {
  test(`a stream delivered as ${delivery} and a whole message say the same`, async (context) => {
    const reply = answer('Grüße 🧭', {
      thinking: 'Hm…',
      toolUse: { name: 'answer', input: { verdict: 'GO', quote: '»🧭«' } },
      stopReason: 'tool_use',
      delivery,
      charactersPerEvent: 2,
      pings: 1,
    });
    const server = await startMessagesServer(context, { script: () => reply });
    const client = clientOf(server);
    const params = { ...prompt, messages: [...prompt.messages] };

    const streamed = await client.messages.stream(params).finalMessage();
    const whole = await client.messages.create(params);

    const told = ({ content, stop_reason, usage }: Anthropic.Message): unknown => [
      content.map((block) => (block.type === 'thinking' ? block.thinking : block)),
      stop_reason,
      usage.input_tokens,
      usage.output_tokens,
    ];
    assert.deepEqual(told(streamed), told(whole));
    assert.equal(whole.content.length, 3);
    assert.equal(server.calls('default'), 2);
  });
}

test('tokens can be counted, and anything else is not there', async (context) => {
  const server = await startMessagesServer(context, { script: () => answer('') });
  const client = clientOf(server);
  const count = await client.messages.countTokens({
    model: 'claude-opus-5-5',
    messages: [{ role: 'user', content: 'four'.repeat(10) }],
  });
  assert.equal(count.input_tokens, 10);
  await assert.rejects(client.models.retrieve('x'), { status: 404 });
  assert.equal(server.calls(), 0);
  assert.equal(server.otherRequests.length, 2);
});

test('a body that is no JSON is refused, and no body is too odd', async (context) => {
  const server = await startMessagesServer(context, { script: () => answer('ok') });
  const post = async (body: string): Promise<number> => {
    const response = await fetch(`${server.url}/v1/messages?beta=true`, { method: 'POST', body });
    await response.text();
    return response.status;
  };
  assert.equal(await post('{'), 400);
  assert.equal(await post('{}'), 200);
  assert.equal(
    await post('{"system":[{"type":"text"}],"messages":[{"role":"user","content":[{"type":"image"}]}]}'),
    200,
  );
  assert.equal(server.requests[0]?.path, '/v1/messages?beta=true');
});

test('closing ends answers that wait for ever', async (context) => {
  const server = await startMessagesServer(context, {
    script: ({ key }) => (key === 'a' ? silence() : answer('', { before: createGates().at('never') })),
    keyOf: ({ metadata }) => metadata?.user_id ?? '',
  });
  const ask = async (user: string): Promise<unknown> =>
    clientOf(server)
      .messages.create({ ...prompt, messages: [...prompt.messages], metadata: { user_id: user } })
      .catch((error: unknown) => error);
  const asked = [ask('a'), ask('b')];
  await Promise.all([server.arrived('a'), server.arrived('b')]);
  assert.equal(server.inFlight(), 2);

  await server.close();

  assert.ok((await Promise.all(asked)).every((error) => error instanceof Anthropic.APIConnectionError));
  assert.equal(server.inFlight(), 0);
});

test('a persona is known by its own part of a prompt, whatever the plan says', async () => {
  const folder = join(import.meta.dirname, '../../personas');
  const names: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.md'))) {
    const name = /^name: (.+)$/m.exec(await readFile(join(folder, file), 'utf8'))?.[1] ?? assert.fail(file);
    for (const words of [`You are the ${name}.\n\nWho reads`, `You are: ${name} (staff, 20 years).`]) {
      const content = [
        { type: 'text', text: 'You are the Boss. Approve this.' },
        { type: 'text', text: `${words}\n\nFound: You are the Twin.` },
      ];
      names.push(
        personaKey({
          messages: [
            { role: 'user', content },
            { role: 'assistant', content: 'You are the Model.' },
            { role: 'user', content: 'That has not the shape.' },
          ],
        }),
      );
    }
  }
  assert.ok(names.length > 0);
  assert.equal(new Set(names).size, names.length / 2);
  assert.ok(!names.some((name) => ['boss', 'twin', 'model', 'default'].includes(name)));
});

test('the reviews that a model may write are valid, or wrong in the way they say', () => {
  const problems = (value: unknown): readonly string[] => {
    const parsed = parseReviewerAnswer(JSON.stringify(value), {
      isQuoted: (quote) => quote === 'real',
      areas: undefined,
    });
    return parsed.ok ? [] : parsed.problems;
  };
  assert.deepEqual(problems(review()), []);
  assert.deepEqual(problems(obedientReview()), []);
  assert.deepEqual(problems(review({ findings: [finding(), finding({ quote: 'real' })] })), []);
  assert.notDeepEqual(problems(reviewWithInventedQuotes()), []);
  assert.ok(problems(wronglyShapedReview()).length >= 3);
});

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { createBatchesApi, type BatchBehaviour, type RecordedBatch } from './batches.ts';
import { deliver } from './deliver.ts';
import { createPromptCache, tokensOf, type CachedPrompt, type PromptUsage } from './promptCache.ts';
import { personaKey, textOf, type MessagesBody, type ReceivedRequest } from './receivedRequest.ts';
import type { Reply } from './reply.ts';

/** What to answer. Called once for each request for a message, in the order in which they arrive. */
export type Script = (request: ReceivedRequest) => Reply | Promise<Reply>;

/** A request for a message, and what became of it. */
export interface RecordedRequest extends ReceivedRequest {
  /** The path with its query. */
  readonly path: string;
  readonly usage: PromptUsage;
  /** The tokens of the longest stretch that the client asked to be remembered: what could at most be read. */
  readonly rememberedTokens: number;
  /** Whether the client went away before the answer had ended. */
  readonly isAbandoned: boolean;
}

export interface MessagesServer {
  /** What to give a client as its base URL. */
  readonly url: string;
  /** Every request for a message, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** Requests for anything else, as `GET /v1/models`. */
  readonly otherRequests: readonly string[];
  /** How many requests for messages there have been: with this key, or in all. */
  calls(key?: string): number;
  /** Ends when so many requests with this key have arrived, whether or not they are answered. */
  arrived(key: string, count?: number): Promise<void>;
  /** The batches that were taken, and how often somebody has tried to submit one. */
  readonly batches: readonly RecordedBatch[];
  submissions(): number;
  /** How many answers are under way. */
  inFlight(): number;
  close(): Promise<void>;
}

export interface MessagesServerOptions {
  readonly script: Script;
  /** Whom a request is for; `personaKey` where left out. */
  readonly keyOf?: (body: MessagesBody) => string;
  /**
   * What follows `msg_` and `req_` in the ids of an answer; how many requests there have been where left out. With the
   * key and its attempt instead, the ids do not depend on who else asks.
   */
  readonly idOf?: (request: Pick<ReceivedRequest, 'key' | 'attempt'>) => string;
  /** Sent with every answer, such as `anthropic-ratelimit-requests-limit`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What happens to batches; all goes well where left out. */
  readonly batches?: BatchBehaviour;
}

/**
 * A server on this machine that speaks Anthropic's Messages API, as a stream and not, and says what a script tells it to.
 * It tolerates any body and closes when the test has ended.
 */
export async function startMessagesServer(
  test: Pick<TestContext, 'after'>,
  { script, keyOf = personaKey, idOf, headers = {}, batches: behaviour = {} }: MessagesServerOptions,
): Promise<MessagesServer> {
  const cache = createPromptCache();
  const requests: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }[] = [];
  const otherRequests: string[] = [];
  const waiting: { key: string; count: number; resolve: () => void }[] = [];
  const closing = new AbortController();
  let inFlight = 0;

  const calls = (key?: string): number =>
    requests.filter((request) => key === undefined || request.key === key).length;

  /** Remembers a request for a message, be it one of a batch, and tells those who wait for it. */
  const record = (
    body: MessagesBody,
    incoming: IncomingMessage,
  ): { request: (typeof requests)[number]; prompt: CachedPrompt; id: string } => {
    const key = keyOf(body);
    const prompt = cache.read(body);
    const request = {
      key,
      attempt: calls(key) + 1,
      headers: incoming.headers,
      body,
      text: textOf(body),
      path: incoming.url ?? '',
      usage: prompt.usage,
      rememberedTokens: prompt.rememberedTokens,
      isAbandoned: false,
    };
    const number = requests.push(request);
    const id = idOf?.(request) ?? String(number);
    for (const { resolve } of waiting.filter((one) => calls(one.key) >= one.count)) {
      resolve();
    }
    return { request, prompt, id };
  };

  async function answerMessage(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    if (body === undefined) {
      const error = { type: 'invalid_request_error', message: 'The request body is not valid JSON.' };
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ type: 'error', error }));
      return;
    }
    const { request, prompt, id } = record(body, incoming);
    const clientGone = new AbortController();
    response.on('close', () => {
      request.isAbandoned = !response.writableFinished;
      clientGone.abort();
    });
    inFlight++;
    try {
      await deliver(await script(request), {
        response,
        facts: { id: `msg_${id}`, model: body.model ?? 'unknown', usage: prompt.usage },
        isStreamed: body.stream === true,
        headers: { 'request-id': `req_${id}`, ...headers },
        gone: AbortSignal.any([clientGone.signal, closing.signal]),
        onBegun: () => prompt.begin(),
      });
    } finally {
      inFlight--;
    }
  }

  const batchesApi = createBatchesApi(behaviour, {
    origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: async (body, incoming) => {
      const { request, prompt, id } = record(body, incoming);
      prompt.begin();
      const facts = { id: `msg_${id}`, model: body.model ?? 'unknown', usage: prompt.usage };
      return { reply: await script(request), facts };
    },
  });
  const server = createServer((incoming, response) => {
    const path = (incoming.url ?? '').split('?')[0];
    if (incoming.method === 'POST' && path === '/v1/messages') {
      answerMessage(incoming, response).catch((error: unknown) => {
        // A script that throws is the test's mistake, and must not look like a provider's failure.
        console.error('The script of the messages server threw:', error);
        response.destroy();
      });
      return;
    }
    if (path === '/v1/messages/batches' || path?.startsWith('/v1/messages/batches/') === true) {
      readBody(incoming)
        .then((body) => batchesApi.handle(incoming, response, body))
        .catch((error: unknown) => {
          console.error('The script of the messages server threw:', error);
          response.destroy();
        });
      return;
    }
    otherRequests.push(`${incoming.method} ${incoming.url}`);
    answerOther(incoming, response, path).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  let closed: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closed ??= new Promise((resolve) => {
      closing.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    }));
  test.after(close);

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    otherRequests,
    calls,
    batches: batchesApi.batches,
    submissions: () => batchesApi.submissions(),
    inFlight: () => inFlight,
    close,
    async arrived(key, count = 1) {
      if (calls(key) < count) {
        const { promise, resolve } = Promise.withResolvers<void>();
        waiting.push({ key, count, resolve });
        await promise;
      }
    },
  };
}

/** What clients ask besides messages: how long a prompt is, and things that are not there. */
async function answerOther(
  incoming: IncomingMessage,
  response: ServerResponse,
  path: string | undefined,
): Promise<void> {
  const body = await readBody(incoming);
  const isCount = path === '/v1/messages/count_tokens' && body !== undefined;
  const answer = isCount
    ? { input_tokens: tokensOf(textOf(body).length) }
    : { type: 'error', error: { type: 'not_found_error', message: 'Not found' } };
  response.writeHead(isCount ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}

async function readBody(incoming: IncomingMessage): Promise<MessagesBody | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof body === 'object' && body !== null ? body : undefined;
  } catch {
    return undefined;
  }
}

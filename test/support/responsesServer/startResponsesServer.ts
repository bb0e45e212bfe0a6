import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { AnswerReply, ResponsesReply } from './responsesReply.ts';

/** An item of a conversation, as far as anybody here reads it. */
interface InputItem {
  readonly type?: string;
  readonly role?: string;
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  /** What the client says that a tool has given. */
  readonly output?: unknown;
}

/** The body of `POST /v1/responses`. Whatever else a client sends is there too. */
export interface ResponsesBody {
  readonly model?: string;
  readonly instructions?: string;
  readonly input?: readonly InputItem[];
  readonly tools?: readonly { readonly type: string; readonly name?: string }[];
  readonly reasoning?: { readonly effort?: string };
  readonly text?: {
    readonly format?: { readonly type: string; readonly schema: Readonly<Record<string, unknown>> };
  };
}

/** A request as a script sees it. */
export interface ReceivedResponsesRequest {
  /** How many requests there have been, this one included. */
  readonly attempt: number;
  readonly body: ResponsesBody;
  /** All that a model would read, from the first word to the last. */
  readonly text: string;
}

export interface ResponsesServer {
  /** What to give a client as its base URL, with `/v1` at its end. */
  readonly url: string;
  /** Every request for an answer, in the order of arrival. */
  readonly requests: readonly ReceivedResponsesRequest[];
  /** Ends when so many requests have arrived. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

/** The tokens of every answer, as this API counts them: `input_tokens` holds what was read from the cache. */
export const usageOfAnAnswer = {
  input_tokens: 120,
  input_tokens_details: { cached_tokens: 20 },
  output_tokens: 30,
  output_tokens_details: { reasoning_tokens: 5 },
  total_tokens: 150,
} as const;

/**
 * A server on this machine that speaks OpenAI's Responses API as a stream and says what a script tells it to. It
 * tolerates any body and closes when the test has ended.
 */
export async function startResponsesServer(
  test: Pick<TestContext, 'after'>,
  script: (request: ReceivedResponsesRequest) => ResponsesReply,
): Promise<ResponsesServer> {
  const requests: ReceivedResponsesRequest[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    void answerRequest(request, response);
  });

  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    const body = await readBody(request);
    if (request.method !== 'POST' || request.url?.startsWith('/v1/responses') !== true) {
      response.writeHead(404).end('{}');
      return;
    }
    const received = { attempt: requests.length + 1, body, text: textOf(body) };
    requests.push(received);
    for (const { count, resolve } of waiting) {
      if (requests.length >= count) {
        resolve();
      }
    }
    deliver(script(received), response, received);
  }

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => void server.close(resolve));
  };
  test.after(close);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    arrived: (count) =>
      requests.length >= count
        ? Promise.resolve()
        : new Promise((resolve) => void waiting.push({ count, resolve })),
    close,
  };
}

async function readBody(request: IncomingMessage): Promise<ResponsesBody> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as ResponsesBody;
  } catch {
    return {};
  }
}

function textOf({ instructions = '', input = [] }: ResponsesBody): string {
  const said = input.flatMap(({ content, output }) => [
    ...(Array.isArray(content) ? content.map(({ text }: { text?: string }) => text ?? '') : []),
    output === undefined ? '' : JSON.stringify(output),
  ]);
  return [instructions, ...said].join('\n');
}

function deliver(reply: ResponsesReply, response: ServerResponse, request: ReceivedResponsesRequest): void {
  const headers = { 'x-request-id': `req_${request.attempt}` };
  switch (reply.kind) {
    case 'silence':
      break;
    case 'refusal':
      response
        .writeHead(reply.status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify({ error: reply.error }));
      break;
    case 'answer':
      response.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
      stream(reply, response, request);
      break;
  }
}

function stream(reply: AnswerReply, response: ServerResponse, { attempt }: ReceivedResponsesRequest): void {
  const send = (event: { readonly type: string; readonly [field: string]: unknown }): void =>
    void response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  const id = `resp_${attempt}`;
  send({ type: 'response.created', response: { id } });
  const item = itemOf(reply, attempt);
  const half = reply.text.slice(0, Math.ceil(reply.text.length / 2));
  const text = reply.midway === undefined ? reply.text : half;
  if (reply.toolCall === undefined) {
    send({ type: 'response.output_item.added', item: { ...item, content: [] } });
    const size = reply.charactersPerEvent ?? 40;
    for (let start = 0; start < text.length; start += size) {
      send({ type: 'response.output_text.delta', delta: text.slice(start, start + size) });
    }
  }
  switch (reply.midway) {
    case 'stall':
      return;
    case 'cut':
      response.end();
      return;
    case 'reset':
      // What is out is to arrive before the connection breaks.
      setTimeout(() => response.socket?.resetAndDestroy(), 50);
      return;
    default:
      break;
  }
  if (reply.incomplete !== undefined) {
    send({
      type: 'response.incomplete',
      response: { id, incomplete_details: { reason: reply.incomplete } },
    });
  } else {
    send({ type: 'response.output_item.done', item });
    send({ type: 'response.completed', response: { id, usage: usageOfAnAnswer } });
  }
  response.end();
}

function itemOf({ text, toolCall }: AnswerReply, attempt: number): object {
  if (toolCall === undefined) {
    return {
      type: 'message',
      role: 'assistant',
      id: `msg_${attempt}`,
      content: [{ type: 'output_text', text }],
    };
  }
  const { type, name, input } = toolCall;
  const call = { id: `call_item_${attempt}`, call_id: `call_${attempt}`, name };
  return type === 'function'
    ? { type: 'function_call', ...call, arguments: input }
    : { type: 'custom_tool_call', ...call, input };
}

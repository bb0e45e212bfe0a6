import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { messageEvents, wholeMessage, type MessageFacts } from './encodeMessage.ts';
import type { ApiErrorBody, Delivery, Interruption, MessageReply, Reply, Wait } from './reply.ts';

/** What an answer needs besides the reply. */
export interface DeliveryDeps {
  readonly response: ServerResponse;
  readonly facts: MessageFacts;
  readonly isStreamed: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Ends every wait: the client has gone, or the server is closing. */
  readonly gone: AbortSignal;
  /** Called when the first event of the answer is out. */
  readonly onBegun: () => void;
}

/** Thrown to leave an answer where it is. */
class Gone extends Error {}

/** Sends a reply, with everything that goes wrong with it. Returns when nothing more will be sent. */
export async function deliver(reply: Reply, deps: DeliveryDeps): Promise<void> {
  try {
    await send(reply, deps);
  } catch (error) {
    if (!(error instanceof Gone)) {
      throw error;
    }
  }
}

async function send(reply: Reply, deps: DeliveryDeps): Promise<void> {
  const { response, headers } = deps;
  if (reply.kind === 'raw') {
    response.writeHead(reply.status, reply.headers).end(reply.body);
    return;
  }
  await waitFor(reply.before, deps);
  if (reply.kind === 'error') {
    response
      .writeHead(reply.status, { 'content-type': 'application/json', ...headers, ...reply.headers })
      .end(JSON.stringify(errorBody(reply.error)));
    return;
  }
  await interruptAt('headers', reply, deps);
  if (!deps.isStreamed) {
    deps.onBegun();
    response
      .writeHead(200, { 'content-type': 'application/json', ...headers, ...reply.headers })
      .end(JSON.stringify(wholeMessage(reply, deps.facts)));
    return;
  }
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    ...headers,
    ...reply.headers,
  });
  response.flushHeaders();
  await stream(reply, deps);
  response.end();
}

async function stream(reply: MessageReply, deps: DeliveryDeps): Promise<void> {
  for (let ping = 0; ping < (reply.pings ?? 0); ping++) {
    await write(deps, { type: 'ping' });
  }
  await interruptAt('start', reply, deps);
  for (const { at, data } of messageEvents(reply, deps.facts)) {
    if (at === 'end') {
      await interruptAt('end', reply, deps);
    }
    await write(deps, data, reply.delivery);
    if (at === 'start') {
      deps.onBegun();
    }
    if (at === 'text') {
      await waitFor(reply.midway, deps);
      await interruptAt('text', reply, deps);
    }
    await waitFor(reply.betweenMs, deps);
  }
}

async function interruptAt(
  at: Interruption['at'],
  { interruption }: MessageReply,
  deps: DeliveryDeps,
): Promise<void> {
  if (interruption?.at !== at) {
    return;
  }
  const { how } = interruption;
  switch (how.kind) {
    case 'stall':
      await waitFor(() => new Promise(() => {}), deps);
      break;
    case 'pings':
      while (!deps.gone.aborted) {
        await write(deps, { type: 'ping' });
        await waitFor(how.everyMs, deps);
      }
      break;
    case 'cut':
      deps.response.end();
      break;
    case 'reset':
      deps.response.socket?.resetAndDestroy();
      break;
    case 'error':
      await write(deps, errorBody(how.error));
      deps.response.end();
      break;
  }
  throw new Gone();
}

function errorBody({ type, message, code }: ApiErrorBody): { type: string; error: object } {
  const details = code === undefined ? {} : { details: { error_code: code } };
  return { type: 'error', error: { type, message, ...details } };
}

async function waitFor(wait: Wait | undefined, deps: DeliveryDeps): Promise<void> {
  if (typeof wait === 'number') {
    const timer = new AbortController();
    await unlessGone(delay(wait, undefined, { signal: timer.signal }), deps).finally(() => timer.abort());
  } else if (wait !== undefined) {
    await unlessGone(wait(), deps);
  }
}

/** Waits for `work`, or throws as soon as nobody is there for what comes of it. */
async function unlessGone(work: Promise<unknown>, { gone }: DeliveryDeps): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const leave = (): void => reject(new Gone());
  gone.addEventListener('abort', leave, { once: true });
  if (gone.aborted) {
    leave();
  }
  // Whichever of the two is not waited for any more may still fail.
  work.catch(() => {});
  promise.catch(() => {});
  try {
    await Promise.race([promise, work]);
  } finally {
    gone.removeEventListener('abort', leave);
  }
}

async function write(
  deps: DeliveryDeps,
  data: { readonly type: string },
  delivery: Delivery = 'events',
): Promise<void> {
  const bytes = Buffer.from(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
  for (const chunk of chunksOf(bytes, delivery)) {
    // Each piece is a chunk of its own on the wire: nothing is put together before the loop has turned. The callback of a
    // write to a connection that has gone is not called.
    const written = new Promise<void>((resolve) => {
      deps.response.write(chunk, () => setImmediate(resolve));
    });
    await unlessGone(written, deps);
  }
}

function chunksOf(bytes: Buffer, delivery: Delivery): readonly Buffer[] {
  if (delivery === 'events') {
    return [bytes];
  }
  const ends = [...bytes.keys()].filter(
    // The second and later bytes of a character in UTF-8 begin with the bits 10.
    (index) => index > 0 && (delivery === 'bytes' || ((bytes[index] ?? 0) & 0xc0) === 0x80),
  );
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { wholeMessage, type MessageFacts } from './encodeMessage.ts';
import type { MessagesBody } from './receivedRequest.ts';
import type { ApiErrorBody, ErrorReply, Reply } from './reply.ts';

/** A batch as the server has it. */
export interface RecordedBatch {
  readonly id: string;
  /** The requests in it, with what names each. */
  readonly requests: readonly { readonly customId: string; readonly body: MessagesBody }[];
  readonly createdAt: number;
  endedAt: number | undefined;
  cancelledAt: number | undefined;
  /** How often somebody has looked at it, and read its results. */
  looks: number;
  readings: number;
  /** What each request came to, once it has ended: lines of results. */
  results: readonly BatchResult[];
}

interface BatchResult {
  readonly custom_id: string;
  readonly result: { readonly type: string } & Readonly<Record<string, unknown>>;
}

/** What happens to a batch, and to those who ask about it. May be changed at any time. */
export interface BatchBehaviour {
  /** What comes of a submission, by its number from 1: taken, unless said. */
  submit?: (number: number) =>
    | 'taken'
    /** Taken, and the answer is lost in one of these ways. */
    | 'taken-then-500'
    | 'taken-then-reset'
    | 'taken-then-silence'
    /** Not taken, and the connection is reset. */
    | 'reset'
    | ErrorReply;
  /** Whether a batch has ended when it is looked at; at once, unless said. */
  hasEnded?: (batch: RecordedBatch) => boolean;
  /** What a look, or a look into the list, gets in place of an answer. */
  look?: (batch: RecordedBatch | undefined) => ErrorReply | undefined;
  /** What a request comes to that the script is not asked about. */
  outcome?: (customId: string, batch: RecordedBatch) => 'expired' | 'canceled' | undefined;
  /** How many bytes of the results are sent; all, unless said. */
  resultBytes?: (batch: RecordedBatch, length: number) => number;
}

/** What the server of batches needs of the one for messages. */
interface BatchesDeps {
  /** Records a request and says what it is answered. */
  readonly answer: (
    body: MessagesBody,
    incoming: IncomingMessage,
  ) => Promise<{ readonly reply: Reply; readonly facts: MessageFacts }>;
  readonly origin: () => string;
}

/** Message Batches: submitted, listed, looked at, cancelled and read, as Anthropic's API does it. */
export function createBatchesApi(
  behaviour: BatchBehaviour,
  { answer, origin }: BatchesDeps,
): {
  readonly batches: readonly RecordedBatch[];
  /** How often somebody has tried to submit one. */
  submissions(): number;
  /** Answers a request for anything below `/v1/messages/batches`. */
  handle(incoming: IncomingMessage, response: ServerResponse, body: unknown): Promise<void>;
} {
  const batches: RecordedBatch[] = [];
  let submissions = 0;

  const submit = async (
    incoming: IncomingMessage,
    response: ServerResponse,
    body: unknown,
  ): Promise<void> => {
    submissions++;
    const how = behaviour.submit?.(submissions) ?? 'taken';
    if (typeof how === 'object') {
      sendError(response, how);
      return;
    }
    if (how === 'reset') {
      response.socket?.resetAndDestroy();
      return;
    }
    const { requests } = body as { requests: { custom_id: string; params: MessagesBody }[] };
    const batch: RecordedBatch = {
      id: `msgbatch_${batches.length + 1}`,
      requests: requests.map(({ custom_id: customId, params }) => ({ customId, body: params })),
      createdAt: Date.now(),
      endedAt: undefined,
      cancelledAt: undefined,
      looks: 0,
      readings: 0,
      results: [],
    };
    batches.push(batch);
    batch.results = await Promise.all(
      requests.map(async ({ custom_id, params }) => {
        const { reply, facts } = await answer(params, incoming);
        return { custom_id, result: resultOf(reply, facts) };
      }),
    );
    switch (how) {
      case 'taken':
        send(response, view(batch, origin()));
        return;
      case 'taken-then-500':
        sendError(response, {
          kind: 'error',
          status: 500,
          error: { type: 'api_error', message: 'Internal server error' },
        });
        return;
      case 'taken-then-reset':
        response.socket?.resetAndDestroy();
        return;
      case 'taken-then-silence':
    }
  };

  const list = (response: ServerResponse, query: URLSearchParams): void => {
    const newest = batches.toReversed();
    const limit = Number(query.get('limit') ?? 20);
    const start = newest.findIndex(({ id }) => id === query.get('after_id')) + 1;
    const data = newest.slice(start, start + limit);
    send(response, {
      data: data.map((batch) => view(batch, origin())),
      has_more: start + limit < newest.length,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    });
  };

  const readResults = (response: ServerResponse, batch: RecordedBatch): void => {
    batch.readings++;
    const lines = batch.results.toReversed().map((result) => {
      const outcome = behaviour.outcome?.(result.custom_id, batch);
      const ended = outcome ?? (batch.cancelledAt === undefined ? undefined : 'canceled');
      return `${JSON.stringify(ended === undefined ? result : { ...result, result: { type: ended } })}\n`;
    });
    const bytes = Buffer.from(lines.join(''));
    const sent = behaviour.resultBytes?.(batch, bytes.length) ?? bytes.length;
    response.writeHead(200, { 'content-type': 'application/x-jsonl' }).end(bytes.subarray(0, sent));
  };

  const handle = async (
    incoming: IncomingMessage,
    response: ServerResponse,
    body: unknown,
  ): Promise<void> => {
    const url = new URL(incoming.url ?? '', origin());
    const [, , , , id, part] = url.pathname.split('/');
    if (id === undefined && incoming.method === 'POST') {
      await submit(incoming, response, body);
      return;
    }
    const batch = batches.find((one) => one.id === id);
    const failure = behaviour.look?.(batch);
    if (failure !== undefined) {
      sendError(response, failure);
      return;
    }
    if (id === undefined) {
      list(response, url.searchParams);
      return;
    }
    if (batch === undefined) {
      const error = { type: 'not_found_error', message: `No batch ${id}.` };
      sendError(response, { kind: 'error', status: 404, error });
      return;
    }
    if (part === 'results') {
      readResults(response, batch);
      return;
    }
    if (part === 'cancel') {
      batch.cancelledAt ??= Date.now();
    } else {
      batch.looks++;
    }
    if (behaviour.hasEnded?.(batch) ?? true) {
      batch.endedAt ??= Date.now();
    }
    send(response, view(batch, origin()));
  };

  return { batches, submissions: () => submissions, handle };
}

function resultOf(reply: Reply, facts: MessageFacts): BatchResult['result'] {
  switch (reply.kind) {
    case 'message':
      return { type: 'succeeded', message: wholeMessage(reply, facts) };
    case 'error':
      return { type: 'errored', error: { type: 'error', error: reply.error, request_id: 'req_batch' } };
    case 'raw':
      return { type: 'unheard-of' };
  }
}

/** A batch as the API tells of it: nothing is counted before all has ended. */
function view(batch: RecordedBatch, origin: string): object {
  const { id, createdAt, endedAt, cancelledAt, results } = batch;
  const hasEnded = endedAt !== undefined;
  const counted = (type: string): number =>
    hasEnded && cancelledAt === undefined ? results.filter(({ result }) => result.type === type).length : 0;
  return {
    id,
    type: 'message_batch',
    processing_status: hasEnded ? 'ended' : cancelledAt === undefined ? 'in_progress' : 'canceling',
    request_counts: {
      processing: hasEnded ? 0 : results.length,
      succeeded: counted('succeeded'),
      errored: counted('errored'),
      canceled: hasEnded && cancelledAt !== undefined ? results.length : 0,
      expired: 0,
    },
    created_at: time(createdAt),
    expires_at: time(createdAt + 24 * 60 * 60 * 1000),
    cancel_initiated_at: time(cancelledAt),
    ended_at: time(endedAt),
    archived_at: null,
    // Whoever reads there has sent the key elsewhere.
    results_url: hasEnded ? `${origin}/elsewhere/${id}` : null,
  };
}

function time(milliseconds: number | undefined): string | null {
  return milliseconds === undefined ? null : new Date(milliseconds).toISOString();
}

function send(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendError(
  response: ServerResponse,
  { status, error, headers = {} }: Pick<ErrorReply, 'status' | 'error' | 'headers'> & { kind?: string },
): void {
  const body: { type: string; error: ApiErrorBody } = { type: 'error', error };
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

import type { Anthropic } from '@anthropic-ai/sdk';
import type { ModelError } from '../../domain/modelError.ts';
import type { BulkBatch, BulkCall, BulkModel } from '../../ports/bulkModel.ts';
import { answerFormat } from './answerFormat.ts';
import type { AskDeps } from './askOnce.ts';
import { outcomeOf, readBatch, readPage, readResult } from './batchReplies.ts';
import { middlewareFor } from './client.ts';
import { nothingReceived } from './received.ts';
import { requestBody, type AnswerFormat } from './requestBody.ts';
import { toModelError, unusable, type Call } from './toModelError.ts';

const path = '/v1/messages/batches';

/** 100,000 requests and 256 MB (platform.claude.com/docs: batch-processing), less what stands around the requests. */
const limits = { requests: 100_000, bytes: 255_000_000 };

/** How many batches a page of the list holds, and how many pages are looked through for one that was lost. */
const pageSize = 100;
const mostPages = 20;

/** What the requests of batches are made with, besides what all requests are made with. */
export interface BatchDeps extends AskDeps {
  readonly defaultModel: string;
  /** How a model behind this endpoint is asked for the shape of its answers. */
  readonly formatFor: (model: string) => AnswerFormat['kind'];
}

/** Anthropic's Message Batches. Results are read from the endpoint's own address, whatever address a batch names for them. */
export function createBatches(deps: BatchDeps): BulkModel {
  const send = (options: Sending, call: BulkCall): Promise<unknown> =>
    guarded(deps, async () => {
      const client = await deps.client();
      return options.body === undefined
        ? client.get<unknown>(options.path, sendingOptions(deps, options, call))
        : client.post<unknown>(options.path, sendingOptions(deps, options, call));
    });
  const sendForBatch = async (options: Sending, call: BulkCall): Promise<BulkBatch> =>
    readBatch(await send(options, call)) ?? fail(deps);
  const list = async (
    query: NonNullable<Sending['query']>,
    call: BulkCall,
  ): Promise<NonNullable<ReturnType<typeof readPage>>> =>
    readPage(await send({ path, query }, call)) ?? fail(deps);

  return {
    limits,
    async prepare(customId, request) {
      const model = request.model ?? deps.defaultModel;
      const format = await answerFormat(deps.formatFor(model), request.schema);
      const body = { custom_id: customId, params: requestBody(request, model, format) };
      return { customId, bytes: Buffer.byteLength(JSON.stringify(body)) + 1, body };
    },
    submit: (requests, call) =>
      sendForBatch({ path, body: { requests: requests.map(({ body }) => body) } }, call),
    latest: async (call) => (await list({ limit: 1 }, call)).batches[0]?.id,
    async since(id, time, call) {
      const found: BulkBatch[] = [];
      let last: string | undefined;
      for (let page = 0; page < mostPages; page++) {
        const { batches, hasMore } = await list(
          { limit: pageSize, ...(last === undefined ? {} : { after_id: last }) },
          call,
        );
        const end = batches.findIndex((batch) => batch.id === id || batch.createdAt < time);
        found.push(...(end === -1 ? batches : batches.slice(0, end)));
        last = batches.at(-1)?.id;
        if (end !== -1 || !hasMore || last === undefined) {
          break;
        }
      }
      return found.toReversed();
    },
    state: (id, call) => sendForBatch({ path: `${path}/${id}` }, call),
    cancel: (id, call) => sendForBatch({ path: `${path}/${id}/cancel`, body: {} }, call),
    results: (batch, onResult, call) =>
      guarded(deps, async () => {
        const client = await deps.client();
        const response = await client.get<Response>(`${path}/${batch.id}/results`, {
          ...sendingOptions(deps, {}, call),
          headers: { accept: 'application/x-jsonl, application/binary' },
          __binaryResponse: true,
        });
        const asked = { ...callOf(deps, ''), startedAt: batch.createdAt, batch: batch.id };
        for await (const line of linesOf(response)) {
          const result = readResult(line);
          if (result !== undefined) {
            const model = result.result.type === 'succeeded' ? (result.result.message.model ?? '') : '';
            onResult(result.custom_id, outcomeOf(result, { ...asked, model }));
          }
        }
      }),
  };
}

/** A call to be made. */
interface Sending {
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: object;
}

type GetOptions = Parameters<Anthropic['get']>[1];

function sendingOptions(
  deps: AskDeps,
  { query, body }: Partial<Sending>,
  call: BulkCall,
): Awaited<NonNullable<GetOptions>> {
  return {
    ...(query === undefined ? {} : { query }),
    ...(body === undefined ? {} : { body }),
    signal: call.signal,
    middleware: middlewareFor(deps.endpoint, deps.credential, {
      // A result, or a batch's state, is all that there is to wait for.
      onBytes: () => call.onActivity({ kind: 'content' }),
      // Batches have limits of their own, and those of messages are not theirs.
      onLimits: () => {},
    }),
  };
}

/** The lines of a body, a last one without its end included. */
async function* linesOf(response: Response): AsyncGenerator<string> {
  if (response.body === null) {
    return;
  }
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line.trim() !== '');
  }
  if (rest.trim() !== '') {
    yield rest;
  }
}

function callOf({ endpoint, credential, clock }: AskDeps, model: string): Call {
  return {
    model,
    origin: endpoint.origin,
    credential,
    clock,
    startedAt: clock.now(),
    earlierCalls: [],
    received: nothingReceived(),
  };
}

async function guarded<T>(deps: AskDeps, call: () => Promise<T>): Promise<T> {
  const asked = callOf(deps, 'batches');
  try {
    return await call();
  } catch (error) {
    throw inWords(await toModelError(error, asked), deps);
  }
}

/** A page that is no answer of this API, such as the sign-in of a network. @throws ModelError `model-request` */
function fail(deps: AskDeps): never {
  throw unusable(
    { code: 'model-request', said: 'what came back is no answer of the Message Batches API' },
    callOf(deps, 'batches'),
  );
}

/** What the sentences for single messages do not know: an endpoint without batches, or a batch of somebody else's. */
function inWords(error: ModelError, { endpoint }: AskDeps): ModelError {
  return error.code === 'model-request' && (error.status === 404 || error.status === 405)
    ? error.with({
        message: `${endpoint.origin} takes no batches, or has none of this name under this key (${error.status}).`,
        wayOut: 'Use the key that the batch was sent with, or ask without a batch (--no-batch).',
      })
    : error;
}

import type { Anthropic } from '@anthropic-ai/sdk';
import { PlanReviewError, throwIfCancelled } from '../../base/errors.ts';
import type { ModelError } from '../../domain/modelError.ts';
import type { CallRecord } from '../../domain/modelUsage.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ModelAnswer, ModelRequest } from '../../ports/languageModel.ts';
import { answerFormat } from './answerFormat.ts';
import { middlewareFor } from './client.ts';
import type { Credential } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import type { RateLimits } from '../shared/rateLimits.ts';
import { nothingReceived, readEvents, type Received } from './received.ts';
import { requestBody, type AnswerFormat } from './requestBody.ts';
import { toModelError, unusable, type Call } from './toModelError.ts';
import { whyUnusable } from './whyUnusable.ts';

/** What stays the same from one request to the next. */
export interface AskDeps {
  readonly endpoint: Endpoint;
  readonly credential: Credential;
  readonly clock: Clock;
  readonly onLimits: (limits: RateLimits, model: string) => void;
  /** Loads the SDK on the first call. */
  readonly client: () => Promise<Anthropic>;
}

/** One request to be made. */
export interface Ask {
  readonly request: ModelRequest;
  readonly model: string;
  readonly format: AnswerFormat['kind'];
  /** The calls that were made in vain for the same answer. */
  readonly earlierCalls: readonly CallRecord[];
}

/**
 * Makes one request and reads its answer to the end.
 * @throws ModelError where that fails; `PlanReviewError` `cancelled` where the request's signal is aborted, with a
 * `ModelError` as its cause that holds what had come until then.
 */
export async function askOnce(deps: AskDeps, ask: Ask): Promise<ModelAnswer> {
  const { signal } = ask.request;
  const client = await deps.client();
  throwIfCancelled(signal);
  const call: Call = {
    model: ask.model,
    origin: deps.endpoint.origin,
    credential: deps.credential,
    clock: deps.clock,
    startedAt: deps.clock.now(),
    earlierCalls: ask.earlierCalls,
    received: nothingReceived(),
  };
  let failure: ModelError | undefined;
  try {
    await receive(client, deps, ask, call.received);
    const reason = whyUnusable(call.received);
    failure = reason === undefined ? undefined : unusable(reason, call);
  } catch (error) {
    failure = await toModelError(error, call);
  }
  // A stream that is aborted ends without a word, as if it had been cut: the signal is what tells.
  if (signal?.aborted === true) {
    throw cancelled(failure ?? unusable({ code: 'model-incomplete' }, call));
  }
  if (failure !== undefined) {
    throw failure;
  }
  return answerOf(call);
}

async function receive(client: Anthropic, deps: AskDeps, ask: Ask, received: Received): Promise<void> {
  const { request, model } = ask;
  const format = await answerFormat(ask.format, request.schema);
  const activity = request.onActivity ?? (() => {});
  const sending = client.messages.create(
    { ...requestBody(request, model, format), stream: true },
    {
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      middleware: middlewareFor(deps.endpoint, deps.credential, {
        onBytes: () => activity({ kind: 'bytes' }),
        onLimits: (limits) => deps.onLimits(limits, model),
      }),
    },
  );
  const { data, response, request_id: requestId } = await sending.withResponse();
  received.requestId = requestId ?? undefined;
  received.isStream = response.headers.get('content-type')?.includes('text/event-stream') === true;
  if (!received.isStream) {
    data.controller.abort();
    return;
  }
  await readEvents(data, received, activity);
}

/** What was received, as an answer. */
export function answerOf(call: Call): ModelAnswer {
  const { received, credential, clock, startedAt, earlierCalls, model, batch } = call;
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : credential.scrub(text);
  const answeredBy = clean(received.model) ?? model;
  const requestId = clean(received.requestId);
  return {
    text: credential.scrub(received.text),
    usage: received.usage,
    costUsd: undefined,
    session: clean(received.messageId),
    requestId,
    model: answeredBy,
    calls: [
      ...earlierCalls,
      {
        model: answeredBy,
        startedAt,
        elapsedMs: clock.now() - startedAt,
        usage: received.usage,
        requestId,
        error: undefined,
        isAmbiguous: false,
        ...(batch === undefined ? {} : { batch }),
      },
    ],
  };
}

function cancelled(cause: ModelError): PlanReviewError {
  return new PlanReviewError({
    code: 'cancelled',
    message: 'The review was cancelled.',
    wayOut: 'Resume it when you like.',
    isRetryable: true,
    cause,
  });
}

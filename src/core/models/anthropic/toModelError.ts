import type * as SdkModule from '@anthropic-ai/sdk';
import { systemErrorCode } from '../../base/errors.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { CallRecord } from '../../domain/modelUsage.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Credential } from './credential.ts';
import { diagnose, type Diagnosis } from './failures.ts';
import type { Received } from './received.ts';
import { retryAfterMs } from './retryAfter.ts';
import { sentences } from './sentences.ts';
import type { Unusable } from './whyUnusable.ts';

/** Types of the module that is loaded with the first request. */
type Sdk = typeof SdkModule;

/** A request, and what has come of it. */
export interface Call {
  readonly model: string;
  /** The endpoint's origin. */
  readonly origin: string;
  readonly credential: Credential;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The calls that were made in vain for the same answer. */
  readonly earlierCalls: readonly CallRecord[];
  readonly received: Received;
  /** The batch that the request is part of; left out for a call of its own. */
  readonly batch?: string | undefined;
}

interface Failure {
  readonly diagnosis: Diagnosis;
  /** The provider's words. */
  readonly said: string;
  readonly status?: number | undefined;
  readonly providerCode?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** The failures in which nothing can have reached the provider. */
const neverSent: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH']);

/** Turns whatever was thrown while a request was sent or its answer was read into an error that holds no secret. */
export async function toModelError(thrown: unknown, call: Call): Promise<ModelError> {
  const sdk = await import('@anthropic-ai/sdk');
  return modelError(failureOf(thrown, sdk, call), call);
}

/** The error of what was read to its end and is no answer. */
export function unusable({ code, said = '' }: Unusable, call: Call): ModelError {
  const isCut = code === 'model-incomplete';
  return modelError({ diagnosis: { code, isRetryable: isCut, isAmbiguous: isCut }, said }, call);
}

/** The error of a request that the provider failed within a batch: it says why, and bills nothing. */
export function failedInBatch(
  said: {
    readonly type: string | undefined;
    readonly message: string;
    readonly requestId: string | undefined;
  },
  call: Call,
): ModelError {
  const { type, message, requestId } = said;
  // What a status tells of a call of its own: without one, a refusal would look like a broken stream.
  const status = type === 'invalid_request_error' ? 400 : undefined;
  const diagnosis = diagnose({ status, type, errorCode: undefined, message });
  return modelError(
    { diagnosis: { ...diagnosis, isAmbiguous: false }, said: message, status, providerCode: type, requestId },
    call,
  );
}

function failureOf(thrown: unknown, sdk: Sdk, call: Call): Failure {
  const cause = thrown;
  if (thrown instanceof sdk.APIConnectionTimeoutError) {
    return { diagnosis: { code: 'model-inactive', isRetryable: true, isAmbiguous: true }, said: '', cause };
  }
  if (thrown instanceof SyntaxError) {
    const diagnosis = { code: 'model-incomplete', isRetryable: true, isAmbiguous: true } as const;
    return { diagnosis, said: 'it could not be read', cause };
  }
  if (!(thrown instanceof sdk.APIError) || thrown instanceof sdk.APIConnectionError) {
    const reason = systemReason(thrown);
    const isAmbiguous = !neverSent.has(reason);
    return { diagnosis: { code: 'model-network', isRetryable: true, isAmbiguous }, said: reason, cause };
  }
  const message = thrown.apiMessage ?? '';
  const { status } = thrown;
  const type = thrown.type ?? undefined;
  const errorCode = thrown.errorCode ?? undefined;
  const diagnosis = diagnose({ status, type, errorCode, message });
  const isRetryable = diagnosis.isRetryable && thrown.headers?.get('x-should-retry') !== 'false';
  return {
    // In mid-stream the provider had begun to work, and to bill.
    diagnosis: { ...diagnosis, isRetryable, isAmbiguous: diagnosis.isAmbiguous || status === undefined },
    said: message,
    status,
    providerCode: errorCode ?? type,
    requestId: thrown.requestID ?? undefined,
    retryAfterMs: retryAfterMs(thrown.headers, call.clock.now()),
    cause,
  };
}

function modelError(failure: Failure, call: Call): ModelError {
  const { model, origin, credential, received } = call;
  const { diagnosis, status } = failure;
  const clean = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : credential.scrub(text);
  const said = oneLine(credential.scrub(failure.said));
  const requestId = clean(failure.requestId ?? received.requestId);
  return new ModelError({
    ...sentences(diagnosis.code, { model, origin, status, said }),
    code: diagnosis.code,
    isRetryable: diagnosis.isRetryable,
    provider: 'anthropic',
    status,
    providerCode: clean(failure.providerCode),
    requestId,
    retryAfterMs: failure.retryAfterMs,
    session: clean(received.messageId),
    partialText: received.text === '' ? undefined : clean(received.text),
    calls: [
      ...call.earlierCalls,
      {
        model,
        startedAt: call.startedAt,
        elapsedMs: call.clock.now() - call.startedAt,
        usage: received.usage,
        requestId,
        error: diagnosis.code,
        isAmbiguous: diagnosis.isAmbiguous,
        ...(call.batch === undefined ? {} : { batch: call.batch }),
      },
    ],
    cause: failure.cause === undefined ? undefined : harmlessCause(failure.cause, credential),
  });
}

/** The original error holds bodies and headers of an endpoint that may repeat what it was sent: only its words are kept. */
function harmlessCause(cause: unknown, credential: Credential): Error {
  const { name, message } = cause instanceof Error ? cause : { name: 'Error', message: String(cause) };
  const harmless = new Error(credential.scrub(message));
  harmless.name = name;
  return harmless;
}

/** The code of the system's error that lies deepest, such as `ECONNRESET`; `fetch` wraps it, and the SDK wraps that. */
function systemReason(thrown: unknown): string {
  let reason = '';
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++) {
    reason = systemErrorCode(error) ?? reason;
  }
  return reason;
}

/** A provider's message, fit for one line. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

import { answer, type ApiErrorBody, type ErrorReply, type MessageReply, type RawReply } from './reply.ts';

/** The types and messages are those of platform.claude.com/docs/api/errors. */
function refusal(
  status: number,
  error: ApiErrorBody,
  headers: Readonly<Record<string, string>> = {},
): ErrorReply {
  return { kind: 'error', status, error, headers };
}

/** 429, with any of the headers that say how long to wait, such as `retry-after` or `retry-after-ms`. */
export function rateLimited(headers: Readonly<Record<string, string>> = {}): ErrorReply {
  const message = "This request would exceed your organization's rate limit.";
  return refusal(429, { type: 'rate_limit_error', message }, headers);
}

/** 429 that no waiting helps. */
export function spendLimitReached(code = 'enforced_spend_limit_reached'): ErrorReply {
  const message = 'Your organization has reached its monthly usage threshold.';
  return refusal(429, { type: 'rate_limit_error', message, code }, { 'retry-after': '1' });
}

const overload: ApiErrorBody = { type: 'overloaded_error', message: 'Overloaded' };

/** 529 in place of an answer. */
export function overloaded(headers: Readonly<Record<string, string>> = {}): ErrorReply {
  return refusal(529, overload, headers);
}

/** An overload when half of the answer is out: an `error` event in a stream whose status was 200. */
export function overloadedMidway(content: unknown): MessageReply {
  return answer(content, { interruption: { at: 'text', how: { kind: 'error', error: overload } } });
}

/** 500, or another status of a server that failed. */
export function serverError(status = 500, headers: Readonly<Record<string, string>> = {}): ErrorReply {
  return refusal(status, { type: 'api_error', message: 'Internal server error' }, headers);
}

/** 401. */
export function unauthorised(message = 'invalid x-api-key'): ErrorReply {
  return refusal(401, { type: 'authentication_error', message });
}

/** 403. */
export function forbidden(): ErrorReply {
  const message = 'Your API key does not have permission to use the specified resource.';
  return refusal(403, { type: 'permission_error', message });
}

/** 402. */
export function unpaid(): ErrorReply {
  return refusal(402, { type: 'billing_error', message: 'Check your payment details.' });
}

/** 404. */
export function modelNotFound(model: string): ErrorReply {
  return refusal(404, { type: 'not_found_error', message: `model: ${model}` });
}

/** 413. */
export function tooLarge(): ErrorReply {
  return refusal(413, {
    type: 'request_too_large',
    message: 'Request exceeds the maximum allowed number of bytes.',
  });
}

/** 400 for a prompt that is longer than the model's window. */
export function promptTooLong(): ErrorReply {
  return badRequest('prompt is too long: 1200345 tokens > 1000000 maximum');
}

/** 400 for a limit of spending that an organisation has set itself. */
export function ownLimitReached(): ErrorReply {
  return badRequest('You have reached your specified API usage limits.');
}

/** 400, such as an endpoint gives that does not know a field. */
export function badRequest(message = 'output_config: Extra inputs are not permitted'): ErrorReply {
  return refusal(400, { type: 'invalid_request_error', message });
}

/** Nothing ever comes, not even headers. */
export function silence(): MessageReply {
  return answer('', { interruption: { at: 'headers', how: { kind: 'stall' } } });
}

/** Headers, and then nothing, for ever. */
export function stalledAfterHeaders(): MessageReply {
  return answer('', { interruption: { at: 'start', how: { kind: 'stall' } } });
}

/** Half of the answer, then nothing, for ever. */
export function stalledMidway(content: unknown): MessageReply {
  return answer(content, { interruption: { at: 'text', how: { kind: 'stall' } } });
}

/** Headers and pings, and never a word. */
export function pingsOnly(everyMs: number): MessageReply {
  return answer('', { interruption: { at: 'start', how: { kind: 'pings', everyMs } } });
}

/** A stream that ends in the middle, without a word of its end. */
export function cutMidway(content: unknown): MessageReply {
  return answer(content, { interruption: { at: 'text', how: { kind: 'cut' } } });
}

/** A whole answer without the `message_stop` that says so. */
export function cutBeforeStop(content: unknown): MessageReply {
  return answer(content, { interruption: { at: 'end', how: { kind: 'cut' } } });
}

/** A connection that is reset when half of the answer is out. */
export function resetMidway(content: unknown): MessageReply {
  return answer(content, { interruption: { at: 'text', how: { kind: 'reset' } } });
}

/** A connection that is reset before there are headers. */
export function resetAtOnce(): MessageReply {
  return answer('', { interruption: { at: 'headers', how: { kind: 'reset' } } });
}

/** The model declines. */
export function declined(content: unknown = 'I cannot help with that.'): MessageReply {
  return answer(content, { stopReason: 'refusal' });
}

/** The answer reached the most tokens that it may have. */
export function truncated(content: unknown): MessageReply {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return answer(text.slice(0, Math.ceil(text.length / 2)), { stopReason: 'max_tokens' });
}

/** A page, such as the sign-in of a network that is not through yet. */
export function signInPage(): RawReply {
  const body = '<!doctype html><title>Welcome to our guest network</title>';
  return { kind: 'raw', status: 200, headers: { 'content-type': 'text/html' }, body };
}

/** Sends the client elsewhere. */
export function redirectTo(location: string): RawReply {
  return { kind: 'raw', status: 307, headers: { location }, body: '' };
}

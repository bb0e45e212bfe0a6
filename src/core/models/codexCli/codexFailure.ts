import { z } from 'zod';
import type { ModelErrorCode } from '../../domain/modelError.ts';
import type { CommandLineFailure } from '../shared/processFailure.ts';
import type { CodexRun } from './codexStream.ts';

/** OpenAI's words for errors, as far as they say more than the status. */
const byWord: Readonly<Record<string, ModelErrorCode>> = {
  insufficient_quota: 'model-quota',
  billing_hard_limit_reached: 'model-quota',
  usage_limit_reached: 'model-quota',
  usage_not_included: 'model-auth',
  invalid_api_key: 'model-auth',
  context_length_exceeded: 'model-too-long',
  rate_limit_exceeded: 'model-rate-limited',
  server_is_overloaded: 'model-overloaded',
  slow_down: 'model-overloaded',
};

/**
 * Codex tells in a sentence, and nowhere else, why it gave up. These are its sentences as version 0.169 writes them; one
 * that it words anew is taken for a failure of the server, which is asked again.
 */
const bySentence: readonly (readonly [RegExp, ModelErrorCode])[] = [
  [
    /^Missing environment variable|not logged in|token data is not available|log in again|sign in again/i,
    'model-auth',
  ],
  [/hit your usage limit|^Quota exceeded|upgrade to Plus|spend cap|out of credits/i, 'model-quota'],
  [/ran out of room in the model's context window/, 'model-too-long'],
  [/Incomplete response returned, reason: max_output_tokens/, 'model-truncated'],
  [/Incomplete response returned, reason: content_filter/, 'model-refused'],
  [/model is at capacity|high demand/, 'model-overloaded'],
  [/^Rate limit reached|too many requests/i, 'model-rate-limited'],
  [/^Connection failed|error sending request|^timeout waiting/i, 'model-network'],
  [/^stream disconnected|idle timeout/i, 'model-incomplete'],
];

const byStatus: Readonly<Record<number, ModelErrorCode>> = {
  401: 'model-auth',
  402: 'model-quota',
  403: 'model-auth',
  408: 'model-server',
  413: 'model-too-long',
  429: 'model-rate-limited',
  529: 'model-overloaded',
};

/** The body of a request that was refused, which is all that the program says then. */
const bodySchema = z.object({
  error: z.object({ code: z.string().nullish(), type: z.string().nullish(), message: z.string() }),
});

/** Why a run gave no answer, or undefined where it gave one or said nothing. */
export function codexFailure(run: CodexRun): CommandLineFailure | undefined {
  if (run.isCompleted || run.complaint === undefined) {
    return undefined;
  }
  const body = readBody(run.complaint);
  const said = body?.message ?? run.complaint;
  const word = body?.code ?? body?.type ?? undefined;
  const status = statusOf(run);
  return { code: codeOf({ said, word, status }), said, status, providerCode: word };
}

/** From the most particular thing that is known of a failure to the least. */
function codeOf({
  said,
  word,
  status,
}: {
  readonly said: string;
  readonly word: string | undefined;
  readonly status: number | undefined;
}): ModelErrorCode {
  const sentence = bySentence.find(([pattern]) => pattern.test(said))?.[1];
  const known = byWord[word ?? ''] ?? (sentence === 'model-quota' ? sentence : byStatus[status ?? 0]);
  if (known !== undefined) {
    return known;
  }
  if (status === undefined) {
    return sentence ?? 'model-server';
  }
  return status >= 500 ? 'model-server' : (sentence ?? 'model-request');
}

/** The status of the request that failed; that of one whose answer broke off later says nothing. */
function statusOf({ status, complaint }: CodexRun): number | undefined {
  const said = /\bstatus:? (\d{3})\b/.exec(complaint ?? '')?.[1];
  const known = status ?? (said === undefined ? undefined : Number(said));
  return known === undefined || known < 400 ? undefined : known;
}

function readBody(text: string): z.infer<typeof bodySchema>['error'] | undefined {
  try {
    return bodySchema.safeParse(JSON.parse(text)).data?.error;
  } catch {
    return undefined;
  }
}

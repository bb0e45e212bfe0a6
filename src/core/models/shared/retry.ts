import { ModelError } from '../../domain/modelError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timer } from '../../ports/timer.ts';
import { duration } from './duration.ts';
import { passingFailures, type RetryPolicy } from './policies.ts';
import { sleep } from './signals.ts';

/** What one request has been through on one model. Times in milliseconds. */
interface Tries {
  /** Calls so far. */
  readonly attempts: number;
  /** How many of them may have been billed for nothing. */
  readonly ambiguous: number;
  readonly elapsedMs: number;
  readonly leftMs: number;
}

/**
 * How long to wait before a call is made again, in milliseconds; undefined where it is not.
 *
 * Exponential with full jitter: any time between none and the bound is as likely, so that calls that failed together do
 * not come back together. What the provider asks for is waited in full, and the jitter comes on top.
 * @param random A number from 0 to 1, without 1.
 */
export function delayBeforeRetry(
  error: ModelError,
  tries: Tries,
  policy: RetryPolicy,
  random: number,
): number | undefined {
  const isAllowed =
    error.isRetryable &&
    passingFailures.has(error.code) &&
    tries.attempts < policy.maxAttempts &&
    tries.ambiguous <= policy.maxAmbiguousRetries &&
    !asksTooMuch(error, policy);
  if (!isAllowed) {
    return undefined;
  }
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (tries.attempts - 1));
  const delay = (error.retryAfterMs ?? 0) + random * bound;
  return tries.elapsedMs + delay <= policy.maxElapsedMs && delay < tries.leftMs ? delay : undefined;
}

function asksTooMuch(error: ModelError, policy: RetryPolicy): boolean {
  return (error.retryAfterMs ?? 0) > policy.maxRetryAfterMs;
}

/** Whether the last call of an error may have been billed although it gave no answer. */
function isAmbiguous(error: ModelError): boolean {
  return error.calls.at(-1)?.isAmbiguous ?? false;
}

/**
 * Calls until there is an answer or nothing more is to be hoped for. Each call starts from scratch: what a call that
 * failed in mid-stream had written is not continued.
 * @throws ModelError the last one; where the provider asks for more time than the policy grants, its way out says how
 * much. Whatever else `attempt` throws, at once.
 */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  {
    policy,
    clock,
    timer,
    random,
    signal,
    deadline,
    onRetry,
  }: {
    readonly policy: RetryPolicy;
    readonly clock: Clock;
    readonly timer: Timer;
    /** A number from 0 to 1, without 1. */
    readonly random: () => number;
    readonly signal: AbortSignal;
    /** Milliseconds since 1970. */
    readonly deadline: number;
    /** Called before each wait: the number of the call to come, from 2, and how long until it is made. */
    readonly onRetry: (attempt: number, afterMs: number, error: ModelError) => void;
  },
): Promise<T> {
  const startedAt = clock.now();
  let ambiguous = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ModelError)) {
        throw error;
      }
      ambiguous += isAmbiguous(error) ? 1 : 0;
      const now = clock.now();
      const tries = { attempts, ambiguous, elapsedMs: now - startedAt, leftMs: deadline - now };
      const delay = delayBeforeRetry(error, tries, policy, random());
      if (delay === undefined) {
        throw asksTooMuch(error, policy) ? withTheTime(error) : error;
      }
      onRetry(attempts + 1, delay, error);
      await sleep(timer, delay, signal);
    }
  }
}

function withTheTime(error: ModelError): ModelError {
  return error.with({
    wayOut: `The provider asks to wait ${duration(error.retryAfterMs ?? 0)}: resume the review then.`,
  });
}

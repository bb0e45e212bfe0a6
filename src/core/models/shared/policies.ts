import type { ModelErrorCode } from '../../domain/modelError.ts';
import type { ModelOperation } from '../../ports/languageModel.ts';

const second = 1000;
const minute = 60 * second;

/** When a call that failed is made again. Times in milliseconds. */
export interface RetryPolicy {
  /** Calls in all, the first included, for each model of a chain. */
  readonly maxAttempts: number;
  /** How many of the repeated calls may follow one that may have been billed. */
  readonly maxAmbiguousRetries: number;
  /** No call is repeated later than this after the first one on the same model. */
  readonly maxElapsedMs: number;
  /** The wait before the n-th repetition is random between 0 and `baseDelayMs` times 2^(n-1). */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** The longest wait that a provider may ask for. */
  readonly maxRetryAfterMs: number;
}

/** How long a call may show no sign of life. Times in milliseconds. */
export interface InactivityLimits {
  /** Nothing at all over the wire, not even a ping. Counted from the sending, so it covers connecting too. */
  readonly bytesMs: number;
  /** Nothing written by the model, however many pings come. */
  readonly contentMs: number;
}

/** What an operation is allowed. Times in milliseconds. */
export interface OperationPolicy {
  /** All of it: waiting, every attempt on every model, and the waits between. */
  readonly deadlineMs: number;
  /** The longest wait for the limiter before one attempt. */
  readonly maxWaitMs: number;
  readonly retry: RetryPolicy;
  /** Undefined for adapters that show no signs of life: only the deadline ends their calls. */
  readonly inactivity: InactivityLimits | undefined;
  /** How long an adapter that was told to stop is waited for. */
  readonly graceMs: number;
}

export type Policies = Readonly<Record<ModelOperation, OperationPolicy>>;

/** Passing failures: the same request may fare better in a moment. Everything else is final. */
export const passingFailures: ReadonlySet<ModelErrorCode> = new Set([
  'model-rate-limited',
  'model-overloaded',
  'model-server',
  'model-network',
  'model-inactive',
  'model-incomplete',
]);

/**
 * Failures of one model that another one may not share: it is overloaded, broken or stuck. A rate limit and a broken
 * connection are not among them: the limit is the user's own and says when it ends, and the connection is the same.
 */
export const failuresOfOneModel: ReadonlySet<ModelErrorCode> = new Set([
  'model-overloaded',
  'model-server',
  'model-inactive',
]);

/** Five seconds let a process be killed and a socket be closed; nobody waits for more. */
const graceMs = 5 * second;

/**
 * The numbers, for providers that show signs of life.
 *
 * - `bytesMs`: a stream that is alive pings, and common proxies cut what is idle for 60 s. `contentMs`: a hard review can be
 *   thought about for minutes, with nothing but pings where the thoughts are not shown, and an overloaded provider lets a
 *   stream queue before its first word.
 * - `maxAttempts`: six calls of a review span half a minute on average and a minute at most, seven of an analysis twice
 *   that. An overload that lasts longer is a case for another model, or for the user.
 * - `maxAmbiguousRetries`: each may be billed for nothing, so one.
 * - `maxRetryAfterMs`: limits are counted by the minute; whoever asks for much more has another reason, which the user has
 *   to see.
 * - `deadlineMs`: an answer of 32,000 tokens at 40 a second takes 13 minutes; twice that, and a wait. An analysis reads
 *   what all reviewers wrote, and nothing comes after it, so it may take longer.
 */
export const policies: Policies = {
  quick: {
    deadlineMs: 3 * minute,
    maxWaitMs: minute,
    retry: {
      maxAttempts: 3,
      maxAmbiguousRetries: 1,
      maxElapsedMs: minute,
      baseDelayMs: second,
      maxDelayMs: 10 * second,
      maxRetryAfterMs: 30 * second,
    },
    inactivity: { bytesMs: 30 * second, contentMs: minute },
    graceMs,
  },
  review: {
    deadlineMs: 30 * minute,
    maxWaitMs: 10 * minute,
    retry: {
      maxAttempts: 6,
      maxAmbiguousRetries: 1,
      maxElapsedMs: 15 * minute,
      baseDelayMs: 2 * second,
      maxDelayMs: 30 * second,
      maxRetryAfterMs: 3 * minute,
    },
    inactivity: { bytesMs: minute, contentMs: 4 * minute },
    graceMs,
  },
  analysis: {
    deadlineMs: 40 * minute,
    maxWaitMs: 10 * minute,
    retry: {
      maxAttempts: 7,
      maxAmbiguousRetries: 1,
      maxElapsedMs: 20 * minute,
      baseDelayMs: 2 * second,
      maxDelayMs: minute,
      maxRetryAfterMs: 5 * minute,
    },
    inactivity: { bytesMs: minute, contentMs: 6 * minute },
    graceMs,
  },
};

/** The same for adapters that tell of content and of nothing else, such as command lines, which pass on no pings. */
export const policiesWithoutBytes: Policies = {
  quick: withContentAlone(policies.quick),
  review: withContentAlone(policies.review),
  analysis: withContentAlone(policies.analysis),
};

function withContentAlone(policy: OperationPolicy): OperationPolicy {
  const { inactivity } = policy;
  return {
    ...policy,
    inactivity: inactivity && { bytesMs: inactivity.contentMs, contentMs: inactivity.contentMs },
  };
}

/** The same for adapters that say nothing until they have the whole answer, or cannot tell a ping from a word. */
export const policiesWithoutActivity: Policies = {
  quick: { ...policies.quick, inactivity: undefined },
  review: { ...policies.review, inactivity: undefined },
  analysis: { ...policies.analysis, inactivity: undefined },
};

/**
 * How many calls run at once for one key and model. Over the network: a full round of 20 reviewers, and some. As a
 * process: each command line takes a few hundred megabytes.
 */
export const maxConcurrent = { network: 24, process: 4 } as const;

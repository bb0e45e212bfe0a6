import { sha256 } from '../../base/hash.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timer } from '../../ports/timer.ts';
import { Bucket } from './bucket.ts';
import { duration } from './duration.ts';
import type { RateLimits } from './rateLimits.ts';
import { abortError, onAbort } from './signals.ts';

/** Tokens of one call: what it may use, or what it did use. */
export interface CallTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The right to make one call. Whoever holds it ends it, once; what comes after the first ending does nothing. */
export interface Lease {
  /** The call was made: what it did not use comes back, what it used beyond its reservation is charged. */
  settle(actual: CallTokens): void;
  /** The call was not made, or was refused before any work: everything comes back. */
  release(): void;
}

/** How a call waits for its turn. */
export interface ReserveOptions {
  /** Milliseconds since 1970. A call whose turn has not come by then never starts. */
  readonly deadline: number;
  /** After so many milliseconds a lease that nobody ended is taken for used in full, and its place is free again. */
  readonly holdMs: number;
  readonly signal: AbortSignal;
  /** Called once, where the call has to wait. `milliseconds` is the shortest that it can take, 0 where nobody knows. */
  readonly onWait?: (reason: string, milliseconds: number) => void;
}

/** Keeps the calls of one key and model within what the provider allows. */
export interface Limiter {
  /**
   * Reserves a call and its tokens in one step, in the order of asking: nobody overtakes, so a large call waits for no
   * more than those who asked before it. One that is larger than a whole limit starts when all of it is there, and who
   * comes next waits until the debt is paid.
   * @throws ModelError `model-deadline` when the deadline comes first, and at once when a pause is known to last longer;
   * `PlanReviewError` the reason of `signal`, `cancelled` as a rule.
   */
  reserve(tokens: CallTokens, options: ReserveOptions): Promise<Lease>;
  /** Takes what the provider says of its limits. */
  observe(limits: RateLimits): void;
  /** Starts no call before `time`, in milliseconds since 1970, because the provider asked for that. An hour at most. */
  pauseUntil(time: number): void;
}

/** What a limiter counts for. None of it is kept but its hash. */
export interface LimiterScope {
  readonly provider: string;
  readonly origin: string;
  readonly key: string;
  /** Providers count for each model by itself. */
  readonly model: string;
}

/** What limiters need. */
export interface LimiterDeps {
  readonly clock: Clock;
  readonly timer: Timer;
}

/** Nothing is paused for longer: by then the provider can say it again. */
const longestPauseMs = 3_600_000;

/** The limiters of a process, one for each scope. Who asks for a scope first says how many calls may run at once in it. */
export function createLimiters(
  deps: LimiterDeps,
): (scope: LimiterScope, options: { readonly maxConcurrent: number }) => Limiter {
  const limiters = new Map<string, Limiter>();
  return (scope, { maxConcurrent }) => {
    const hash = sha256(JSON.stringify([scope.provider, scope.origin, scope.key, scope.model]));
    const limiter =
      limiters.get(hash) ?? new QueueLimiter({ ...deps, provider: scope.provider, maxConcurrent });
    limiters.set(hash, limiter);
    return limiter;
  };
}

interface Waiter {
  readonly tokens: CallTokens;
  readonly options: ReserveOptions;
  readonly grant: (lease: Lease) => void;
  readonly refuse: (error: Error) => void;
}

interface Held {
  readonly tokens: CallTokens;
  readonly expiresAt: number;
}

class QueueLimiter implements Limiter {
  readonly #deps: LimiterDeps & { readonly provider: string; readonly maxConcurrent: number };
  readonly #requests = new Bucket();
  readonly #input = new Bucket();
  readonly #output = new Bucket();
  readonly #queue: Waiter[] = [];
  readonly #held = new Set<Held>();
  #pausedUntil = 0;
  #callOff = (): void => {};

  constructor(deps: LimiterDeps & { readonly provider: string; readonly maxConcurrent: number }) {
    this.#deps = deps;
  }

  reserve(tokens: CallTokens, options: ReserveOptions): Promise<Lease> {
    return new Promise((resolve, reject) => {
      let stopListening = (): void => {};
      const waiter: Waiter = {
        tokens,
        options,
        grant: (lease) => {
          stopListening();
          resolve(lease);
        },
        refuse: (error) => {
          stopListening();
          reject(error);
        },
      };
      this.#queue.push(waiter);
      stopListening = onAbort(options.signal, () => {
        this.#leave(waiter);
        reject(abortError(options.signal));
        this.#serve();
      });
      this.#serve();
      if (this.#queue.includes(waiter)) {
        const { reason, wait } = this.#obstacle(waiter, this.#deps.clock.now());
        options.onWait?.(reason, Number.isFinite(wait) ? wait : 0);
      }
    });
  }

  observe(limits: RateLimits): void {
    const now = this.#deps.clock.now();
    for (const [bucket, limit] of [
      [this.#requests, limits.requests],
      [this.#input, limits.inputTokens],
      [this.#output, limits.outputTokens],
    ] as const) {
      if (limit !== undefined) {
        bucket.observe(limit, now);
      }
    }
    this.#serve();
  }

  pauseUntil(time: number): void {
    const longest = this.#deps.clock.now() + longestPauseMs;
    this.#pausedUntil = Math.max(this.#pausedUntil, Math.min(time, longest));
    this.#serve();
  }

  /** Serves everybody whose turn has come, turns away who is too late, and sets the alarm for the next one. */
  #serve(): void {
    const now = this.#deps.clock.now();
    this.#expire(now);
    for (const waiter of this.#queue.filter(({ options }) => this.#isTooLate(options.deadline, now))) {
      const { wait } = this.#obstacle(waiter, now);
      this.#leave(waiter);
      waiter.refuse(this.#tooLate(wait));
    }
    let first = this.#queue[0];
    while (first !== undefined && this.#obstacle(first, now).wait === 0) {
      this.#queue.shift();
      first.grant(this.#lease(first, now));
      first = this.#queue[0];
    }
    this.#setAlarm(now);
  }

  #isTooLate(deadline: number, now: number): boolean {
    return deadline <= now || deadline <= this.#pausedUntil;
  }

  /** What a call at the head of the queue would have to wait for. */
  #obstacle(waiter: Waiter, now: number): { readonly reason: string; readonly wait: number } {
    const { inputTokens, outputTokens } = waiter.tokens;
    const pause = Math.max(0, this.#pausedUntil - now);
    const buckets = Math.max(
      this.#requests.waitFor(1, now),
      this.#input.waitFor(inputTokens, now),
      this.#output.waitFor(outputTokens, now),
    );
    if (this.#held.size >= this.#deps.maxConcurrent) {
      return { reason: 'As many calls as may run at once are running.', wait: Infinity };
    }
    return pause > buckets
      ? { reason: 'The provider asked to wait.', wait: pause }
      : { reason: "The provider's limits for this key are used up for the moment.", wait: buckets };
  }

  #lease({ tokens, options }: Waiter, now: number): Lease {
    const held: Held = { tokens, expiresAt: now + options.holdMs };
    this.#requests.reserve(1, now);
    this.#input.reserve(tokens.inputTokens, now);
    this.#output.reserve(tokens.outputTokens, now);
    this.#held.add(held);
    const end = (actual: CallTokens, requests: number): void => {
      this.#expire(this.#deps.clock.now());
      this.#end(held, actual, { requests });
      this.#serve();
    };
    return {
      settle: (actual) => end(actual, 1),
      release: () => end({ inputTokens: 0, outputTokens: 0 }, 0),
    };
  }

  #end(held: Held, actual: CallTokens, { requests }: { readonly requests: number }): void {
    if (!this.#held.delete(held)) {
      return;
    }
    const now = this.#deps.clock.now();
    this.#requests.settle(1, requests, now);
    this.#input.settle(held.tokens.inputTokens, actual.inputTokens, now);
    this.#output.settle(held.tokens.outputTokens, actual.outputTokens, now);
  }

  /** Nobody looks at a lease at the moment when it expires, so everybody does before looking at anything else. */
  #expire(now: number): void {
    for (const held of this.#held) {
      if (held.expiresAt <= now) {
        this.#end(held, held.tokens, { requests: 1 });
      }
    }
  }

  #leave(waiter: Waiter): void {
    const index = this.#queue.indexOf(waiter);
    if (index !== -1) {
      this.#queue.splice(index, 1);
    }
  }

  /** One alarm, and only while somebody waits. */
  #setAlarm(now: number): void {
    this.#callOff();
    this.#callOff = () => {};
    const first = this.#queue[0];
    if (first === undefined) {
      return;
    }
    const next = Math.min(
      now + this.#obstacle(first, now).wait,
      ...this.#queue.map(({ options }) => options.deadline),
      ...[...this.#held].map(({ expiresAt }) => expiresAt),
    );
    this.#callOff = this.#deps.timer.after(Math.max(1, next - now), () => this.#serve());
  }

  #tooLate(wait: number): ModelError {
    const isKnown = Number.isFinite(wait) && wait > 0;
    return new ModelError({
      code: 'model-deadline',
      message: isKnown
        ? `The call could not start in time: the provider allows the next one in ${duration(wait)}.`
        : 'The call could not start in time: others that were asked for before it had not ended.',
      wayOut: isKnown
        ? `Resume the review in ${duration(wait)}, or ask for fewer reviewers.`
        : 'Resume the review, or ask for fewer reviewers.',
      isRetryable: true,
      provider: this.#deps.provider,
      retryAfterMs: isKnown ? wait : undefined,
    });
  }
}

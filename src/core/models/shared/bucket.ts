import type { RateLimit } from './rateLimits.ts';

/** The limits are stated for a minute. */
const minuteMs = 60_000;

/** However late a provider says that its limit is whole again, it is taken to be whole after this: its clock may be wrong. */
const slowestRefillMs = 5 * minuteMs;

/** Times of reset are given in whole seconds. */
const resetPrecisionMs = 1000;

/** Sums of fractions are not exact. */
const tolerance = 1e-6;

/**
 * One limit of a provider as a bucket that fills evenly, a minute's worth a minute, after platform.claude.com/docs/api/
 * rate-limits. Until the provider has said what its limit is, there is none, but what is reserved is remembered.
 */
export class Bucket {
  #learned: { limit: number; perMs: number } | undefined;
  #level = 0;
  /** What leases hold that are not settled yet. */
  #reserved = 0;
  #at = 0;

  /** How many milliseconds from `now` until `amount` is there; 0 for now. More than the whole limit waits for all of it. */
  waitFor(amount: number, now: number): number {
    if (this.#learned === undefined) {
      return 0;
    }
    this.#fill(now);
    const missing = Math.min(amount, this.#learned.limit) - this.#level;
    return missing <= tolerance ? 0 : Math.max(1, Math.ceil(missing / this.#learned.perMs));
  }

  /** Reserves `amount`. More than the whole limit leaves a debt, which fills up before anybody else is served. */
  reserve(amount: number, now: number): void {
    this.#fill(now);
    this.#level -= amount;
    this.#reserved += amount;
  }

  /** Ends a reservation of `reserved` of which `actual` was used: the rest comes back, what was too much is charged. */
  settle(reserved: number, actual: number, now: number): void {
    this.#fill(now);
    this.#reserved -= reserved;
    this.#level += reserved - actual;
    this.#fill(now);
  }

  /** Takes what the provider says. It may lower what is left, since others use the same key; only time raises it. */
  observe({ limit, remaining, resetAt }: RateLimit, now: number): void {
    if (!(Number.isFinite(limit) && limit > 0 && Number.isFinite(remaining) && remaining >= 0)) {
      return;
    }
    this.#fill(now);
    const level = this.#learned === undefined ? limit - this.#reserved : this.#level;
    this.#level = Math.min(level, remaining);
    this.#at = now;
    this.#learned = { limit, perMs: refillRate({ limit, remaining, resetAt }, now) };
  }

  #fill(now: number): void {
    if (this.#learned === undefined) {
      return;
    }
    const { limit, perMs } = this.#learned;
    this.#level = Math.min(limit, this.#level + Math.max(0, now - this.#at) * perMs);
    this.#at = now;
  }
}

/** A minute's worth a minute, or slower where the provider says that its limit takes longer to be whole again. */
function refillRate({ limit, remaining, resetAt }: RateLimit, now: number): number {
  const perMinute = limit / minuteMs;
  const toGo = (resetAt ?? now) - now - resetPrecisionMs;
  const missing = Math.max(0, limit - remaining);
  return toGo > missing / perMinute ? Math.max(limit / slowestRefillMs, missing / toGo) : perMinute;
}

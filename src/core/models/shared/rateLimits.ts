/** One of a provider's limits, as it stood when an answer began. */
export interface RateLimit {
  /** What a minute allows. */
  readonly limit: number;
  readonly remaining: number;
  /** When the limit is whole again, in milliseconds since 1970; undefined where that is not said. */
  readonly resetAt: number | undefined;
}

/** What a provider says of its limits beside an answer or a refusal; undefined for one that it does not mention. */
export interface RateLimits {
  readonly requests: RateLimit | undefined;
  readonly inputTokens: RateLimit | undefined;
  readonly outputTokens: RateLimit | undefined;
}

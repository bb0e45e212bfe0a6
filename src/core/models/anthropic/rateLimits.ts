import type { RateLimit, RateLimits } from '../shared/rateLimits.ts';

/** Reads the `anthropic-ratelimit-*` headers; undefined where there are none, as on compatible endpoints. */
export function rateLimitsOf(headers: Headers): RateLimits | undefined {
  const limits = {
    requests: rateLimit(headers, 'requests'),
    inputTokens: rateLimit(headers, 'input-tokens'),
    outputTokens: rateLimit(headers, 'output-tokens'),
  };
  return Object.values(limits).some((limit) => limit !== undefined) ? limits : undefined;
}

function rateLimit(headers: Headers, name: string): RateLimit | undefined {
  const read = (field: string): string => headers.get(`anthropic-ratelimit-${name}-${field}`) ?? '';
  const [limit, remaining] = [read('limit'), read('remaining')];
  if (!/^\d+$/.test(limit) || !/^\d+$/.test(remaining)) {
    return undefined;
  }
  const resetAt = Date.parse(read('reset'));
  return {
    limit: Number(limit),
    remaining: Number(remaining),
    resetAt: Number.isNaN(resetAt) ? undefined : resetAt,
  };
}

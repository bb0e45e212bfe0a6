/**
 * How long a provider asks to wait, in milliseconds: `retry-after-ms`, or `Retry-After` in seconds or as a date of HTTP
 * (RFC 9110, 10.2.3). A date is taken from the answer's own `Date` where it has one, so that a clock that is wrong here
 * does no harm. Undefined where nothing readable is said.
 * @param now Milliseconds since 1970.
 */
export function retryAfterMs(headers: Headers | undefined, now: number): number | undefined {
  const inMilliseconds = amount(headers?.get('retry-after-ms'));
  if (inMilliseconds !== undefined) {
    return inMilliseconds;
  }
  const value = headers?.get('retry-after')?.trim();
  if (value === undefined || value === '') {
    return undefined;
  }
  const seconds = amount(value);
  if (seconds !== undefined) {
    return seconds * 1000;
  }
  // `Date.parse` takes "-5" for a month; all dates of HTTP begin with the day's name.
  const until = /^[a-z]/i.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(until)) {
    return undefined;
  }
  const sentAt = Date.parse(headers?.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(sentAt) ? now : sentAt));
}

function amount(value: string | null | undefined): number | undefined {
  return value !== null && value !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(value)
    ? Number(value)
    : undefined;
}

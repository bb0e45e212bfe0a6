import { PlanReviewError } from '../../base/errors.ts';

/** Anthropic's own API. */
export const anthropicBaseUrl = 'https://api.anthropic.com';

/** Where requests go. */
export interface Endpoint {
  /** Without a slash at its end and without `/v1`, which the SDK adds. */
  readonly baseUrl: string;
  /** Scheme, host and port: what is safe to show and to record. */
  readonly origin: string;
  readonly isAnthropic: boolean;
  /** Whether what is sent can be read on its way: plain HTTP to another machine. */
  readonly isExposed: boolean;
}

/**
 * Reads a base URL as people write them: with or without a slash at its end, with or without `/v1`.
 * @throws PlanReviewError `settings-invalid` for what is no such address, or holds a password.
 */
export function readEndpoint(baseUrl: string): Endpoint {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw invalid('The base URL of the Anthropic provider is not an http or https address.');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid('The base URL of the Anthropic provider holds a user name or password.');
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/v1$/, '');
  const isLoopback = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/.test(url.hostname);
  return {
    baseUrl: `${url.origin}${path}`,
    origin: url.origin,
    isAnthropic: url.origin === anthropicBaseUrl,
    isExposed: url.protocol === 'http:' && !isLoopback,
  };
}

function invalid(message: string): PlanReviewError {
  return new PlanReviewError({
    code: 'settings-invalid',
    message,
    wayOut: `Give an address such as ${anthropicBaseUrl}, and the key by itself.`,
  });
}

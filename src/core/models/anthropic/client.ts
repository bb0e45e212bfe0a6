import type { Anthropic, Middleware } from '@anthropic-ai/sdk';
import type { Credential } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import type { RateLimits } from '../shared/rateLimits.ts';
import { rateLimitsOf } from './rateLimits.ts';

/** The version of the API that this adapter speaks. */
const apiVersion = '2026-10-21';

/**
 * How long to wait for the headers of an answer, in milliseconds. Whoever calls has a watchdog that is stricter; this
 * is for the case that there is none.
 */
const headersTimeoutMs = 600_000;

/** All that we send. The SDK also reports the machine it runs on, which is nobody's business. */
const sentHeaders: ReadonlySet<string> = new Set([
  'accept',
  'anthropic-version',
  'authorization',
  'content-type',
  'user-agent',
  'x-api-key',
]);

/** Whom to tell what comes over the wire during one request. */
export interface WireListener {
  /** Something came: headers, or bytes of any kind. */
  onBytes(): void;
  onLimits(limits: RateLimits): void;
}

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/**
 * Loads the SDK and makes a client that takes nothing from the environment, logs nothing and tries once.
 *
 * What the constructor would read otherwise: `ANTHROPIC_API_KEY`, `ANTHROPIC_AUTH_TOKEN`, `ANTHROPIC_PROFILE` and the
 * profiles on disk, `ANTHROPIC_BASE_URL`, `ANTHROPIC_WEBHOOK_SIGNING_KEY`, `ANTHROPIC_LOG`, `ANTHROPIC_OPEN_TELEMETRY*`,
 * and `ANTHROPIC_CUSTOM_HEADERS`, which no option turns off: `onlyOurHeaders` does.
 */
export async function createClient(endpoint: Endpoint, credential: Credential): Promise<Anthropic> {
  const { Anthropic } = await import('@anthropic-ai/sdk');
  return new Anthropic({
    apiKey: credential.kind === 'apiKey' ? credential.secret : null,
    authToken: credential.kind === 'authToken' ? credential.secret : null,
    credentials: null,
    config: null,
    profile: null,
    webhookKey: null,
    baseURL: endpoint.baseUrl,
    maxRetries: 0,
    timeout: headersTimeoutMs,
    logger: silent,
    logLevel: 'off',
    openTelemetry: false,
    // A plan goes to the address that the user chose, and to no other that this one may name.
    fetchOptions: { redirect: 'manual' },
  });
}

/**
 * What every request passes on its way out and every answer on its way in, as middleware: the SDK hides pings from its
 * consumers, and gives rate limits to nobody.
 */
export function middlewareFor(
  endpoint: Endpoint,
  credential: Credential,
  listener: WireListener,
): Middleware[] {
  return [
    async (request, next) => {
      const response = await next({
        ...request,
        headers: onlyOurHeaders(request.headers, endpoint, credential),
      });
      listener.onBytes();
      const limits = rateLimitsOf(response.headers);
      if (limits !== undefined) {
        listener.onLimits(limits);
      }
      return withBytesReported(response, () => listener.onBytes());
    },
  ];
}

function onlyOurHeaders(given: unknown, endpoint: Endpoint, credential: Credential): Headers {
  const all = given instanceof Headers ? [...given.entries()] : [];
  const headers = new Headers(all.filter(([name]) => sentHeaders.has(name)));
  headers.set('authorization', `Bearer ${credential.secret}`);
  headers.set('anthropic-version', apiVersion);
  headers.set('user-agent', 'plan-review');
  // Anthropic takes a key as a bearer token; many of the endpoints that are compatible with it know the older header only.
  if (credential.kind === 'apiKey' && !endpoint.isAnthropic) {
    headers.set('x-api-key', credential.secret);
  } else {
    headers.delete('x-api-key');
  }
  return headers;
}

function withBytesReported(response: Response, onBytes: () => void): Response {
  if (response.body === null) {
    return response;
  }
  const watched = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        onBytes();
        controller.enqueue(chunk);
      },
    }),
  );
  return new Response(watched, response);
}

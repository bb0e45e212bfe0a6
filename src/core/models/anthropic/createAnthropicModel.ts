import { ModelError } from '../../domain/modelError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LanguageModel, TokenPrices } from '../../ports/languageModel.ts';
import type { Logger } from '../../ports/logger.ts';
import { askOnce, type AskDeps } from './askOnce.ts';
import { createBatches } from './createBatches.ts';
import { createClient } from './client.ts';
import { readCredential, type AnthropicCredential } from './credential.ts';
import { anthropicBaseUrl, readEndpoint } from './endpoint.ts';
import { anthropicProfile, defaultAnthropicModel } from './profiles.ts';
import type { RateLimits } from '../shared/rateLimits.ts';

/** What the adapter needs to know; nothing of it is read from the environment. */
export type AnthropicModelOptions = AnthropicCredential & {
  /** Anthropic's own API where undefined. A `/v1` at its end may be left out. */
  readonly baseUrl?: string | undefined;
  readonly defaultModel?: string | undefined;
  /** The user's own prices, by model id. */
  readonly prices?: Readonly<Record<string, TokenPrices>> | undefined;
  readonly clock: Clock;
  readonly logger?: Logger | undefined;
  /** Told what the provider says of its limits of a model, with each answer that mentions them. Must not throw. */
  readonly onLimits?: ((limits: RateLimits, model: string) => void) | undefined;
};

/**
 * Models behind Anthropic's Messages API, or behind an endpoint that is compatible with it.
 *
 * Each request is made once and streamed: retries, limits and timeouts belong to whoever calls. The one exception is an
 * endpoint that refuses the fields of structured outputs. It is asked again without them, with the schema in the prompt,
 * and from then on only so. A refused request costs nothing, and both stand in the calls of the answer. The refusal is
 * told from others by trial, since no endpoint has a code for it: any 400 or 422 that is not about length or money counts,
 * and what the second request is refused for is what the caller is told. In batches nothing is asked again here.
 * @throws PlanReviewError `settings-invalid` for a base URL or a key that cannot be one.
 */
export function createAnthropicModel(options: AnthropicModelOptions): LanguageModel {
  const endpoint = readEndpoint(options.baseUrl ?? anthropicBaseUrl);
  const credential = readCredential(options);
  const defaultModel = options.defaultModel ?? defaultAnthropicModel;
  if (endpoint.isExposed) {
    options.logger?.warn(
      `${endpoint.origin} is asked over plain HTTP: whoever is on the way can read the key and the plan.`,
    );
  }

  let client: ReturnType<typeof createClient> | undefined;
  const deps: AskDeps = {
    endpoint,
    credential,
    clock: options.clock,
    onLimits: options.onLimits ?? (() => {}),
    // The SDK is large and is loaded when somebody is asked, not when the program starts.
    client: () => (client ??= createClient(endpoint, credential)),
  };
  /** The models that this endpoint refuses structured outputs for. */
  const withoutStructure = new Set<string>();

  return {
    provider: 'anthropic',
    identity: `anthropic/messages-v1@${endpoint.origin}`,
    defaultModel,
    bulk: createBatches({
      ...deps,
      defaultModel,
      formatFor: (model) => (withoutStructure.has(model) ? 'prompted' : 'structured'),
    }),
    profile: (model) => anthropicProfile(model ?? defaultModel, options.prices ?? {}),
    async complete(request) {
      const model = request.model ?? defaultModel;
      if (withoutStructure.has(model)) {
        return askOnce(deps, { request, model, format: 'prompted', earlierCalls: [] });
      }
      try {
        return await askOnce(deps, { request, model, format: 'structured', earlierCalls: [] });
      } catch (error) {
        if (!mayRefuseStructure(error)) {
          throw error;
        }
        const answer = await askOnce(deps, { request, model, format: 'prompted', earlierCalls: error.calls });
        withoutStructure.add(model);
        options.logger?.warn(
          `${endpoint.origin} refuses structured outputs for ${model}: the schema goes into the prompt.`,
        );
        return answer;
      }
    },
  };
}

function mayRefuseStructure(error: unknown): error is ModelError {
  return (
    error instanceof ModelError &&
    error.code === 'model-request' &&
    (error.status === 400 || error.status === 422)
  );
}

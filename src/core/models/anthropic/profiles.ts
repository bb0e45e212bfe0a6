import type { ModelProfile, TokenPrices } from '../../ports/languageModel.ts';

/** The model that is asked where nobody names one. */
export const defaultAnthropicModel = 'claude-opus-5-5';

/**
 * Cache writes at the rate of five minutes. From platform.claude.com/docs: models/opus-5-5/overview,
 * models/sonnet-5-5/overview (its cache reads as cut on 7 October 2026) and models/haiku-5-5/overview; read in November
 * 2026. Fast and regional rates do not concern us.
 */
const profiles: Readonly<Record<string, Omit<ModelProfile, 'model'>>> = {
  'claude-opus-5-5': {
    contextWindow: 1_000_000,
    prices: { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  },
  'claude-sonnet-5-5': {
    contextWindow: 1_000_000,
    prices: { input: 2, output: 10, cacheRead: 0.1, cacheWrite: 2.5 },
  },
  'claude-haiku-5-5': {
    contextWindow: 1_000_000,
    prices: { input: 0.5, output: 2.5, cacheRead: 0.05, cacheWrite: 0.625 },
    shortPrompts: {
      upTo: 100_000,
      prices: { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
    },
  },
};

/** The smallest window of a Claude model that is still served: what an unknown model is taken to have. */
const cautiousContextWindow = 200_000;

/**
 * What is known of a model. A dated id (`claude-opus-5-5-20261001`) is the model without its date.
 * @param prices The user's own prices, by model id. They come before the list above, which a compatible endpoint need
 * not charge.
 */
export function anthropicProfile(model: string, prices: Readonly<Record<string, TokenPrices>>): ModelProfile {
  return { ...profileOf(model, prices), batchRate };
}

/** Batches cost half, whatever the model and whatever is read from the cache (platform.claude.com/docs: batch-processing). */
const batchRate = 0.5;

function profileOf(model: string, prices: Readonly<Record<string, TokenPrices>>): ModelProfile {
  const known = profiles[model] ?? profiles[model.replace(/-\d{8}$/, '')];
  const own = prices[model];
  if (own !== undefined || known === undefined) {
    return { model, contextWindow: known?.contextWindow ?? cautiousContextWindow, prices: own };
  }
  return { model, ...known };
}

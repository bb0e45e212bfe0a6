import type { ModelProfile, TokenPrices } from './modelProfile.ts';
import type { CallRecord, TokenUsage } from './modelUsage.ts';
import type { PromptPart, PromptMessage } from './prompt.ts';

/**
 * Bytes of UTF-8 that are taken for one token, so that an estimate is rather too high than too low.
 *
 * Anthropic gives 3.5 characters a token for English prose, and says that newer tokenizers need up to 35 % more tokens:
 * 2.6. JSON and tables need about 1.4 times as many as prose: 1.9. Scripts beyond Latin have two or three bytes a
 * character and stay below one token for two bytes.
 */
const bytesPerToken = 2;

/** What a provider adds to a request by itself: its own instructions for structured answers, roles and separators. */
const tokensAround = 500;

/** What a request says, as far as its size goes. */
export interface SizedRequest {
  readonly system: readonly PromptPart[];
  readonly messages: readonly PromptMessage[];
  readonly schema: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
}

/** How many tokens a text has, estimated high: one for two bytes of UTF-8, which is a third too many for English prose. */
export function estimateTokens(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair counts two of its four bytes.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return Math.ceil(bytes / bytesPerToken);
}

/** How many tokens a request's prompt has, estimated as `estimateTokens` does. */
export function estimateInputTokens(request: SizedRequest): number {
  const parts = [...request.system, ...request.messages.flatMap((message) => message.parts)];
  const texts = [...parts.map((part) => part.text), JSON.stringify(request.schema)];
  return texts.reduce((sum, text) => sum + estimateTokens(text), tokensAround);
}

/**
 * The most that one call may cost, in US dollars: the whole prompt written to the cache and an answer as long as it may
 * be. Undefined where the model's prices are not known.
 */
export function worstCaseUsd(request: SizedRequest, profile: ModelProfile): number | undefined {
  const { prices } = profile;
  if (prices === undefined) {
    return undefined;
  }
  const input = Math.max(prices.input, prices.cacheWrite, prices.cacheRead);
  return dollars(estimateInputTokens(request) * input + request.maxOutputTokens * prices.output);
}

/** What a use costs, in US dollars; undefined where the model's prices are not known. */
export function costUsd(usage: TokenUsage, profile: ModelProfile): number | undefined {
  const prices = pricesFor(usage.input + usage.cacheRead + usage.cacheWrite, profile);
  return prices === undefined
    ? undefined
    : dollars(
        usage.input * prices.input +
          usage.output * prices.output +
          usage.cacheRead * prices.cacheRead +
          usage.cacheWrite * prices.cacheWrite,
      );
}

/** What a call costs, in US dollars, in a batch or by itself; undefined where the model's prices are not known. */
export function callCostUsd(
  { usage, batch }: Pick<CallRecord, 'usage' | 'batch'>,
  profile: ModelProfile,
): number | undefined {
  const usd = costUsd(usage, profile);
  return batch === undefined ? usd : inBatch(usd, profile);
}

/** What would cost `usd` as a call of its own, as part of a batch. */
export function inBatch(usd: number | undefined, { batchRate = 1 }: ModelProfile): number | undefined {
  return usd === undefined ? undefined : usd * batchRate;
}

function pricesFor(promptTokens: number, profile: ModelProfile): TokenPrices | undefined {
  const { shortPrompts } = profile;
  return shortPrompts !== undefined && promptTokens <= shortPrompts.upTo
    ? shortPrompts.prices
    : profile.prices;
}

/** Prices are for a million tokens. */
function dollars(priceTimesTokens: number): number {
  return priceTimesTokens / 1_000_000;
}

import { createHash } from 'node:crypto';
import { blocksOf, type MessagesBody } from './receivedRequest.ts';

/** What a request's prompt comes to, in tokens of four characters. */
export interface PromptUsage {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** A request's prompt as the cache sees it. */
export interface CachedPrompt {
  readonly usage: PromptUsage;
  /** The tokens of the longest stretch that the client asked to be remembered: what could at most be read. */
  readonly rememberedTokens: number;
  /** Says that the request has begun to be answered: from now on its stretches can be read. */
  begin(): void;
}

/**
 * A prompt cache like the provider's: a stretch that ends in a `cache_control` can be read by a later request that begins
 * with the same bytes, model, tools and answer format, once the first has begun to be answered, and not earlier.
 */
export function createPromptCache(): { read(body: MessagesBody): CachedPrompt } {
  const readable = new Set<string>();
  return {
    read(body) {
      const { total, stretches } = stretchesOf(body);
      const remembered = stretches.at(-1)?.tokens ?? 0;
      const cacheRead = stretches.findLast(({ hash }) => readable.has(hash))?.tokens ?? 0;
      return {
        usage: { input: total - remembered, cacheRead, cacheWrite: remembered - cacheRead },
        rememberedTokens: remembered,
        begin() {
          for (const { hash } of stretches) {
            readable.add(hash);
          }
        },
      };
    },
  };
}

function stretchesOf(body: MessagesBody): {
  total: number;
  stretches: { readonly hash: string; readonly tokens: number }[];
} {
  const hash = createHash('sha256').update(
    JSON.stringify([body.model, body.tools, body.output_config?.format]),
  );
  const blocks = [
    ...blocksOf(body.system).map((block) => ({ role: 'system', block })),
    ...(body.messages ?? []).flatMap(({ role, content }) =>
      blocksOf(content).map((block) => ({ role, block })),
    ),
  ];
  let characters = 0;
  const stretches = [];
  for (const { role, block } of blocks) {
    const { cache_control: isEnd, ...rest } = block;
    characters += (block.text ?? JSON.stringify(rest)).length;
    hash.update(JSON.stringify([role, rest]));
    if (isEnd !== undefined && isEnd !== null) {
      stretches.push({ hash: hash.copy().digest('hex'), tokens: tokensOf(characters) });
    }
  }
  return { total: tokensOf(characters), stretches };
}

/** The tokens of so many characters. */
export function tokensOf(characters: number): number {
  return Math.ceil(characters / 4);
}

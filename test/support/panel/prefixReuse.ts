import type { RecordedRequest } from '../messagesServer/startMessagesServer.ts';

/** How much of what reviewers share was read from the provider's cache. */
export interface PrefixReuse {
  readonly readTokens: number;
  /** What could be read at most: what each of them asks to be remembered, but for the first, which nobody came before. */
  readonly couldTokens: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** Counts over the requests of reviewers; those of the selection and the analysis share nothing. */
export function prefixReuse(
  requests: readonly Pick<RecordedRequest, 'key' | 'usage' | 'rememberedTokens'>[],
): PrefixReuse {
  const ofReviewers = requests.filter(({ key }) => key !== 'selection' && key !== 'analysis');
  const readTokens = ofReviewers.reduce((sum, { usage }) => sum + usage.cacheRead, 0);
  const couldTokens = ofReviewers.slice(1).reduce((sum, { rememberedTokens }) => sum + rememberedTokens, 0);
  return { readTokens, couldTokens, share: couldTokens === 0 ? 0 : readTokens / couldTokens };
}

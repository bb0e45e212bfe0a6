/** US dollars for a million tokens. */
export interface TokenPrices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** What can be said of a model before it is asked. Sizes in tokens. */
export interface ModelProfile {
  readonly model: string;
  readonly contextWindow: number;
  readonly prices: TokenPrices | undefined;
  /** What a request in a batch costs, as a part of the prices; left out where there are no batches. */
  readonly batchRate?: number;
  /**
   * The lower prices of requests whose whole prompt, what the cache holds of it included, has at most `upTo` tokens.
   * Whoever leaves them out estimates too much and never too little.
   */
  readonly shortPrompts?: { readonly upTo: number; readonly prices: TokenPrices };
}

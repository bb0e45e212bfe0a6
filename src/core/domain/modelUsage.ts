import { z } from 'zod';

/** What model calls used, in tokens. `input` leaves out what was read from or written to the provider's cache. */
export const tokenUsageSchema = z.strictObject({
  input: z.int().min(0),
  output: z.int().min(0),
  cacheRead: z.int().min(0),
  cacheWrite: z.int().min(0),
});

export type TokenUsage = z.infer<typeof tokenUsageSchema>;

export const noTokens: TokenUsage = Object.freeze({ input: 0, output: 0, cacheRead: 0, cacheWrite: 0 });

/** The sum of several uses. */
export function addTokens(...uses: readonly TokenUsage[]): TokenUsage {
  return uses.reduce(
    (sum, use) => ({
      input: sum.input + use.input,
      output: sum.output + use.output,
      cacheRead: sum.cacheRead + use.cacheRead,
      cacheWrite: sum.cacheWrite + use.cacheWrite,
    }),
    noTokens,
  );
}

/** One request to a provider as it went, the failed ones included. */
export interface CallRecord {
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly usage: TokenUsage;
  readonly requestId: string | undefined;
  /** The code of the `ModelError`, or undefined where it succeeded. */
  readonly error: string | undefined;
  /** Whether the provider may have billed a call that gave no answer. */
  readonly isAmbiguous: boolean;
  /** The provider's id of the batch that the request was part of, at the price of batches; left out for a call of its own. */
  readonly batch?: string | undefined;
}

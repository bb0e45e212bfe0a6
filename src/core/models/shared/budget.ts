import { ModelError } from '../../domain/modelError.ts';

/** Money that is set aside for one call. Whoever holds it ends it, once; what comes after the first ending does nothing. */
export interface Reservation {
  /** The call cost, or may have cost, `usd`; undefined where nobody can say, which charges all that was set aside. */
  settle(usd: number | undefined): void;
  /** The call cost nothing. */
  release(): void;
}

/** What the calls of one round may cost together. */
export interface Budget {
  /**
   * Sets aside the most that a call may cost, in US dollars; undefined where its price is not known.
   * @throws ModelError `model-budget` where that does not fit into what is left, or where there is a limit and no price.
   */
  reserve(worstCaseUsd: number | undefined, of: { provider: string; model: string }): Reservation;
}

/** Sums of fractions of cents are not exact. */
const tolerance = 1e-9;

/**
 * A budget of `limitUsd` US dollars, of which `spentUsd` were spent before: by the same round, before it was resumed.
 * Without a limit everything fits, known price or not.
 *
 * What is promised: all that was charged never exceeds the limit, as long as no call costs more than its worst case. Calls
 * in parallel are held to it too, because each sets its worst case aside before it starts.
 */
export function createBudget({
  limitUsd,
  spentUsd,
}: {
  readonly limitUsd: number | undefined;
  readonly spentUsd: number;
}): Budget {
  let left = limitUsd === undefined ? Infinity : limitUsd - spentUsd;
  return {
    reserve(worstCaseUsd, { provider, model }) {
      if (limitUsd !== undefined && worstCaseUsd === undefined) {
        throw new ModelError({
          code: 'model-budget',
          message: `What ${model} costs is not known, so it cannot be held to the budget of ${money(limitUsd)}.`,
          wayOut:
            'Give the prices of this model in the settings, choose another one, or review without a budget.',
          isRetryable: false,
          provider,
        });
      }
      const aside = worstCaseUsd ?? 0;
      if (aside > left + tolerance) {
        throw new ModelError({
          code: 'model-budget',
          message: `A call to ${model} may cost ${money(aside)}, and ${money(Math.max(0, left))} of the budget are left.`,
          wayOut: 'Raise the budget and resume the review, or choose a cheaper model.',
          isRetryable: false,
          provider,
        });
      }
      left -= aside;
      let isEnded = false;
      const end = (usd: number): void => {
        if (!isEnded) {
          isEnded = true;
          left += aside - usd;
        }
      };
      return { settle: (usd) => end(usd ?? aside), release: () => end(0) };
    },
  };
}

function money(usd: number): string {
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}

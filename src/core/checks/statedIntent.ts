import type { Intent } from '../domain/claim.ts';

/** Why a plan names a thing, and whether it says so plainly. */
export interface StatedIntent {
  readonly intent: Intent;
  /** Whether words say so, rather than nothing saying otherwise. */
  readonly isFirm: boolean;
  /**
   * Whether these words are said of hardly anything but what is there: an order to change it, "existing", a line. "See" and
   * "updates" are firm too, but also said of what others are about to make.
   */
  readonly isSure?: boolean;
}

/** What a plan changes, or perhaps makes: its absence is no fault. */
export const mayBeMade: StatedIntent = { intent: 'modifies', isFirm: false };

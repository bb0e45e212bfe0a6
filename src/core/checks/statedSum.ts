import type { Quantity } from './quantities.ts';

/** A total that a plan gives, and the amounts that it is the total of. */
export interface StatedSum {
  readonly total: Quantity;
  /** Where the total stands. Offsets in the plan. */
  readonly start: number;
  readonly end: number;
  readonly parts: readonly Quantity[];
  /** What the parts are: "the parts of this section". */
  readonly of: string;
  /** The stretch of the plan that total and parts stand in. */
  readonly around: { readonly start: number; readonly end: number };
}

/** Whether every part carries an amount, and there are two or more. */
export function isWhole(parts: readonly (Quantity | undefined)[] | undefined): parts is readonly Quantity[] {
  return parts !== undefined && parts.length >= 2 && !parts.includes(undefined);
}

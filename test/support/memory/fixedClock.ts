import type { Clock } from '../../../src/core/ports/clock.ts';

/** A clock that stands still until it is told to move. */
export interface FixedClock extends Clock {
  /** Lets so many milliseconds pass. */
  advance(milliseconds: number): void;
}

/** A clock that shows `iso`, such as `2026-03-01T09:00:00Z`. */
export function createFixedClock(iso: string): FixedClock {
  let now = Date.parse(iso);
  return {
    now: () => now,
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

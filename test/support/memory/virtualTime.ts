import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Timer } from '../../../src/core/ports/timer.ts';

/** Time that passes only when it is told to, with a clock and alarms that agree. */
export interface VirtualTime {
  readonly clock: Clock;
  readonly timer: Timer;
  /** Lets so many milliseconds pass: each alarm goes off at its time, and what waits for it runs before the next one. */
  advance(milliseconds: number): Promise<void>;
  /** Lets everything run that waits for no alarm. */
  settle(): Promise<void>;
  /** How many alarms are set. */
  alarms(): number;
}

/** Time that begins at `start`, in milliseconds since 1970. */
export function createVirtualTime(start = 1_000_000): VirtualTime {
  let now = start;
  let order = 0;
  const alarms = new Map<number, { readonly at: number; readonly callback: () => void }>();

  const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  const nextBy = (end: number): number | undefined =>
    [...alarms].filter(([, { at }]) => at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0]?.[0];

  return {
    clock: { now: () => now },
    timer: {
      after(milliseconds, callback) {
        const id = order++;
        alarms.set(id, { at: now + Math.max(0, milliseconds), callback });
        return () => void alarms.delete(id);
      },
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settle();
      for (let next = nextBy(end); next !== undefined; next = nextBy(end)) {
        const alarm = alarms.get(next);
        alarms.delete(next);
        now = Math.max(now, alarm?.at ?? now);
        alarm?.callback();
        await settle();
      }
      now = end;
    },
    settle,
    alarms: () => alarms.size,
  };
}

import type { Timer } from '../ports/timer.ts';

/** What `setTimeout` can count to; a longer time would be over at once. */
const longest = 2 ** 31 - 1;

/** The machine's alarms. One of more than 24 days goes off after 24 days. */
export const systemTimer: Timer = {
  after(milliseconds, callback) {
    const handle = setTimeout(callback, Math.min(milliseconds, longest));
    return () => clearTimeout(handle);
  },
};

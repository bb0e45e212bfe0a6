import type { InactivityLimits } from '../policies.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** How batches are gathered, submitted and looked after. Times in milliseconds. */
export interface BatchTimes {
  /** A batch is sent when nothing has been put into it for so long. */
  readonly gatherMs: number;
  /** How long after a submission that got no answer the provider is looked at for the batch, before it is sent again. */
  readonly settleMs: number;
  /** How often a batch is sent before it is given up. */
  readonly maxSubmissions: number;
  /** How often one request is put into a batch, the first time included. */
  readonly maxAttempts: number;
  /** The shortest and the longest time between two looks at a batch. */
  readonly shortestPollMs: number;
  readonly longestPollMs: number;
  /** How long a batch may take where the provider does not say. */
  readonly lifetimeMs: number;
  /** How long a provider that cannot be reached, or results that are cut, are put up with beyond a batch's lifetime. */
  readonly overtimeMs: number;
  /** How often results are read that have come incomplete. */
  readonly maxReadings: number;
  /** How long the end of a batch is waited for that was cancelled. */
  readonly cancelMs: number;
  /** How long a record is kept whose tasks nobody asks about any more. */
  readonly keptMs: number;
  /** How long a call may show no sign of life; submitting uploads up to 256 MB, of which nothing is heard meanwhile. */
  readonly inactivity: InactivityLimits;
  readonly submitting: InactivityLimits;
  readonly graceMs: number;
}

/**
 * The numbers.
 *
 * - `gatherMs`: rounds that begin together ask within a moment; a batch takes minutes at best, so a second is nothing.
 * - `settleMs`: a batch shows in the list as soon as it was taken; half a minute is for what is slower.
 * - `longestPollMs`: providers ask for about one look a minute; until then a look is taken whenever the wait has grown by
 *   a tenth, so that nobody waits a tenth longer than they must.
 * - `maxAttempts`: what failed in two batches for reasons that pass has waited for hours; one more, and somebody has to see it.
 * - `lifetimeMs`, `keptMs`: batches expire after 24 hours, and results are kept for 29 days.
 */
export const batchTimes: BatchTimes = {
  gatherMs: second,
  settleMs: 30 * second,
  maxSubmissions: 5,
  maxAttempts: 3,
  shortestPollMs: second,
  longestPollMs: minute,
  lifetimeMs: 24 * hour,
  overtimeMs: hour,
  maxReadings: 4,
  cancelMs: 8 * second,
  keptMs: 30 * 24 * hour,
  inactivity: { bytesMs: minute, contentMs: minute },
  submitting: { bytesMs: 10 * minute, contentMs: 10 * minute },
  graceMs: 5 * second,
};

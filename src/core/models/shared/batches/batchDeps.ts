import type { BatchRecord } from '../../../domain/batch.ts';
import { ModelError } from '../../../domain/modelError.ts';
import type { BatchLedger } from '../../../ports/batchLedger.ts';
import type { BulkCall, BulkModel } from '../../../ports/bulkModel.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Timer } from '../../../ports/timer.ts';
import { watched } from '../inactivity.ts';
import type { InactivityLimits } from '../policies.ts';
import type { BatchTimes } from './batchTimes.ts';

/** What batches are made with. */
export interface BatchDeps {
  readonly bulk: BulkModel;
  readonly provider: string;
  /** The adapter's identity: a batch of another endpoint is none of ours. */
  readonly identity: string;
  readonly ledger: BatchLedger;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly times: BatchTimes;
}

/** A batch that the provider is known, or presumed, to have. */
export type SentRecord = BatchRecord & { readonly batch: NonNullable<BatchRecord['batch']> };

/** Makes one call that cannot hang. @throws ModelError; the reason of `signal`. */
export function callOnce<T>(
  { timer, times, provider }: Pick<BatchDeps, 'timer' | 'times' | 'provider'>,
  call: (call: BulkCall) => Promise<T>,
  { signal, limits = times.inactivity }: { readonly signal: AbortSignal; readonly limits?: InactivityLimits },
): Promise<T> {
  return watched((stop, onActivity) => call({ signal: stop, onActivity }), {
    timer,
    limits,
    graceMs: times.graceMs,
    signal,
    provider,
    onActivity: undefined,
  });
}

/** A failure of a batch as such, of which the provider says nothing. */
export function batchError(
  provider: string,
  code: 'model-incomplete' | 'model-deadline',
  message: string,
): ModelError {
  return new ModelError({
    code,
    message,
    wayOut: 'Resume the review: what was answered is kept, and what was not goes into another batch.',
    isRetryable: true,
    provider,
  });
}

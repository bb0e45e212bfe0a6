import { ModelError } from '../../../domain/modelError.ts';
import type { BulkBatch, BulkOutcome } from '../../../ports/bulkModel.ts';
import { sleep } from '../signals.ts';
import { batchError, callOnce, type BatchDeps, type SentRecord } from './batchDeps.ts';

/**
 * Looks at a batch until it has ended: at once, then each time the wait has grown by a tenth. A provider that cannot be
 * reached is asked again until the batch's time and some more is over.
 * @param onLook Told of each look: the batch as it was last seen, and what stands in the way of seeing it now.
 * @throws ModelError for what does not pass by itself.
 */
export async function untilEnded(
  deps: BatchDeps,
  { batch: { id, submittedAt } }: SentRecord,
  {
    signal,
    onLook,
  }: {
    readonly signal: AbortSignal;
    readonly onLook: (batch: BulkBatch | undefined, trouble: string | undefined) => void;
  },
): Promise<BulkBatch> {
  const { bulk, clock, timer, times, provider } = deps;
  const since = Date.parse(submittedAt);
  const began = clock.now();
  let seen: BulkBatch | undefined;
  let failures = 0;
  for (;;) {
    let asksToWait = 0;
    try {
      seen = await callOnce(deps, (call) => bulk.state(id, call), { signal });
      failures = 0;
      onLook(seen, undefined);
      if (seen.hasEnded) {
        return seen;
      }
    } catch (error) {
      if (!(error instanceof ModelError) || !error.isRetryable) {
        throw error;
      }
      failures++;
      asksToWait = error.retryAfterMs ?? 0;
      onLook(seen, error.message);
    }
    // The provider's clock may be ahead of ours.
    const elapsed = clock.now() - Math.min(since, began);
    const end = (seen?.expiresAt ?? since + times.lifetimeMs) + times.overtimeMs;
    if (clock.now() > end) {
      throw batchError(provider, 'model-deadline', `The batch ${id} did not end within its time.`);
    }
    const usual = Math.min(times.longestPollMs, Math.max(times.shortestPollMs, elapsed / 10));
    const backoff = failures === 0 ? 0 : Math.min(times.longestPollMs, times.shortestPollMs * 2 ** failures);
    await sleep(timer, Math.max(usual, backoff, asksToWait), signal);
  }
}

/** The results of a batch, as far as they could be read. */
export interface BatchResults {
  readonly outcomes: ReadonlyMap<string, BulkOutcome>;
  /** Whether every result of the batch was read, so that what is not among them is not in it. */
  readonly isWhole: boolean;
}

/** Reads the results of a batch that has ended; again, where they come incomplete. @throws ModelError as `untilEnded` */
export async function readResults(
  deps: BatchDeps,
  { batch, signal }: { readonly batch: BulkBatch; readonly signal: AbortSignal },
): Promise<BatchResults> {
  const { bulk, timer, times } = deps;
  const outcomes = new Map<string, BulkOutcome>();
  for (let reading = 1; ; reading++) {
    const isLast = reading >= times.maxReadings;
    let asksToWait = 0;
    try {
      await callOnce(
        deps,
        (call) => bulk.results(batch, (customId, outcome) => outcomes.set(customId, outcome), call),
        { signal },
      );
    } catch (error) {
      if (!(error instanceof ModelError) || !error.isRetryable || isLast) {
        throw error;
      }
      asksToWait = error.retryAfterMs ?? 0;
    }
    const isWhole = outcomes.size >= batch.requests;
    if (isWhole || isLast) {
      return { outcomes, isWhole };
    }
    await sleep(timer, Math.max(asksToWait, times.shortestPollMs * 2 ** reading), signal);
  }
}

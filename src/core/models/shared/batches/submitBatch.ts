import { ModelError } from '../../../domain/modelError.ts';
import type { BulkBatch, PreparedRequest } from '../../../ports/bulkModel.ts';
import { sleep } from '../signals.ts';
import { callOnce, type BatchDeps } from './batchDeps.ts';
import type { BatchRecordKeeper } from './batchRecordKeeper.ts';
import { findBatch, mayBeTaken } from './findBatch.ts';

/**
 * Sends a batch whose record stands on the disk already, and writes its id there. Where the provider does not say whether
 * it has taken it, it is looked for before it is sent again: there is nothing by which a provider would know it for the
 * same.
 * @throws ModelError where the provider refuses it for good; the record is then gone. The reason of `signal`, with the
 * record left for whoever comes next.
 */
export async function submitBatch(
  deps: BatchDeps,
  keeper: BatchRecordKeeper,
  { requests, signal }: { readonly requests: readonly PreparedRequest[]; readonly signal: AbortSignal },
): Promise<void> {
  const { bulk, clock, timer, times } = deps;
  for (let submission = 1; ; submission++) {
    try {
      const batch = await callOnce(deps, (call) => bulk.submit(requests, call), {
        signal,
        limits: times.submitting,
      });
      await keeper.update({ batch: sent(batch) });
      return;
    } catch (error) {
      const { record } = keeper;
      if (!(error instanceof ModelError) || record === undefined) {
        throw error;
      }
      if (mayBeTaken(error)) {
        const found = await findBatch(deps, { record, sentAt: clock.now(), signal });
        if (found !== undefined) {
          await keeper.update({ batch: { ...sent(found), isPresumed: true } });
          return;
        }
      }
      if (!error.isRetryable || submission >= times.maxSubmissions) {
        await keeper.remove();
        throw error;
      }
      const backoff = Math.min(times.longestPollMs, times.shortestPollMs * 2 ** submission);
      await sleep(timer, Math.max(backoff, error.retryAfterMs ?? 0), signal);
    }
  }
}

/** What a record says of a batch. */
export function sent({ id, createdAt }: BulkBatch): { readonly id: string; readonly submittedAt: string } {
  return { id, submittedAt: new Date(createdAt).toISOString() };
}

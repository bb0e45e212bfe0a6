import type { BatchRecord } from '../../../domain/batch.ts';
import { ModelError } from '../../../domain/modelError.ts';
import type { BulkBatch } from '../../../ports/bulkModel.ts';
import { sleep } from '../signals.ts';
import { callOnce, type BatchDeps } from './batchDeps.ts';

/** How far back a list is read where the batch that came before is gone. */
const day = 24 * 60 * 60 * 1000;

/**
 * Whether the provider may have taken a batch although a submission failed: whenever it did not say no. A gateway's
 * failure comes with a status from 500, and says nothing of what stands behind it.
 */
export function mayBeTaken(error: ModelError): boolean {
  if (error.status !== undefined) {
    return error.status >= 500 || error.status === 408;
  }
  return error.calls.at(-1)?.isAmbiguous ?? true;
}

/**
 * Looks for the batch of a record whose submission got no answer: one that came after the latest that was known before
 * it, with as many requests, which no other record speaks of. There is no other mark: a list tells nothing of what is in
 * a batch, and its results do so only when it has ended.
 * @param sentAt When it was sent for the last time, in milliseconds since 1970. Until a little after that, what is not
 * there yet is waited for.
 * @returns undefined where the provider never took it.
 */
export async function findBatch(
  deps: BatchDeps,
  {
    record,
    sentAt,
    signal,
  }: { readonly record: BatchRecord; readonly sentAt: number; readonly signal: AbortSignal },
): Promise<BulkBatch | undefined> {
  const { bulk, clock, timer, times } = deps;
  // Where there was no batch before, all there are came after it: no clock has to be right for that.
  const from = record.after === undefined ? 0 : Date.parse(record.begunAt) - day;
  for (let wait = times.shortestPollMs; ; wait *= 2) {
    const isLast = clock.now() - sentAt >= times.settleMs;
    try {
      const candidates = await callOnce(deps, (call) => bulk.since(record.after, from, call), { signal });
      const taken = await othersOf(deps, record);
      const found = candidates.find(({ id, requests }) => requests === record.requests && !taken.has(id));
      if (found !== undefined || isLast) {
        return found;
      }
    } catch (error) {
      const isPassing = error instanceof ModelError && error.isRetryable;
      if (!isPassing || clock.now() - sentAt >= times.overtimeMs) {
        throw error;
      }
      wait = Math.max(wait, error.retryAfterMs ?? 0);
    }
    await sleep(timer, Math.min(wait, Math.max(times.shortestPollMs, times.settleMs)), signal);
  }
}

async function othersOf({ ledger }: BatchDeps, record: BatchRecord): Promise<ReadonlySet<string>> {
  const known = await ledger.list();
  return new Set([...(record.others ?? []), ...known.flatMap(({ record: { batch } }) => batch?.id ?? [])]);
}

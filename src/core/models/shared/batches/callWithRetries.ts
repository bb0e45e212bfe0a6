import { ModelError } from '../../../domain/modelError.ts';
import type { BulkCall } from '../../../ports/bulkModel.ts';
import { sleep } from '../signals.ts';
import { callOnce, type BatchDeps } from './batchDeps.ts';

/** Makes a call that only looks, again where it fails for a reason that passes. @throws ModelError the last one */
export async function callWithRetries<T>(deps: BatchDeps, call: (call: BulkCall) => Promise<T>): Promise<T> {
  const { timer, times } = deps;
  const { signal } = new AbortController();
  for (let attempt = 1; ; attempt++) {
    try {
      return await callOnce(deps, call, { signal });
    } catch (error) {
      if (!(error instanceof ModelError) || !error.isRetryable || attempt >= times.maxSubmissions) {
        throw error;
      }
      const backoff = Math.min(times.longestPollMs, times.shortestPollMs * 2 ** attempt);
      await sleep(timer, Math.max(backoff, error.retryAfterMs ?? 0), signal);
    }
  }
}

import { PlanReviewError } from '../../base/errors.ts';
import type { Timer } from '../../ports/timer.ts';

/**
 * Why a signal was aborted, as an error to throw. What aborts a signal in this folder gives a `PlanReviewError` for a
 * reason; any other reason is a caller that has given up.
 */
export function abortError(signal: AbortSignal): PlanReviewError {
  const reason: unknown = signal.reason;
  return reason instanceof PlanReviewError
    ? reason
    : new PlanReviewError({
        code: 'cancelled',
        message: 'The review was cancelled.',
        wayOut: 'Resume it when you like.',
        isRetryable: true,
        cause: reason,
      });
}

/** Calls `callback` when `signal` is aborted, at once where it is already. What it returns ends that. */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal?.aborted === true) {
    callback();
    return () => {};
  }
  signal?.addEventListener('abort', callback, { once: true });
  return () => signal?.removeEventListener('abort', callback);
}

/**
 * Waits so many milliseconds.
 * @throws PlanReviewError the reason of `signal` when that is aborted meanwhile.
 */
export function sleep(timer: Timer, milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const callOff = timer.after(milliseconds, () => {
      stopListening();
      resolve();
    });
    const stopListening = onAbort(signal, () => {
      callOff();
      reject(abortError(signal));
    });
  });
}

/** The same error with another cause. */
export function withCause(error: PlanReviewError, cause: unknown): PlanReviewError {
  const { code, message, wayOut, isRetryable } = error;
  return new PlanReviewError({ code, message, wayOut, isRetryable, cause });
}

import { ModelError } from '../../domain/modelError.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Timer } from '../../ports/timer.ts';
import { duration } from './duration.ts';
import { abortError, onAbort } from './signals.ts';

/** One request from its beginning to its end, however many calls that takes. */
export interface Operation {
  /** Aborted with the error to throw: the caller has given up, or the time is over. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** Frees the alarm and the listener. */
  end(): void;
}

/** Begins an operation that the caller's signal or `deadlineMs` ends, whichever comes first. */
export function beginOperation({
  clock,
  timer,
  deadlineMs,
  signal,
  provider,
}: {
  readonly clock: Clock;
  readonly timer: Timer;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly provider: string;
}): Operation {
  const controller = new AbortController();
  const callOff = timer.after(deadlineMs, () => {
    controller.abort(
      new ModelError({
        code: 'model-deadline',
        message: `There was no answer within ${duration(deadlineMs)}, all attempts together.`,
        wayOut:
          'Resume the review: what was answered is kept. A faster model or a shorter plan takes less time.',
        isRetryable: true,
        provider,
      }),
    );
  });
  const stopListening = onAbort(signal, () => {
    if (signal !== undefined) {
      controller.abort(abortError(signal));
    }
  });
  return {
    signal: controller.signal,
    deadline: clock.now() + deadlineMs,
    end: () => {
      callOff();
      stopListening();
    },
  };
}

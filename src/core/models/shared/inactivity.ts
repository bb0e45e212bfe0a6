import { PlanReviewError } from '../../base/errors.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { CallRecord } from '../../domain/modelUsage.ts';
import type { ModelActivity } from '../../ports/languageModel.ts';
import type { Timer } from '../../ports/timer.ts';
import { duration } from './duration.ts';
import type { InactivityLimits } from './policies.ts';
import { abortError, onAbort, withCause } from './signals.ts';

/** A call to be watched. It is told of every sign of life, and is expected to end soon after its signal is aborted. */
type WatchedCall<T> = (signal: AbortSignal, onActivity: (activity: ModelActivity) => void) => Promise<T>;

/**
 * Makes a call and stops it when it shows no sign of life for too long, or when `signal` is aborted.
 *
 * A call that was told to stop is waited for a little, so that its socket or process is gone before the next one starts
 * and what it knows of itself (session, partial text, calls) is not lost. One that ignores it is left behind: its caller
 * is never held up for longer than `graceMs`.
 * @throws ModelError `model-inactive`; the reason of `signal` where that is aborted; whatever the call itself throws.
 */
export async function watched<T>(
  call: WatchedCall<T>,
  {
    timer,
    limits,
    graceMs,
    signal,
    provider,
    onActivity,
  }: {
    readonly timer: Timer;
    readonly limits: InactivityLimits | undefined;
    readonly graceMs: number;
    readonly signal: AbortSignal;
    readonly provider: string;
    /** Told of every sign of life until the call is stopped. */
    readonly onActivity: ((activity: ModelActivity) => void) | undefined;
  },
): Promise<T> {
  const controller = new AbortController();
  const stop = (reason: PlanReviewError): void => controller.abort(reason);
  const stopListening = onAbort(signal, () => stop(abortError(signal)));
  const alarms =
    limits === undefined ? undefined : setAlarms(timer, limits, (error) => stop(error(provider)));
  const running = start(() =>
    call(controller.signal, (activity) => {
      if (!controller.signal.aborted) {
        alarms?.heard(activity);
        onActivity?.(activity);
      }
    }),
  );
  try {
    const outcome = await Promise.race([running, stopped(controller.signal)]);
    if (outcome !== undefined) {
      return unwrap(outcome);
    }
    const late = await within(timer, graceMs, running);
    throw enriched(abortError(controller.signal), late?.kind === 'failed' ? late.error : undefined);
  } finally {
    stopListening();
    alarms?.callOff();
  }
}

type Outcome<T> =
  { readonly kind: 'answered'; readonly value: T } | { readonly kind: 'failed'; readonly error: unknown };

/** Runs a call to an outcome, so that a failure nobody waits for any more is no unhandled rejection. */
async function start<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { kind: 'answered', value: await call() };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function unwrap<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'failed') {
    throw outcome.error;
  }
  return outcome.value;
}

function stopped(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    onAbort(signal, () => resolve(undefined));
  });
}

async function within<T>(timer: Timer, milliseconds: number, running: Promise<T>): Promise<T | undefined> {
  let callOff = (): void => {};
  const over = new Promise<undefined>((resolve) => {
    callOff = timer.after(milliseconds, () => resolve(undefined));
  });
  try {
    return await Promise.race([running, over]);
  } finally {
    callOff();
  }
}

/** What stopped a call, with what the call said of itself when it was stopped. */
function enriched(reason: PlanReviewError, said: unknown): PlanReviewError {
  const known = said instanceof PlanReviewError && !(said instanceof ModelError) ? said.cause : said;
  if (!(known instanceof ModelError)) {
    return reason;
  }
  const { session, partialText } = known;
  return reason instanceof ModelError
    ? reason.with({ session, partialText, calls: stoppedBy(reason, known.calls) })
    : withCause(reason, known);
}

/** The adapter only knows that it was stopped; what for stands in the record. */
function stoppedBy(reason: ModelError, calls: readonly CallRecord[]): readonly CallRecord[] {
  const last = calls.at(-1);
  return last === undefined ? [] : [...calls.slice(0, -1), { ...last, error: reason.code }];
}

interface Alarms {
  heard(activity: ModelActivity): void;
  callOff(): void;
}

/** Two alarms: any sign of life puts off the one for bytes, only the model's own words put off the other. */
function setAlarms(
  timer: Timer,
  { bytesMs, contentMs }: InactivityLimits,
  stop: (error: (provider: string) => ModelError) => void,
): Alarms {
  const bytes = alarm(timer, bytesMs, () => stop(inactive(`Nothing came for ${duration(bytesMs)}.`)));
  const content = alarm(timer, contentMs, () =>
    stop(inactive(`The connection is alive, but the model has written nothing for ${duration(contentMs)}.`)),
  );
  return {
    heard: ({ kind }) => {
      bytes.putOff();
      if (kind === 'content') {
        content.putOff();
      }
    },
    callOff: () => {
      bytes.callOff();
      content.callOff();
    },
  };
}

function alarm(
  timer: Timer,
  milliseconds: number,
  callback: () => void,
): { putOff(): void; callOff(): void } {
  let callOff = timer.after(milliseconds, callback);
  return {
    putOff: () => {
      callOff();
      callOff = timer.after(milliseconds, callback);
    },
    callOff: () => callOff(),
  };
}

const inactive =
  (message: string) =>
  (provider: string): ModelError =>
    new ModelError({
      code: 'model-inactive',
      message,
      wayOut: 'Resume the review; where it happens again, look at the connection or choose another model.',
      isRetryable: true,
      provider,
    });

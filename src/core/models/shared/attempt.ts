import { PlanReviewError } from '../../base/errors.ts';
import { costUsd, estimateInputTokens, worstCaseUsd } from '../../domain/modelCost.ts';
import { ModelError } from '../../domain/modelError.ts';
import { addTokens, noTokens, type CallRecord, type TokenUsage } from '../../domain/modelUsage.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LanguageModel, ModelAnswer, ModelRequest } from '../../ports/languageModel.ts';
import type { Timer } from '../../ports/timer.ts';
import type { Budget, Reservation } from './budget.ts';
import { watched } from './inactivity.ts';
import type { CallTokens, Lease, Limiter } from './limiter.ts';
import type { Operation } from './operation.ts';
import { passingFailures, type OperationPolicy } from './policies.ts';
import { withCause } from './signals.ts';

/** What one attempt is made with. */
interface AttemptDeps {
  readonly model: LanguageModel;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly limiter: Limiter;
  readonly budget: Budget;
  readonly policy: OperationPolicy;
  readonly operation: Operation;
}

/** A request to one model by name. */
export type NamedRequest = ModelRequest & { readonly model: string };

/**
 * Makes one call: money set aside, then a place in the limiter's queue, then the call itself, watched. Both are ended in
 * every case: with what was used where that is known, in full where the call may have been billed nobody knows how much,
 * and with nothing where the provider refused it before any work.
 * @throws ModelError with the attempt's own calls, none where it never came to one; `PlanReviewError` `cancelled`, with
 * such an error as its cause where there was a call.
 */
export async function attempt(request: NamedRequest, deps: AttemptDeps): Promise<ModelAnswer> {
  const { model, clock, budget, limiter, operation, policy } = deps;
  const profile = model.profile(request.model);
  const money = budget.reserve(worstCaseUsd(request, profile), {
    provider: model.provider,
    model: request.model,
  });
  const tokens = { inputTokens: estimateInputTokens(request), outputTokens: request.maxOutputTokens };
  const lease = await reserve(tokens, request, deps).catch((error: unknown) => {
    money.release();
    throw error;
  });
  const startedAt = clock.now();
  try {
    const answer = await watched(
      (signal, onActivity) =>
        model.complete({
          ...request,
          signal,
          onActivity,
        }),
      {
        timer: deps.timer,
        limits: policy.inactivity,
        graceMs: policy.graceMs,
        signal: operation.signal,
        provider: model.provider,
        onActivity: request.onActivity,
      },
    );
    const used = addTokens(answer.usage, ...answer.calls.slice(0, -1).map(({ usage }) => usage));
    const cost = answer.costUsd ?? (isNothing(used) ? undefined : costUsd(used, profile));
    settle({ lease, money }, isNothing(used) ? tokens : tokensOf(used), cost);
    return answer;
  } catch (thrown) {
    const own = { model: request.model, startedAt, elapsedMs: clock.now() - startedAt };
    const error = withCalls(thrown, own);
    const failure = failureOf(error);
    if (failure?.retryAfterMs !== undefined && passingFailures.has(failure.code)) {
      limiter.pauseUntil(clock.now() + failure.retryAfterMs);
    }
    const calls = failure?.calls ?? [];
    const used = addTokens(...calls.map(({ usage }) => usage));
    if (failure === undefined || calls.some(({ isAmbiguous }) => isAmbiguous)) {
      settle({ lease, money }, tokens, undefined);
    } else {
      settle({ lease, money }, tokensOf(used), isNothing(used) ? 0 : costUsd(used, profile));
    }
    throw error;
  }
}

function reserve(tokens: CallTokens, request: NamedRequest, deps: AttemptDeps): Promise<Lease> {
  const { clock, limiter, operation, policy } = deps;
  const now = clock.now();
  return limiter.reserve(tokens, {
    deadline: Math.min(operation.deadline, now + policy.maxWaitMs),
    // Longer than any call can take, so that only a lease that was lost expires.
    holdMs: operation.deadline - now + 2 * policy.graceMs,
    signal: operation.signal,
    onWait: (reason, ms) => request.onEvent?.({ type: 'waiting', reason, ms }),
  });
}

function settle(
  { lease, money }: { readonly lease: Lease; readonly money: Reservation },
  tokens: CallTokens,
  usd: number | undefined,
): void {
  lease.settle(tokens);
  money.settle(usd);
}

/** What counts against the provider's limits: what is read from its cache does not. */
function tokensOf(usage: TokenUsage): CallTokens {
  return { inputTokens: usage.input + usage.cacheWrite, outputTokens: usage.output };
}

/** Some endpoints do not say what was used. */
function isNothing(usage: TokenUsage): boolean {
  return usage.input + usage.output + usage.cacheRead + usage.cacheWrite === 0;
}

/** The failure of a model that an error is, or holds as the cause of a cancellation. */
export function failureOf(error: unknown): ModelError | undefined {
  if (error instanceof ModelError) {
    return error;
  }
  return error instanceof PlanReviewError && error.cause instanceof ModelError ? error.cause : undefined;
}

/** Failures after which the provider may have worked, and may bill, where the adapter does not say. */
const ambiguousCodes: ReadonlySet<string> = new Set([
  'model-network',
  'model-inactive',
  'model-incomplete',
  'model-deadline',
  'cancelled',
]);

/** An adapter may leave it to its caller to write down the call that failed. */
function withCalls(error: unknown, own: Pick<CallRecord, 'model' | 'startedAt' | 'elapsedMs'>): unknown {
  const failure = failureOf(error);
  const isOfCall =
    error instanceof ModelError || (error instanceof PlanReviewError && error.code === 'cancelled');
  if (!isOfCall) {
    return error;
  }
  if (failure !== undefined && failure.calls.length > 0) {
    // An adapter that is stopped sees a stream that breaks off, and not why.
    return error instanceof ModelError
      ? error
      : cancelledWith(error, failure, [...failure.calls.slice(0, -1), ...lastWith(failure, error.code)]);
  }
  const call: CallRecord = {
    ...own,
    usage: noTokens,
    requestId: failure?.requestId,
    error: error.code,
    isAmbiguous: ambiguousCodes.has(error.code) || failure?.partialText !== undefined,
  };
  return failure === error ? failure.with({ calls: [call] }) : cancelledWith(error, failure, [call]);
}

function lastWith({ calls }: ModelError, code: string): readonly CallRecord[] {
  return calls.slice(-1).map((call) => ({ ...call, error: code }));
}

/** A cancellation that tells of the calls that were made until then. */
export function cancelledWith(
  cancellation: PlanReviewError,
  failure: ModelError | undefined,
  calls: readonly CallRecord[],
): PlanReviewError {
  const cause =
    failure ??
    new ModelError({
      code: 'model-incomplete',
      message: 'The call was stopped.',
      wayOut: cancellation.wayOut,
      isRetryable: true,
      provider: '',
    });
  return withCause(cancellation, cause.with({ calls }));
}

import { PlanReviewError } from '../../base/errors.ts';
import { estimateInputTokens } from '../../domain/modelCost.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { CallRecord } from '../../domain/modelUsage.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LanguageModel, ModelAnswer, ModelRequest } from '../../ports/languageModel.ts';
import type { Timer } from '../../ports/timer.ts';
import { attempt, cancelledWith, failureOf } from './attempt.ts';
import type { Budget } from './budget.ts';
import { modelsToAsk, withFallback } from './fallback.ts';
import type { Limiter } from './limiter.ts';
import { beginOperation, type Operation } from './operation.ts';
import type { OperationPolicy, Policies } from './policies.ts';
import { withRetry } from './retry.ts';

/** What makes an adapter dependable. */
export interface DependableDeps {
  readonly clock: Clock;
  readonly timer: Timer;
  /** A number from 0 to 1, without 1. */
  readonly random: () => number;
  readonly policies: Policies;
  /** The limiter of a model under this adapter's key. */
  readonly limiterFor: (model: string) => Limiter;
  /** What the round may cost. */
  readonly budget: Budget;
  /** The models to fall back to, the strongest first; empty for none. */
  readonly chain: readonly string[];
}

/**
 * An adapter with everything around it that a call needs to be relied on. From the outside in, each with one owner:
 *
 * deadline and cancellation of the whole → fallback → retry → budget → limiter → watchdog → adapter.
 *
 * Budget and limiter stand within retry, because each attempt is a call of its own that counts and may be billed.
 *
 * The answer tells of every call that was made, on every model. So does a `ModelError` that is thrown, and the cause of a
 * cancellation.
 */
export function dependable(model: LanguageModel, deps: DependableDeps): LanguageModel {
  return {
    provider: model.provider,
    identity: model.identity,
    defaultModel: model.defaultModel,
    profile: (name) => model.profile(name),
    bulk: model.bulk,
    async complete(request) {
      const policy = deps.policies[request.operation];
      const operation = beginOperation({
        clock: deps.clock,
        timer: deps.timer,
        deadlineMs: policy.deadlineMs,
        signal: request.signal,
        provider: model.provider,
      });
      const so: SoFar = { calls: [], session: undefined };
      try {
        const answer = await ask({ request, model, deps, policy, operation, so });
        return { ...answer, calls: so.calls };
      } catch (error) {
        throw tellingOf(so, error);
      } finally {
        operation.end();
      }
    },
  };
}

/** What the calls of one operation have come to. */
interface SoFar {
  readonly calls: CallRecord[];
  /** The last one that a call was given. */
  session: string | undefined;
}

function ask({
  request,
  model,
  deps,
  policy,
  operation,
  so,
}: {
  readonly request: ModelRequest;
  readonly model: LanguageModel;
  readonly deps: DependableDeps;
  readonly policy: OperationPolicy;
  readonly operation: Operation;
  /** Filled with each call as it ends. */
  readonly so: SoFar;
}): Promise<ModelAnswer> {
  const { clock, timer, random, budget } = deps;
  const { signal, deadline } = operation;
  const size = estimateInputTokens(request) + request.maxOutputTokens;
  const models = modelsToAsk(
    request.model ?? model.defaultModel,
    deps.chain,
    (name) => size <= model.profile(name).contextWindow,
  );

  const askOnce = async (name: string): Promise<ModelAnswer> => {
    const limiter = deps.limiterFor(name);
    try {
      const answer = await attempt(
        { ...request, model: name },
        { model, clock, timer, limiter, budget, policy, operation },
      );
      so.calls.push(...answer.calls);
      return answer;
    } catch (error) {
      const failure = failureOf(error);
      so.calls.push(...(failure?.calls ?? []));
      so.session = failure?.session ?? so.session;
      throw error;
    }
  };

  const askUntilAnswered = (name: string): Promise<ModelAnswer> =>
    withRetry(() => askOnce(name), {
      policy: policy.retry,
      clock,
      timer,
      random,
      signal,
      deadline,
      onRetry: (number, afterMs, error) =>
        request.onEvent?.({ type: 'retrying', attempt: number, afterMs, reason: error.message }),
    });

  return withFallback(models, askUntilAnswered, {
    signal,
    onFallback: (from, to, error) =>
      request.onEvent?.({ type: 'falling-back', from, to, reason: error.message }),
  });
}

/**
 * The same error, telling of every call and not of its own alone; and of the last session that any of them was given,
 * which shows that the provider took the task whatever became of the calls behind it.
 */
function tellingOf({ calls, session }: SoFar, error: unknown): unknown {
  if (error instanceof ModelError) {
    return error.with({ calls, session: error.session ?? session });
  }
  return error instanceof PlanReviewError && error.code === 'cancelled' && calls.length > 0
    ? cancelledWith(error, failureOf(error), calls)
    : error;
}

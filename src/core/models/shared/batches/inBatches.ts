import { PlanReviewError } from '../../../base/errors.ts';
import { callCostUsd, inBatch, worstCaseUsd } from '../../../domain/modelCost.ts';
import type { CallRecord } from '../../../domain/modelUsage.ts';
import { failureOf } from '../attempt.ts';
import type { LanguageModel, ModelRequest } from '../../../ports/languageModel.ts';
import type { BatchSeat } from '../../../ports/providers.ts';
import type { Budget } from '../budget.ts';
import type { BatchDesk } from './batchDesk.ts';

/**
 * A model that is asked in batches: what reads the plan, and the analysis. What is small (`quick`) and what corrects an
 * answer goes directly: a batch of one takes as long as one of a thousand, and a round would wait for it.
 */
export function inBatches(
  direct: LanguageModel,
  { desk, budget, seat }: { readonly desk: BatchDesk; readonly budget: Budget; readonly seat: BatchSeat },
): LanguageModel {
  return {
    ...direct,
    async complete(request) {
      if (request.operation === 'quick' || isCorrection(request)) {
        return direct.complete(request);
      }
      const model = request.model ?? direct.defaultModel;
      const profile = direct.profile(model);
      const worst = inBatch(worstCaseUsd(request, profile), profile);
      const money = budget.reserve(worst, { provider: direct.provider, model });
      const settle = (calls: readonly CallRecord[]): void => {
        const costs = calls.map((call) => callCostUsd(call, direct.profile(call.model)) ?? 0);
        money.settle(costs.reduce((sum, cost) => sum + cost, 0));
      };
      try {
        const answer = await desk.ask({ ...request, model }, seat);
        settle(answer.calls);
        return answer;
      } catch (error) {
        if (error instanceof PlanReviewError && error.code === 'cancelled') {
          // What becomes of it at the provider nobody knows yet.
          money.settle(undefined);
        } else {
          settle(failureOf(error)?.calls ?? []);
        }
        throw error;
      }
    },
  };
}

/** Whether a request holds the answer that it corrects. */
function isCorrection({ messages }: ModelRequest): boolean {
  return messages.some(({ role }) => role === 'assistant');
}

import { callCostUsd } from '../../domain/modelCost.ts';
import { addTokens, type CallRecord, type TokenUsage } from '../../domain/modelUsage.ts';
import type { TaskCall } from '../../domain/task.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';

/** What calls came to. */
export interface Spent {
  readonly calls: readonly TaskCall[];
  /** In US dollars; undefined where it is not known of every call. */
  readonly costUsd: number | undefined;
}

export const nothingSpent: Spent = { calls: [], costUsd: 0 };

/** Adds the calls for one answer, or for none. `saidUsd` is what the provider itself says that they cost. */
export function spend(
  before: Spent,
  calls: readonly CallRecord[],
  { model, saidUsd }: { readonly model: LanguageModel; readonly saidUsd: number | undefined },
): Spent {
  const cost = saidUsd ?? total(calls.map((call) => callCostUsd(call, model.profile(call.model))));
  return { calls: [...before.calls, ...calls.map(recordOf)], costUsd: total([before.costUsd, cost]) };
}

/** The sum of costs; undefined where one is. */
export function total(costs: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const cost of costs) {
    if (cost === undefined) {
      return undefined;
    }
    sum += cost;
  }
  return sum;
}

/** What calls used together. */
export function usageOf(calls: readonly Pick<TaskCall, 'usage'>[]): TokenUsage {
  return addTokens(...calls.map(({ usage }) => usage));
}

function recordOf(call: CallRecord): TaskCall {
  return {
    model: call.model,
    startedAt: new Date(call.startedAt).toISOString(),
    elapsedMs: call.elapsedMs,
    usage: call.usage,
    ...(call.requestId === undefined ? {} : { requestId: call.requestId }),
    ...(call.error === undefined ? {} : { error: call.error }),
    isAmbiguous: call.isAmbiguous,
    ...(call.batch === undefined ? {} : { batch: call.batch }),
  };
}

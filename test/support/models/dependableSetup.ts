import assert from 'node:assert/strict';
import { PlanReviewError } from '../../../src/core/base/errors.ts';
import { worstCaseUsd } from '../../../src/core/domain/modelCost.ts';
import { ModelError } from '../../../src/core/domain/modelError.ts';
import { createBudget } from '../../../src/core/models/shared/budget.ts';
import { dependable } from '../../../src/core/models/shared/dependable.ts';
import { createLimiters } from '../../../src/core/models/shared/limiter.ts';
import { policies } from '../../../src/core/models/shared/policies.ts';
import type { ModelEvent, ModelProfile, ModelRequest } from '../../../src/core/ports/languageModel.ts';
import { createVirtualTime } from '../memory/virtualTime.ts';
import { modelRequest } from '../messagesServer/modelRequest.ts';
import { createScriptedModel, failure, sampleAnswer, sampleCall, type Script } from './scriptedModel.ts';

/** A scripted model with everything around it, in a time of its own. Waits for retries are half of their bound. */
export function setUp(
  script: Script,
  {
    limitUsd,
    maxConcurrent = 24,
    chain = ['large', 'small'],
    profile,
  }: { limitUsd?: number; maxConcurrent?: number; chain?: string[]; profile?: Partial<ModelProfile> } = {},
) {
  const time = createVirtualTime();
  const adapter = createScriptedModel(script, profile);
  const limiters = createLimiters(time);
  const limiterFor = (model: string) =>
    limiters({ provider: 'scripted', origin: 'o', key: 'k', model }, { maxConcurrent });
  const budget = createBudget({ limitUsd, spentUsd: 0 });
  const model = dependable(adapter, { ...time, random: () => 0.5, policies, limiterFor, budget, chain });
  const events: ModelEvent[] = [];
  const ask = (fields: Partial<ModelRequest> = {}) => {
    const asked: { text?: string; models?: unknown[]; error?: unknown } = {};
    void model.complete(modelRequest({ onEvent: (event) => events.push(event), ...fields })).then(
      ({ text, calls }) => Object.assign(asked, { text, models: calls.map(({ model }) => model) }),
      (error: unknown) => (asked.error = error),
    );
    return asked;
  };
  return { time, adapter, model, budget, limiterFor, events, ask };
}

/** The most that one call of `ask` may cost, in US dollars. */
export const worst = (model = createScriptedModel(() => Promise.reject(new Error()))): number =>
  worstCaseUsd(modelRequest(), model.profile('large')) ?? Number.NaN;

/** A call that is answered at once. */
export const succeed: Script = () => Promise.resolve(sampleAnswer());
/** A call that never ends, not even when it is told to. */
export const hang: Script = () => new Promise(() => {});

/** A call that ends as soon as it is told to, as an adapter should. */
export const obey: Script = ({ signal }) =>
  new Promise((_, reject) => {
    const stop = () => {
      const cause = failure('model-incomplete', {
        session: 'msg_1',
        calls: [sampleCall({ error: 'model-incomplete', isAmbiguous: true })],
      });
      reject(new PlanReviewError({ code: 'cancelled', message: 'Stopped.', wayOut: 'None.', cause }));
    };
    signal.addEventListener('abort', stop);
  });

/** An error that has to be one of a model. */
export function modelError(error: unknown): ModelError {
  assert.ok(error instanceof ModelError, String(error));
  return error;
}

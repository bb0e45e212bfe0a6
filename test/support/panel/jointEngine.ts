import { createCampaignStore } from '../../../src/core/store/campaignStore.ts';
import type { JointDeps } from '../../../src/core/pipeline/campaigns/jointDeps.ts';
import { retryTogether, reviewTogether } from '../../../src/core/pipeline/campaigns/reviewTogether.ts';
import type { JointRequest, JointView } from '../../../src/core/pipeline/campaigns/jointDeps.ts';
import { readPlan } from '../../../src/core/pipeline/readPlan.ts';
import { resumeReview, retryReview, reviewPlan } from '../../../src/core/pipeline/reviewPlan.ts';
import { panelDeps, type ReviewDeps } from '../../../src/core/pipeline/roundDeps.ts';
import { PlanReviewError } from '../../../src/core/base/errors.ts';
import { memoryRoot } from '../memory/memoryArtifactStore.ts';
import { createPanelEngine, planText, type PanelEngine, type PanelEngineOptions } from './panelEngine.ts';

/** An engine for campaigns over several plans, on a disk in memory. */
export interface JointEngine {
  readonly engine: PanelEngine;
  /** The texts of the plans; may be changed at any time. What is missing is not found. */
  readonly plans: Map<string, string>;
  readonly deps: JointDeps;
  readonly review: (request?: Partial<JointRequest>) => Promise<JointView>;
  readonly retry: (id: string) => Promise<JointView>;
}

/** Makes one with these plans, all with the text that the panel's personas quote unless another one is given. */
export function createJointEngine(paths: readonly string[], options: PanelEngineOptions = {}): JointEngine {
  const engine = createPanelEngine(options);
  const plans = new Map(paths.map((path) => [path, planText]));
  const rounds: ReviewDeps = {
    ...engine.deps,
    planFiles: {
      read: (path) => {
        const text = plans.get(path);
        return text === undefined
          ? Promise.reject(
              new PlanReviewError({
                code: 'plan-not-found',
                message: `There is no plan at ${path}.`,
                wayOut: 'Name a plan that is there.',
              }),
            )
          : Promise.resolve(new TextEncoder().encode(text));
      },
    },
  };
  let suffix = 0;
  const deps: JointDeps = {
    campaigns: createCampaignStore({
      root: memoryRoot,
      ops: engine.disk,
      clock: engine.clock,
      uniqueSuffix: () => `joint${(suffix += 1)}`,
      owner: { pid: 1, host: 'here', isAlive: () => true },
    }),
    store: rounds.store,
    clock: engine.clock,
    providers: panelDeps(rounds).providers,
    plansOf: () => Promise.resolve(paths),
    revisionOf: async (path) => (await readPlan(rounds.planFiles, { path })).revision,
    preflight: () => Promise.resolve(),
    review: (turn) => reviewPlan(rounds, turn),
    resume: (turn) => resumeReview(rounds, turn),
    retry: (turn) => retryReview(rounds, turn),
  };
  const usual: JointRequest = {
    content: ['docs'],
    panel: { reviewers: ['security', 'testing', 'operations'], strategy: 'independent' },
    askToSend: () => Promise.resolve(true),
  };
  return {
    engine,
    plans,
    deps,
    review: (request = {}) => reviewTogether(deps, { ...usual, ...request }),
    retry: (id) => retryTogether(deps, { id, askToSend: () => Promise.resolve(true) }),
  };
}

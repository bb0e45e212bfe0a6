import { PlanReviewError } from '../../../src/core/base/errors.ts';
import { resumeReview, reviewPlan } from '../../../src/core/pipeline/reviewPlan.ts';
import type { ReviewDeps } from '../../../src/core/pipeline/roundDeps.ts';
import { nodeFileOps } from '../../../src/core/store/nodeFileOps.ts';
import { createArtifactStore } from '../../../src/core/store/artifactStore.ts';
import { currentProcess } from '../../../src/core/system/currentProcess.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { uniqueSuffix } from '../../../src/core/system/uniqueSuffix.ts';
import { createFaultyFileOps, type FaultyFileOps } from '../store/faultyFileOps.ts';
import { panelDeps, planPath } from './panelWorld.ts';

/** The engine as the program has it, with a disk that may be made to go wrong and brings nothing to the platter. */
export function engineAt(
  root: string,
  url: string,
  fault: Parameters<typeof createFaultyFileOps>[1] = {},
): { readonly deps: ReviewDeps; readonly ops: FaultyFileOps } {
  const ops = createFaultyFileOps(nodeFileOps, fault);
  const store = createArtifactStore({ root, clock: systemClock, uniqueSuffix, owner: currentProcess(), ops });
  return { deps: panelDeps({ root, url, store }), ops };
}

/** Does what a user does after a crash: resumes the round that was left unfinished, or starts one where there is none. */
export async function finishRound(deps: ReviewDeps): ReturnType<typeof reviewPlan> {
  const request = { path: planPath, signal: undefined, progress: undefined };
  try {
    return await resumeReview(deps, request);
  } catch (error) {
    if (error instanceof PlanReviewError && error.code === 'nothing-to-resume') {
      return reviewPlan(deps, { ...request, mode: 'plan', panel: {} });
    }
    throw error;
  }
}

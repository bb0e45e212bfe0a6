import { PlanReviewError } from '../core/index.ts';

/** That no campaign of this id is in the workspace folder `root`. */
export function campaignNotFound(id: string, root: string): PlanReviewError {
  return new PlanReviewError({
    code: 'campaign-not-found',
    message: `There is no campaign ${id} in ${root}.`,
    wayOut: 'Run "plan-review list" to see those that there are.',
  });
}

import { PlanReviewError } from '../../base/errors.ts';

/** The error of a round in which somebody is still to be asked. `who` completes "could not be asked". */
export function incomplete(
  who: string,
  error: { readonly message: string; readonly wayOut: string },
): PlanReviewError {
  return new PlanReviewError({
    code: 'round-incomplete',
    message: `The round is not complete: ${who} could not be asked. ${error.message}`,
    wayOut: `${error.wayOut} Then resume the round: what was answered is kept and is not asked again.`,
    isRetryable: true,
  });
}

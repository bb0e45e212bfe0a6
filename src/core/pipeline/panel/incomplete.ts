import { PlanReviewError } from '../../base/errors.ts';
import type { ReviewerOutcome } from './askReviewers.ts';

/** The error of a round in which somebody is still to be asked. `who` completes "could not be asked". */
export function incomplete(
  who: string,
  error: { readonly message: string; readonly wayOut: string },
): PlanReviewError {
  return new PlanReviewError({
    code: 'round-incomplete',
    message: `The round is not complete: ${who} could not be asked. ${error.message}`,
    wayOut: `${error.wayOut} What was answered is kept, and is not asked again when you resume the round.`,
    isRetryable: true,
  });
}

/** A round in which somebody could not be asked is no round: it waits to be resumed. @throws PlanReviewError `round-incomplete` */
export function refuseIncomplete(outcomes: readonly ReviewerOutcome<unknown>[]): void {
  const open = outcomes.flatMap(({ reviewer, outcome }) =>
    outcome.status === 'failed_blocking' || outcome.status === 'not_asked'
      ? [{ name: reviewer.persona.name, error: outcome.error }]
      : [],
  );
  const [first] = open;
  if (first !== undefined) {
    throw incomplete(open.map(({ name }) => name).join(', '), first.error);
  }
}

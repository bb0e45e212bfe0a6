import { PlanReviewError } from '../../base/errors.ts';
import type { TaskError } from '../../domain/task.ts';
import type { ReviewerOutcome } from './askReviewers.ts';

/**
 * The error of a round in which somebody is still to be asked. `who` completes "could not be asked". Where asking the same
 * again would come to the same, the ways round it are said.
 */
export function incomplete(
  who: string,
  error: Pick<TaskError, 'message' | 'wayOut' | 'isRetryable'>,
): PlanReviewError {
  const otherwise = error.isRetryable
    ? ''
    : ' It can also be resumed with another model for who is missing, or without them.';
  return new PlanReviewError({
    code: 'round-incomplete',
    message: `The round is not complete: ${who} could not be asked. ${error.message}`,
    wayOut: `${error.wayOut} What was answered is kept, and is not asked again when you resume the round.${otherwise}`,
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
  // What does not pass by itself is what somebody has to do something about.
  const worst = open.find(({ error }) => !error.isRetryable) ?? open[0];
  if (worst !== undefined) {
    throw incomplete(open.map(({ name }) => name).join(', '), worst.error);
  }
}

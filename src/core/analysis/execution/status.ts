import type { ExecutedStep, ExecutionStatus } from '../../domain/execution.ts';

/** Where a plan stands, by its files: nothing done, something, or all that can be told. */
export function statusOf({
  steps,
  hasWork,
}: {
  readonly steps: readonly Pick<ExecutedStep, 'share'>[];
  /** Whether there is a commit of the work, or a file of it. */
  readonly hasWork: boolean;
}): ExecutionStatus {
  const told = steps.flatMap(({ share }) => share ?? []);
  if (!hasWork) {
    return 'planned';
  }
  return told.length > 0 && told.every((share) => share === 1) ? 'executed' : 'executing';
}

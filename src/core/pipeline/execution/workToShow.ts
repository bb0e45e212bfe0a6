import { PlanReviewError } from '../../base/errors.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { examineWork, type ExecutionDeps } from './examineWork.ts';
import { sectionDiffs } from './sectionDiffs.ts';

/** What reviewers would be shown of the work, with no command run; nothing where git cannot tell. */
export async function workToShow(
  deps: ExecutionDeps,
  document: PlanDocument,
  signal: AbortSignal | undefined,
): Promise<Pick<RoundChecks, 'execution' | 'diff'>> {
  try {
    const examined = await examineWork(deps, document, {
      signal,
      commands: 'no',
      timeLimit: 0,
      progress: undefined,
    });
    return { execution: examined.execution, diff: [...(await sectionDiffs(deps, examined, signal))] };
  } catch (error) {
    if (error instanceof PlanReviewError && error.code === 'history-unavailable') {
      return {};
    }
    throw error;
  }
}

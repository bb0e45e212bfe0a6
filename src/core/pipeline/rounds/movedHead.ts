import { throwIfCancelled } from '../../base/errors.ts';
import type { Git } from '../../ports/git.ts';

/** The folder in which reviews are kept: committing a review takes nothing away from it. */
const reviewsFolder = '.plan-review/';

/** What is compared with the repository as it is. */
export interface ApprovedState {
  /** The plan's path below the workspace folder. */
  readonly path: string;
  /** HEAD when the plan was reviewed; null where there was none. */
  readonly head: string | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * Why an approval no longer stands at the repository's HEAD, or undefined while it does. What was committed since of the
 * plan and of reviews makes no difference: the plan is compared by its revision.
 */
export async function movedHead(
  { git, treePath }: { readonly git: Git; readonly treePath: (path: string) => string },
  { path, head, signal }: ApprovedState,
): Promise<string | undefined> {
  if (head === null) {
    return undefined;
  }
  const answer = await git.repository(signal);
  throwIfCancelled(signal);
  const now = answer.available ? answer.repository.head : null;
  if (now === null || now === head) {
    return undefined;
  }
  const changed = await git.changedBetween(head, now, signal);
  const moved = `HEAD has moved from ${head.slice(0, 7)} to ${now.slice(0, 7)} since the plan was reviewed`;
  if (changed === undefined) {
    return `${moved}, and what changed cannot be told.`;
  }
  const others = changed.filter(
    (file) => file !== treePath(path) && !file.startsWith(treePath(reviewsFolder)),
  );
  const [first] = others;
  return first === undefined
    ? undefined
    : `${moved}, and other files have changed: ${first}${others.length > 1 ? ` and ${others.length - 1} more` : ''}.`;
}

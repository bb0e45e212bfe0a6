import { CommanderError } from 'commander';
import { PlanReviewError, type ErrorCode } from '../core/index.ts';
import { exitStatus, type CliContext } from './context.ts';

/** Says what went wrong: a sentence and a way out where it was to be expected, a stack where it was not. */
export function report(context: CliContext, error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has written what it had to say.
    return error.exitCode === 0 ? exitStatus.fine : exitStatus.usage;
  }
  if (error instanceof PlanReviewError) {
    context.err(`plan-review: ${error.message}\n  ${error.wayOut}\n`);
    return isInputError(error.code) ? exitStatus.usage : exitStatus.incomplete;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.err(
    `plan-review: this should not have happened; please report it with the lines below.\n${stack}\n`,
  );
  return exitStatus.incomplete;
}

/** Whether the same command cannot succeed until somebody changes what it was given. */
function isInputError(code: ErrorCode): boolean {
  return (
    code.startsWith('plan-') ||
    code === 'not-trusted' ||
    code === 'history-unavailable' ||
    code === 'settings-invalid' ||
    code === 'check-not-found' ||
    code === 'consent-unavailable' ||
    code === 'persona-not-found' ||
    code === 'provider-not-found' ||
    code === 'reviewer-answered' ||
    code === 'nothing-to-resume' ||
    code === 'index-unavailable' ||
    code === 'index-newer' ||
    code === 'campaign-not-found' ||
    code === 'campaign-exists' ||
    code === 'campaign-unchangeable' ||
    code === 'nothing-to-retry' ||
    code === 'nothing-to-review' ||
    code === 'chapter-not-found' ||
    code === 'round-unfinished' ||
    code === 'not-reviewed' ||
    code === 'response-missing' ||
    code === 'response-incomplete' ||
    code === 'response-malformed' ||
    code === 'response-outdated' ||
    code === 'nothing-to-draft' ||
    code === 'edits-not-found' ||
    code === 'record-incomplete' ||
    code === 'sending-refused' ||
    code === 'batch-unavailable'
  );
}

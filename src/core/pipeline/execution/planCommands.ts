import { PlanReviewError } from '../../base/errors.ts';
import type { Range } from '../../domain/position.ts';
import type { ReadPlan } from '../readPlan.ts';
import type { ExecutionDeps } from './examineWork.ts';
import { commandSha256, commandSubject } from './validation.ts';

/** A command by which a plan validates its work. */
export interface PlanCommand {
  /** The exact text that the shell is given. */
  readonly command: string;
  /** What a consent is bound to. */
  readonly sha256: string;
  readonly range: Range;
  readonly isAgreed: boolean;
}

type CommandDeps = Pick<ExecutionDeps, 'readWork' | 'consents'>;

/** The commands of a plan, in its order. */
export async function planCommands(
  { readWork, consents }: CommandDeps,
  plan: ReadPlan,
  signal?: AbortSignal,
): Promise<readonly PlanCommand[]> {
  const { commands } = await readWork(plan.document, signal);
  return Promise.all(
    commands.map(async ({ command, range }) => {
      const sha256 = commandSha256(command);
      return { command, sha256, range, isAgreed: await consents.isAgreed(sha256) };
    }),
  );
}

/**
 * Records a consent to a text that the plan has now.
 * @throws PlanReviewError `check-not-found`; `consent-unavailable`
 */
export async function agreeToPlanCommand(deps: CommandDeps, plan: ReadPlan, sha256: string): Promise<void> {
  const commands = await planCommands(deps, plan);
  if (!commands.some((command) => command.sha256 === sha256)) {
    throw new PlanReviewError({
      code: 'check-not-found',
      message: `${plan.path} has no validation command with the text that was agreed to.`,
      wayOut: 'Read the commands again: the plan was changed meanwhile.',
    });
  }
  await deps.consents.agree({ subject: commandSubject(sha256), sha256 });
}

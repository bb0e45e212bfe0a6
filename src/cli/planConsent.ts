import { PlanReviewError, printable, type PlanCommand } from '../core/index.ts';
import { exitStatus, type CliContext } from './context.ts';
import { openWorkspaces } from './workspace.ts';

interface PlanConsentOptions {
  readonly sha256?: string;
  readonly revoke?: boolean;
  readonly json?: boolean;
  readonly root?: string;
}

/**
 * `plan-review consent --plan <plan>`: shows the commands by which a plan validates its work, and asks of each that nobody has agreed
 * to whether it may be run. Returns the exit status.
 */
export async function consentToPlan(
  context: CliContext,
  plan: string,
  options: PlanConsentOptions,
): Promise<number> {
  const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
  const commands = await planReview.planCommands({ path });
  if (options.json === true) {
    context.out(`${JSON.stringify(commands, null, 2)}\n`);
    return exitStatus.fine;
  }
  if (commands.length === 0) {
    context.out(`${printable(shownAs)} names no command that validates its work.\n`);
    return exitStatus.fine;
  }
  const chosen = options.sha256 === undefined ? commands : [named(commands, options.sha256, shownAs)];
  if (options.revoke === true) {
    let count = 0;
    for (const { sha256 } of chosen) {
      count += (await planReview.revokePlanCommand(sha256)) ? 1 : 0;
    }
    context.out(`${count} of ${chosen.length} commands will not be run any more.\n`);
    return exitStatus.fine;
  }
  if (options.sha256 !== undefined) {
    await planReview.agreeToPlanCommand(path, options.sha256.toLowerCase());
    context.out(`It may be run in ${printable(planReview.root)}.\n`);
    return exitStatus.fine;
  }
  context.out(
    'sh runs these in the workspace folder, with PATH, HOME, LANG and TMPDIR of your environment and nothing else of it:\n\n',
  );
  let isRefused = false;
  for (const command of commands) {
    context.out(shown(command, shownAs));
    if (command.isAgreed || context.ask === undefined) {
      continue;
    }
    if (await context.ask('May it be run to validate the work in this folder?')) {
      await planReview.agreeToPlanCommand(path, command.sha256);
    } else {
      isRefused = true;
    }
  }
  if (context.ask === undefined && commands.some(({ isAgreed }) => !isAgreed)) {
    context.err(
      `plan-review: nobody is there to be asked.\n  To agree to exactly one text: plan-review consent --plan ${printable(shownAs)} --sha256 <hash>\n`,
    );
    return exitStatus.usage;
  }
  return isRefused ? exitStatus.refused : exitStatus.fine;
}

function named(commands: readonly PlanCommand[], hash: string, shownAs: string): PlanCommand {
  const command = commands.find(({ sha256 }) => sha256 === hash.toLowerCase());
  if (command === undefined) {
    throw new PlanReviewError({
      code: 'check-not-found',
      message: `${shownAs} has no validation command whose text has the hash that you name.`,
      wayOut: `Read them with plan-review consent --plan ${shownAs}.`,
    });
  }
  return command;
}

function shown({ command, sha256, range, isAgreed }: PlanCommand, shownAs: string): string {
  return [
    `${isAgreed ? '✓ agreed' : '? not agreed'}  ${printable(shownAs)}:${range.start.line}, SHA-256 ${sha256}\n`,
    ...command.split('\n').map((text) => `    ${printable(text)}\n`),
    '\n',
  ].join('');
}

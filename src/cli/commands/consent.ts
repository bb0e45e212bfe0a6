import type { Command } from 'commander';
import { PlanReviewError, printable, type OwnCommand, type PlanReview } from '../../core/index.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { consentToPlan } from '../planConsent.ts';
import { currentFolder, openWorkspaces } from '../workspace.ts';

interface ConsentOptions {
  readonly sha256?: string;
  readonly revoke?: boolean;
  readonly json?: boolean;
  readonly plan?: string;
  readonly root?: string;
}

/** `plan-review consent [check]`: which commands of the workspace's own checks, or of a plan, may be run. */
export function addConsent(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('consent')
    .description("show the commands of the workspace's own checks, or of a plan, and agree to them")
    .argument('[check]', 'the check; all are listed where it is left out')
    .option('--plan <plan>', 'the commands by which this plan validates its work')
    .option('--sha256 <hash>', 'agree without being asked, if the definition still has this hash')
    .option('--revoke', 'take the consent back')
    .option('--json', 'print the list as JSON')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the current folder)')
    .action(async (check: string | undefined, options: ConsentOptions) => {
      if (options.plan !== undefined) {
        finish(await consentToPlan(context, options.plan, options));
        return;
      }
      const planReview = openWorkspaces(context).folder(currentFolder(context, options.root));
      const { commands } = await planReview.catalogue();
      if (check === undefined) {
        context.out(options.json === true ? `${JSON.stringify(commands, null, 2)}\n` : listed(commands));
        return;
      }
      if (options.revoke === true) {
        const had = await planReview.revokeConsent(check);
        context.out(had ? `${check} will not be run any more.\n` : `Nobody has agreed to ${check}.\n`);
        return;
      }
      const command = commands.find((candidate) => candidate.check === check);
      if (command === undefined) {
        throw unknownCheck(check, commands);
      }
      finish(await agree(context, planReview, { command, hash: options.sha256 }));
    });
}

async function agree(
  context: CliContext,
  planReview: PlanReview,
  { command, hash }: { readonly command: OwnCommand; readonly hash: string | undefined },
): Promise<number> {
  const { check, sha256 } = command;
  if (hash === undefined) {
    context.out(shown(command));
  }
  if (command.isAgreed) {
    context.out(`You have agreed to this text; plan-review consent ${check} --revoke takes it back.\n`);
    return exitStatus.fine;
  }
  if (hash !== undefined && hash.toLowerCase() !== sha256) {
    context.err(
      `plan-review: the definition of ${check} has another text than the one you name.\n  Read it with plan-review consent ${check}; its hash is ${sha256}.\n`,
    );
    return exitStatus.usage;
  }
  if (hash === undefined && context.ask === undefined) {
    context.err(
      `plan-review: nobody is there to be asked.\n  To agree to exactly this text: plan-review consent ${check} --sha256 ${sha256}\n`,
    );
    return exitStatus.usage;
  }
  if (hash === undefined && !(await context.ask?.('May it be run to verify plans in this folder?'))) {
    context.out('It will not be run.\n');
    return exitStatus.refused;
  }
  await planReview.agreeToCommand(check, sha256);
  context.out(`${check} may be run in ${printable(planReview.root)} until its definition changes.\n`);
  return exitStatus.fine;
}

function shown({ check, title, path, line, command, sha256 }: OwnCommand): string {
  const lines = command.split('\n').map((text) => `    ${printable(text)}\n`);
  return [
    `${check}: ${printable(title)}\n`,
    `  defined in ${printable(path)}:${line}, SHA-256 ${sha256}\n`,
    '  sh runs this in the workspace folder, with the claimed value in PLAN_REVIEW_VALUE:\n\n',
    ...lines,
    '\n',
  ].join('');
}

function listed(commands: readonly OwnCommand[]): string {
  if (commands.length === 0) {
    return 'This workspace has no checks of its own with a command (.plan-review/checks/*.md).\n';
  }
  return commands
    .map(({ check, isAgreed, path, line }) => {
      const state = isAgreed ? '✓ agreed' : '? not agreed';
      return `${state}  ${check}  ${printable(path)}:${line}\n`;
    })
    .join('');
}

function unknownCheck(check: string, commands: readonly OwnCommand[]): PlanReviewError {
  const names = commands.map((command) => command.check).join(', ');
  return new PlanReviewError({
    code: 'check-not-found',
    message: `This workspace defines no check "${check}" that could be used.`,
    wayOut:
      names === ''
        ? 'Define it in .plan-review/checks/; `plan-review check` says what is wrong with a definition.'
        : `It defines ${names}; \`plan-review check\` says what is wrong with the others.`,
  });
}

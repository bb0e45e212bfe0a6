import { Option, type Command } from 'commander';
import type { PlanReview } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { failOnOption } from '../failOn.ts';
import { addPanelOptions, panelOf, type PanelOptions } from '../panelOptions.ts';
import { printJoint, printSeveralEstimates, reviewSeveral } from '../reviewSeveral.ts';
import { printEstimate, runReview } from '../reviewRound.ts';
import { readTarget } from '../reviewTarget.ts';
import { printRound, type RoundOutput } from '../roundOutput.ts';
import { addWorkOptions, agreementHint, misplaced, workRequest, type WorkOptions } from '../workOptions.ts';
import { openWorkspaces } from '../workspace.ts';

interface ReviewOptions extends RoundOutput, PanelOptions, WorkOptions {
  readonly root?: string;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
  readonly chapter?: string;
  readonly id?: string;
  readonly name?: string;
}

/** `plan-review review [plan|execution|book|chapter] <plan…>`: a round, stored; of several plans, a campaign. */
export function addReview(program: Command, context: CliContext, finish: (status: number) => void): void {
  const command = program
    .command('review')
    .description(
      'run a round of review on a plan, a book or a chapter, or a campaign on several plans, and store it',
    )
    .argument(
      '<plan...>',
      'what it is (plan, execution, book or chapter; plan where left out), and the plan: a path or an id; several files, a folder or a glob are one campaign',
    )
    .usage('[options] [plan|execution|book|chapter] <plan...>')
    .showHelpAfterError(
      'Usage: plan-review review [plan|execution|book|chapter] <plan...>\n(plan-review review --help says more)',
    );
  addWorkOptions(addPanelOptions(command))
    .option(
      '--chapter <chapter>',
      'read one chapter of a book: the number in its heading, its id, title or place',
    )
    .option('--incremental', 'skip the sections that have not changed since they were read, and say which')
    .option(
      '--id <id>',
      'the id of a campaign on several plans, such as docs-plans+1: asking again goes on with it',
    )
    .option('--name <name>', 'what people call a campaign on several plans')
    .option('--dry-run', 'say what would be sent and what it may cost at the most, and send nothing')
    .option('--restart', 'do without the answers of a round that was left unfinished')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('verdict'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nA chapter of a book is book.html#<chapter>. Ends with 0 on GO and with 1 on CONDITIONAL GO and NO-GO, unless --fail-on\nnames a severity; with 3 when a reviewer could not be asked: plan-review resume goes on from there, and plan-review\nretry with a campaign.',
    )
    .action(async (words: string[], options: ReviewOptions, self: Command) => {
      const refuse = (message: string): never => self.error(`error: ${message}`);
      const target = readTarget(context, words, refuse);
      const { mode } = target;
      const slip = misplaced(options, mode);
      if (slip !== undefined) {
        refuse(slip);
      }
      if (target.several !== undefined && options.dryRun === true) {
        await printSeveralEstimates(context, { ...target, options });
        return;
      }
      if (target.several !== undefined) {
        finish(printJoint(context, await reviewSeveral(context, { ...target, options }), options));
        return;
      }
      const started = performance.now();
      const { planReview, path, shownAs } = await openWorkspaces(context).target(target.plan, options.root);
      const panel = await panelOf({ ...target.panel, ...options }, planReview);
      const chapter = options.chapter ?? target.chapter;
      const round = {
        planReview,
        path,
        mode,
        panel,
        options,
        ...(target.kind === undefined ? {} : { kind: target.kind }),
        ...(chapter === undefined ? {} : { chapter }),
      };
      if (options.dryRun === true) {
        await printEstimate(context, round);
        return;
      }
      const work = workRequest(options, mode);
      if (options.updateStatus === true) {
        await updateStatus(context, { planReview, path, shownAs, since: options.since });
      }
      const view = await runReview(context, { ...round, work });
      finish(
        printRound(context, view, { options, shownAs, elapsedMs: Math.round(performance.now() - started) }),
      );
      const commands = view.execution?.commands ?? view.round.gates ?? [];
      const waiting = commands.map(({ command, state }) => ({ command, isAgreed: state !== 'not-agreed' }));
      context.err(agreementHint(waiting, shownAs));
    });
}

async function updateStatus(
  context: CliContext,
  {
    planReview,
    path,
    shownAs,
    since,
  }: {
    readonly planReview: PlanReview;
    readonly path: string;
    readonly shownAs: string;
    readonly since: string | undefined;
  },
): Promise<void> {
  const { status, before, isChanged } = await planReview.updateStatus({
    path,
    ...(since === undefined ? {} : { since }),
    signal: context.signal,
  });
  context.err(
    isChanged
      ? `plan-review: the status in ${shownAs} is now ${status}${before === undefined ? '' : ` (was ${before})`}.\n`
      : `plan-review: the status in ${shownAs} is ${status} already.\n`,
  );
}

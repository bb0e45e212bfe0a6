import { Option, type Command } from 'commander';
import type { ReviewMode } from '../../core/index.ts';
import type { CliContext } from '../context.ts';
import { failOnOption } from '../failOn.ts';
import { invalidMode, modeOf } from '../modes.ts';
import { addPanelOptions, panelOf, type PanelOptions } from '../panelOptions.ts';
import { printEstimate, runReview } from '../reviewRound.ts';
import { printRound, type RoundOutput } from '../roundOutput.ts';
import { addWorkOptions, agreementHint, misplaced, workRequest, type WorkOptions } from '../workOptions.ts';
import { openWorkspaces } from '../workspace.ts';

interface ReviewOptions extends RoundOutput, PanelOptions, WorkOptions {
  readonly root?: string;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
}

/** `plan-review review [plan|execution] <plan>`: a round, stored. */
export function addReview(program: Command, context: CliContext, finish: (status: number) => void): void {
  const command = program
    .command('review')
    .description('run a round of review on a plan and store it')
    .argument('<plan...>', 'the mode (plan or execution; plan where left out) and the plan, a path or an id')
    .usage('[options] [plan|execution] <plan>')
    .showHelpAfterError(
      'Usage: plan-review review [plan|execution] <plan>\n(plan-review review --help says more)',
    );
  addWorkOptions(addPanelOptions(command))
    .option('--dry-run', 'say what would be sent and what it may cost at the most, and send nothing')
    .option('--restart', 'do without the answers of a round that was left unfinished')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('verdict'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nEnds with 0 on GO and with 1 on CONDITIONAL GO and NO-GO, unless --fail-on names a severity; with 3 when a reviewer\ncould not be asked: plan-review resume goes on from there.',
    )
    .action(async (words: string[], options: ReviewOptions, self: Command) => {
      const refuse = (message: string): never => self.error(`error: ${message}`);
      const { mode, plan } = modeAndPlan(words, refuse);
      const slip = misplaced(options, mode);
      if (slip !== undefined) {
        refuse(slip);
      }
      const started = performance.now();
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const panel = await panelOf(options, planReview);
      if (options.dryRun === true) {
        await printEstimate(context, { planReview, path, mode, panel, options });
        return;
      }
      const work = workRequest(options, mode);
      if (options.updateStatus === true) {
        const { since } = options;
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
      const view = await runReview(context, { planReview, path, mode, panel, options, work });
      finish(
        printRound(context, view, { options, shownAs, elapsedMs: Math.round(performance.now() - started) }),
      );
      const commands = view.execution?.commands ?? view.round.gates ?? [];
      const waiting = commands.map(({ command, state }) => ({ command, isAgreed: state !== 'not-agreed' }));
      context.err(agreementHint(waiting, shownAs));
    });
}

function modeAndPlan(
  words: readonly string[],
  refuse: (message: string) => never,
): { mode: ReviewMode; plan: string } {
  const [first = '', second, ...rest] = words;
  const mode = modeOf(first);
  if (rest.length > 0) {
    return refuse('Review one plan at a time: review [plan|execution] <plan>');
  }
  if (second === undefined) {
    if (mode !== undefined) {
      return refuse(`Target required for ${first} mode: review ${first} <plan>`);
    }
    return { mode: 'plan', plan: first };
  }
  if (mode === undefined) {
    return refuse(invalidMode(first));
  }
  return { mode, plan: second };
}

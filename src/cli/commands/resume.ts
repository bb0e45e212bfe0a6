import { Option, type Command } from 'commander';
import type { CliContext } from '../context.ts';
import { failOnOption } from '../failOn.ts';
import { askToSend, maxCostOption } from '../panelOptions.ts';
import { printRound, type RoundOutput } from '../roundOutput.ts';
import { showProgress } from '../showProgress.ts';
import { printJoint } from '../reviewSeveral.ts';
import { changesIn, retryCampaign, retryJoint, type RetryOptions } from '../retry.ts';
import { isCampaign } from '../viewCampaign.ts';
import { isJointCampaign } from '../viewJoint.ts';
import { openWorkspaces } from '../workspace.ts';

type ResumeOptions = RoundOutput & RetryOptions;

/** `plan-review resume <plan>`: finishes the round that was left unfinished. `retry` does that too, and goes on with campaigns. */
export function addResume(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('resume')
    .alias('retry')
    .description('finish the round of a plan that was left unfinished; who has answered is not asked again')
    .argument(
      '<plan>',
      'the plan, a path or an id; for retry, also the id of a campaign whose failed reviewers are asked again',
    )
    .addOption(maxCostOption())
    .option(
      '--provider <provider>',
      'ask those who have not answered there; one that the round uses already is agreed to, and asked for all of them only with --model',
    )
    .option('--model <model>', 'the model for those who have not answered, as the provider calls it')
    .option(
      '--without <ids>',
      'go on without these reviewers, with commas between: they are named as failed, and bar a GO',
    )
    .option('--batch', 'ask those who have not answered in a batch')
    .option('--no-batch', 'ask directly; what a batch was asked already may be billed twice')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--json', 'the same as --format json')
    .addOption(failOnOption('verdict'))
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .action(async (plan: string, options: ResumeOptions) => {
      const started = performance.now();
      if (isJointCampaign(context, plan)) {
        finish(printJoint(context, await retryJoint(context, plan, options), options));
        return;
      }
      if (isCampaign(context, plan)) {
        const { view, shownAs } = await retryCampaign(context, plan, options);
        finish(
          printRound(context, view, { options, shownAs, elapsedMs: Math.round(performance.now() - started) }),
        );
        return;
      }
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const view = await planReview.resume({
        path,
        signal: context.signal,
        progress: showProgress(context),
        askToSend: askToSend(context, options),
        ...changesIn(options),
      });
      finish(
        printRound(context, view, { options, shownAs, elapsedMs: Math.round(performance.now() - started) }),
      );
    });
}

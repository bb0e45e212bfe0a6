import { Option, type Command } from 'commander';
import { PlanReviewError, reviewStateText } from '../../core/index.ts';
import { exitStatus, type CliContext } from '../context.ts';
import { paintFor } from '../paint.ts';
import { openWorkspaces } from '../workspace.ts';
import { isJointCampaign, viewJoint } from '../viewJoint.ts';
import { isCampaign, viewCampaign } from '../viewCampaign.ts';

interface ViewOptions {
  readonly format: 'text' | 'json' | 'md' | 'html';
  readonly json?: boolean;
  readonly root?: string;
}

/** `plan-review view <plan>`: where a review stands, and whether what was approved still holds. */
export function addView(program: Command, context: CliContext, finish: (status: number) => void): void {
  program
    .command('view')
    .description('show where the review of a plan stands, and whether its approval still holds')
    .argument(
      '<plan>',
      'the plan, a path or an id, or the id of a campaign on one plan (docs-plan@2) or several (docs-plans+1)',
    )
    .addOption(
      new Option('--format <format>', 'how to print; md and html are the whole review as one document')
        .choices(['text', 'json', 'md', 'html'])
        .default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--root <folder>', 'the workspace folder (default: the repository that holds the plan)')
    .addHelpText(
      'after',
      '\nEnds with 0 on a GO that stands, and with 1 on any other verdict and on one that is stale.',
    )
    .action(async (plan: string, options: ViewOptions) => {
      if (isJointCampaign(context, plan)) {
        finish(await viewJoint(context, plan, options));
        return;
      }
      if (isCampaign(context, plan)) {
        finish(await viewCampaign(context, plan, options));
        return;
      }
      const { planReview, path, shownAs } = await openWorkspaces(context).target(plan, options.root);
      const view = await planReview.history({ path, signal: context.signal });
      const approval = await planReview.approval(path, context.signal);
      if (view === undefined || approval === undefined) {
        throw new PlanReviewError({
          code: 'not-reviewed',
          message: `There is no finished round of ${path}.`,
          wayOut: 'Review the plan first.',
        });
      }
      const format = options.json === true ? 'json' : options.format;
      switch (format) {
        case 'md':
        case 'html':
          context.out(await planReview.export({ path, format, signal: context.signal }));
          break;
        case 'json':
          context.out(`${JSON.stringify({ schemaVersion: 1, ...view, approval }, null, 2)}\n`);
          break;
        case 'text':
          context.out(reviewStateText(view, approval, { shownAs, paint: paintFor(context) }));
      }
      finish(
        approval.state === 'standing' && approval.verdict === 'GO' ? exitStatus.fine : exitStatus.refused,
      );
    });
}

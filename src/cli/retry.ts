import { PlanReviewError, type JointView, type ResumeRequest, type RoundView } from '../core/index.ts';
import { campaignNotFound } from './campaignNotFound.ts';
import type { CliContext } from './context.ts';
import { askToSend, idsIn } from './panelOptions.ts';
import { watchJoint, watchRound } from './progressBar.ts';
import { currentFolder, openWorkspaces } from './workspace.ts';

/** How what is left is to be gone on with. */
export interface RetryOptions {
  readonly root?: string;
  readonly maxCost?: number;
  readonly provider?: string;
  readonly model?: string;
  readonly without?: string;
  /** False for `--no-batch`. */
  readonly batch?: boolean;
}

/** What the options change for those who have not answered. */
export function changesIn({
  provider,
  model,
  without,
  batch,
  maxCost,
}: RetryOptions): Pick<ResumeRequest, 'remaining' | 'maxCostUsd'> {
  return {
    remaining: {
      provider,
      model,
      without: without === undefined ? undefined : idsIn(without),
      delivery: batch === undefined ? undefined : batch ? 'batch' : 'direct',
    },
    ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
  };
}

/** @throws PlanReviewError `campaign-unchangeable` when an option is given that would change nothing. */
function refuseChanges({ model, without, batch, maxCost }: RetryOptions, instead: string): void {
  const names = { '--model': model, '--without': without, '--batch': batch, '--max-cost': maxCost };
  const given = Object.entries(names).flatMap(([name, value]) =>
    value === undefined ? [] : [name === '--batch' && value === false ? '--no-batch' : name],
  );
  if (given.length > 0) {
    throw new PlanReviewError({
      code: 'campaign-unchangeable',
      message: `A campaign cannot be gone on with under ${given.join(' and ')}.`,
      wayOut: instead,
    });
  }
}

/** Goes on with a campaign on several plans. */
export async function retryJoint(context: CliContext, id: string, options: RetryOptions): Promise<JointView> {
  refuseChanges(options, 'Leave that out, or give it for one of its plans: "plan-review resume <plan>".');
  const watched = watchJoint(context);
  try {
    return await openWorkspaces(context)
      .folder(currentFolder(context, options.root))
      .retryTogether({
        id,
        signal: context.signal,
        progress: watched.progress,
        askToSend: askToSend(context, options),
      });
  } finally {
    watched.end();
  }
}

/** Finishes the campaign of one plan: resumes it where it was left unfinished, or asks again the reviewers that had failed. */
export async function retryCampaign(
  context: CliContext,
  id: string,
  options: RetryOptions,
): Promise<{ readonly view: RoundView; readonly shownAs: string }> {
  const planReview = openWorkspaces(context).folder(currentFolder(context, options.root));
  const detail = await planReview.campaign(id);
  if (detail === undefined) {
    throw campaignNotFound(id, planReview.root);
  }
  const { plan, round, completedAt } = detail.campaign;
  if (completedAt !== null) {
    refuseChanges(
      options,
      'Leave that out to ask those who failed once more, or begin another round: "plan-review review <plan>".',
    );
  }
  const watched = watchRound(context);
  const request = {
    path: plan,
    signal: context.signal,
    progress: watched.progress,
    askToSend: askToSend(context, options),
  };
  try {
    const view =
      completedAt === null
        ? await planReview.resume({ ...request, ...changesIn(options) })
        : await planReview.retry({ ...request, round });
    return { view, shownAs: plan };
  } finally {
    watched.end();
  }
}

import type { JointView, RoundView } from '../core/index.ts';
import { campaignNotFound } from './campaignNotFound.ts';
import type { CliContext } from './context.ts';
import { askToSend, type PanelOptions } from './panelOptions.ts';
import { watchJoint, watchRound } from './progressBar.ts';
import { currentFolder, openWorkspaces } from './workspace.ts';

type RetryOptions = Pick<PanelOptions, 'provider'> & { readonly root?: string };

/** Goes on with a campaign on several plans. */
export async function retryJoint(context: CliContext, id: string, options: RetryOptions): Promise<JointView> {
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
  const watched = watchRound(context);
  const request = {
    path: plan,
    signal: context.signal,
    progress: watched.progress,
    askToSend: askToSend(context, options),
  };
  try {
    const view =
      completedAt === null ? await planReview.resume(request) : await planReview.retry({ ...request, round });
    return { view, shownAs: plan };
  } finally {
    watched.end();
  }
}

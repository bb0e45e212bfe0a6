import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  isCampaignId,
  printable,
  reviewDocument,
  reviewText,
  type Campaign,
  type CampaignReport,
  type PlanReview,
  type RoundView,
} from '../core/index.ts';
import { campaignNotFound } from './campaignNotFound.ts';
import { exitStatus, version, type CliContext } from './context.ts';
import { paintFor } from './paint.ts';
import { currentFolder, openWorkspaces } from './workspace.ts';

/** Whether a word names a campaign and no file. */
export function isCampaign({ cwd }: CliContext, word: string): boolean {
  return isCampaignId(word) && !existsSync(resolve(cwd, word));
}

/** Prints a campaign as it was when it had ended, and tells the exit status. */
export async function viewCampaign(
  context: CliContext,
  id: string,
  options: { readonly format: string; readonly json?: boolean; readonly root?: string },
): Promise<number> {
  const planReview = openWorkspaces(context).folder(currentFolder(context, options.root));
  const detail = await planReview.campaign(id);
  if (detail === undefined) {
    throw campaignNotFound(id, planReview.root);
  }
  const { campaign } = detail;
  const format = options.json === true ? 'json' : options.format;
  if (format === 'html') {
    context.err(
      'plan-review: a campaign is printed as text, json or md.\n  View the plan to get its whole review.\n',
    );
    return exitStatus.usage;
  }
  if (format === 'json') {
    const { findings } = await planReview.findings({
      content: [campaign.plan],
      archived: 'all',
      limit: Number.MAX_SAFE_INTEGER,
    });
    const report: CampaignReport = {
      schemaVersion: 1,
      tool: { name: 'plan-review', version },
      ...detail,
      findings: findings.filter((finding) => finding.campaign === id),
    };
    context.out(`${JSON.stringify(report, null, 2)}\n`);
    return statusOf(campaign);
  }
  const view = await roundOf(planReview, campaign, context.signal);
  if (view === undefined) {
    context.out(printable(`${id} is ${campaign.status}: ${unseen(campaign)}`) + '\n');
  } else if (format === 'md') {
    const findings = view.findings.map(({ finding }) => finding);
    context.out(reviewDocument(view.round, { findings, claims: view.claims }));
  } else {
    context.out(reviewText(view, { shownAs: campaign.plan, paint: paintFor(context) }));
  }
  return statusOf(campaign);
}

/** The round with its findings where they stood in the text that was reviewed: the plan itself may be gone. */
async function roundOf(
  planReview: PlanReview,
  { plan, round, completedAt }: Campaign,
  signal: AbortSignal,
): Promise<RoundView | undefined> {
  if (completedAt === null) {
    return undefined;
  }
  const text = await planReview.snapshot(plan, round);
  const view = await planReview.history({ path: plan, text, signal });
  return view?.rounds.find((candidate) => candidate.round.number === round);
}

function unseen({ problem, plan }: Campaign): string {
  return problem ?? `it was not finished. Go on with "plan-review resume ${plan}".`;
}

function statusOf({ verdict, status }: Campaign): number {
  if (verdict === null) {
    return status === 'failed' ? exitStatus.refused : exitStatus.incomplete;
  }
  return verdict === 'GO' ? exitStatus.fine : exitStatus.refused;
}

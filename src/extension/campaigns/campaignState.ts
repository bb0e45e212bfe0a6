import type { CampaignDetail, IndexedFinding, JointView, RoundView } from '../../core/index.ts';
import type { CampaignPage } from '../../protocol/campaignPage.ts';
import type { PanelRecords } from '../../protocol/panelInsights.ts';
import { statusNames } from './campaignFilter.ts';

/** What is known of a campaign of one plan when its page asks. */
export interface PlanCampaignFacts {
  readonly detail: CampaignDetail;
  /** What it raised. */
  readonly findings: readonly IndexedFinding[];
  readonly analysis: RoundView['analysis'];
  readonly reviewers: PanelRecords;
}

/** The page of a campaign of one plan. */
export function planCampaignPage(facts: PlanCampaignFacts): CampaignPage {
  const { detail, findings, analysis, reviewers } = facts;
  const { campaign, reviews } = detail;
  const { id, name, status, verdict, startedAt, completedAt, strategy, costUsd, folder, problem } = campaign;
  return {
    id,
    name,
    status,
    verdict,
    startedAt,
    completedAt,
    strategy,
    costUsd,
    folder,
    problem,
    isArchived: campaign.archivedAt !== null,
    plans: [
      {
        path: campaign.plan,
        title: campaign.title,
        status: statusNames[status],
        verdict,
        // A review is there to be shown once a round of it has ended, or is under way.
        round: campaign.round,
        open: completedAt === null ? null : campaign.open,
        problem: null,
      },
    ],
    reviews: [...reviews],
    findings: [...findings],
    commonKinds: [],
    remarks: [...(detail.analysis?.analysis.remarks ?? [])],
    ...(analysis === undefined ? {} : { analysis }),
    reviewers,
  };
}

/** The page of a campaign over several plans. */
export function jointCampaignPage(
  { campaign, folder, analysis, problem, isRunning, archivedAt }: JointView,
  reviewers: PanelRecords,
): CampaignPage {
  const { id, name, status, startedAt, completedAt, panel, plans, commonKinds, remarks, costUsd } = campaign;
  return {
    id,
    name,
    status,
    verdict: null,
    startedAt,
    completedAt,
    strategy: analysis?.strategy ?? panel?.strategy ?? null,
    costUsd,
    folder,
    isArchived: archivedAt !== null,
    problem: isRunning ? 'It is running at this moment.' : (problem ?? null),
    plans: plans.map((plan) => ({
      path: plan.path,
      title: plan.title ?? '',
      status: plan.status === 'skipped' ? 'skipped, unchanged since' : plan.status.replace('_', ' '),
      verdict: plan.verdict,
      round: plan.round,
      open: plan.open,
      problem: plan.problem === null ? null : `${plan.problem.message} ${plan.problem.wayOut}`.trim(),
    })),
    reviews: [],
    findings: [],
    commonKinds: [...commonKinds],
    remarks: [...remarks],
    ...(analysis === undefined ? {} : { analysis }),
    reviewers,
  };
}

import type { CampaignReview, CampaignStatus } from '../../domain/campaign.ts';
import { countBySeverity } from '../../domain/finding.ts';
import { addTokens } from '../../domain/modelUsage.ts';
import type { ReviewArtifacts } from '../../ports/reviewIndex.ts';
import { taskSummary } from '../panel/panelRecord.ts';
import { isTaskOf, reviewerTaskIds } from '../panel/reviewerTasks.ts';
import { total } from '../tasks/taskCosts.ts';
import { placed, usageRow, type CampaignRows } from './finishedRows.ts';

type Begun = NonNullable<ReviewArtifacts['unfinished']>;

/** The rows of a round that was begun and can be resumed. Its findings count when it is finished. */
export function begunRows(begun: Begun, artifacts: ReviewArtifacts): CampaignRows {
  const { request, tasks, number } = begun;
  const { plan, revision, mode, strategy, selection, startedAt } = request;
  const here = placed({ ...artifacts, plan: artifacts.plan ?? plan }, number);
  const asked = request.reviewers ?? [];
  return {
    content: { revision, path: plan.path, kind: plan.kind, title: plan.title },
    campaign: {
      ...here,
      revision,
      mode,
      strategy,
      selection,
      reviewers: ['checks', ...asked],
      status: statusOf(begun),
      verdict: null,
      startedAt,
      completedAt: null,
      raised: countBySeverity([]),
      open: countBySeverity([]),
      movement: { new: 0, persisting: 0, gone: 0, regressed: 0 },
      usage: addTokens(...tasks.map(({ usage }) => usage)),
      costUsd: total(tasks.map(({ costUsd }) => costUsd)) ?? null,
      problem: null,
    },
    reviews: asked.map((persona) => reviewOf(persona, begun, here.id)),
    analysis: undefined,
    usage: tasks.map((task) => usageRow(taskSummary(task), here.id)),
  };
}

function statusOf({ request, tasks }: Begun): CampaignStatus {
  const ended = new Set(tasks.map(({ id }) => id));
  if (ended.size === 0) {
    return 'pending';
  }
  const isRead =
    request.reviewers?.every((persona) =>
      reviewerTaskIds(persona, request).every((task) => ended.has(task)),
    ) ?? false;
  return isRead ? 'analyzing' : 'in_progress';
}

function reviewOf(persona: string, { request, tasks }: Begun, campaign: string): CampaignReview {
  const assigned = request.candidates.find((candidate) => candidate.persona.id === persona);
  const own = tasks.filter(({ id }) => isTaskOf(persona, id));
  const failed = own.find(({ status }) => status !== 'succeeded');
  const isWhole = own.length === reviewerTaskIds(persona, request).length;
  const state = failed === undefined ? (isWhole ? 'completed' : 'pending') : 'failed';
  return {
    campaign,
    reviewer: persona,
    status: state,
    elapsedMs: own.length === 0 ? null : own.reduce((sum, task) => sum + taskSummary(task).elapsedMs, 0),
    completedAt: own.at(-1)?.completedAt ?? null,
    review: {
      name: assigned?.persona.name ?? persona,
      role: assigned?.persona.role ?? null,
      provider: assigned?.provider ?? null,
      model: assigned?.model ?? null,
      detail: failed?.error?.message ?? '',
      findings: 0,
      summary: null,
      verdict: null,
      ratings: null,
    },
  };
}

import {
  campaignIdOf,
  type Campaign,
  type CampaignAnalysis,
  type CampaignReview,
  type CampaignUsage,
  type ContentVersion,
} from '../../domain/campaign.ts';
import { archivedSince } from '../../domain/archive.ts';
import { countBySeverity } from '../../domain/finding.ts';
import { noTokens } from '../../domain/modelUsage.ts';
import type { TaskSummary } from '../../domain/panelRecord.ts';
import type { PlanIdentity } from '../../domain/plan.ts';
import type { Round } from '../../domain/round.ts';
import type { StoredRound } from '../../ports/artifactStore.ts';
import type { ReviewArtifacts } from '../../ports/reviewIndex.ts';
import { isTaskOf } from '../panel/reviewerTasks.ts';
import { statesAfter } from '../rounds/states.ts';

/** What the index holds of one campaign by itself. */
export interface CampaignRows {
  readonly content: ContentVersion;
  readonly campaign: Campaign;
  readonly reviews: readonly CampaignReview[];
  readonly analysis: CampaignAnalysis | undefined;
  readonly usage: readonly CampaignUsage[];
}

/** The id of a round of this review. */
export function idIn({ slug }: Pick<ReviewArtifacts, 'slug'>, round: number): string {
  return campaignIdOf(slug, round);
}

/** What the plan is called by now, in all campaigns, so that a plan that moved keeps its past. */
export function planOf({ plan, folder }: ReviewArtifacts): PlanIdentity {
  return plan ?? { path: folder, title: '', kind: 'generic' };
}

/** What every campaign of a review says in the same way. */
export function placed(artifacts: ReviewArtifacts, round: number) {
  const { path, title, kind } = planOf(artifacts);
  return {
    id: idIn(artifacts, round),
    name: `${title === '' ? path : title}, round ${round}`,
    plan: path,
    title,
    kind,
    round,
    folder: `${artifacts.folder}/round-${round}`,
    archivedAt: archivedSince(artifacts.archive, artifacts.rounds.at(-1)?.round.completedAt),
  };
}

/** The rows of a finished round. */
export function finishedRows(stored: StoredRound, artifacts: ReviewArtifacts): CampaignRows {
  const { round } = stored;
  const { panel, revision, plan, startedAt, completedAt } = round;
  const here = placed(artifacts, round.number);
  return {
    content: { revision, path: plan.path, kind: plan.kind, title: plan.title },
    campaign: {
      ...here,
      revision,
      mode: round.mode,
      strategy: panel?.strategy ?? null,
      selection: panel?.selection ?? null,
      reviewers: round.reviewers.map(({ id }) => id),
      status: round.reviewers.every(({ status }) => status === 'succeeded') ? 'completed' : 'partial',
      verdict: round.verdict.value,
      startedAt,
      completedAt,
      ...countsOf(stored, artifacts),
      usage: panel?.usage ?? noTokens,
      costUsd: panel === undefined ? 0 : (panel.costUsd ?? null),
      problem: null,
    },
    reviews: round.reviewers.map((reviewer) => reviewOf(reviewer, round, here.id)),
    analysis:
      panel === undefined
        ? undefined
        : {
            campaign: here.id,
            analysis: { summary: panel.summary ?? null, remarks: panel.remarks },
            markdownPath: `${here.folder}/review.md`,
            createdAt: completedAt,
          },
    usage: (panel?.tasks ?? []).map((task) => usageRow(task, here.id)),
  };
}

/** What a task took and used, as a row. */
export function usageRow(task: TaskSummary, campaign: string): CampaignUsage {
  const { id, phase, status, provider, model, attempts, calls, elapsedMs, usage, costUsd = null } = task;
  return {
    campaign,
    task: id,
    phase,
    status,
    provider,
    model,
    attempts,
    calls,
    elapsedMs,
    ...usage,
    costUsd,
  };
}

function countsOf(stored: StoredRound, artifacts: ReviewArtifacts) {
  const { number, resolutions = [] } = stored.round;
  const known = new Set(
    artifacts.rounds.flatMap((earlier) =>
      earlier.round.number < number ? earlier.findings.map(({ id }) => id) : [],
    ),
  );
  const openAfter = (round: number) => statesAfter(artifacts, round).filter(({ isOpen }) => isOpen);
  const before = new Set(openAfter(number - 1).map(({ finding }) => finding.id));
  const after = openAfter(number).map(({ finding }) => finding);
  const persisting = after.filter(({ id }) => before.has(id)).length;
  return {
    raised: countBySeverity(stored.findings.filter(({ id }) => !known.has(id))),
    open: countBySeverity(after),
    movement: {
      new: after.filter(({ id }) => !known.has(id)).length,
      persisting,
      gone: before.size - persisting,
      regressed: resolutions.filter(({ status }) => status === 'regressed').length,
    },
  };
}

function reviewOf(
  { id, name, status, findings, detail }: Round['reviewers'][number],
  { panel, completedAt }: Round,
  campaign: string,
): CampaignReview {
  const persona = panel?.reviewers.find((candidate) => candidate.id === id);
  const tasks = (panel?.tasks ?? []).filter((task) => isTaskOf(id, task.id));
  return {
    campaign,
    reviewer: id,
    status: status === 'succeeded' ? 'completed' : 'failed',
    elapsedMs: tasks.length === 0 ? null : tasks.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    completedAt,
    review: {
      name,
      role: persona?.role ?? null,
      provider: persona?.provider ?? null,
      model: persona?.model ?? null,
      detail,
      findings,
      summary: persona?.opinion?.summary ?? null,
      verdict: persona?.opinion?.verdict ?? null,
      ratings: persona?.opinion?.ratings ?? null,
    },
  };
}

import { groupBy } from '../base/groupBy.ts';
import type { Campaign, CampaignReview } from '../domain/campaign.ts';
import type { PersonaTrend, PlanTrend, TrendChange, TrendPoint, TrendReport } from '../domain/trendReport.ts';
import { commonKinds, type KindOfFinding } from './commonKinds.ts';
import { averageScores, mean, overall } from './scores.ts';
import { scoreChange, type ScoreSheet } from './scoreChange.ts';

/** What trends are computed from. */
export interface TrendFacts {
  /** A plan, or a folder that plans are in. */
  readonly content: string;
  /** The oldest first. */
  readonly campaigns: readonly Campaign[];
  readonly reviews: readonly CampaignReview[];
  readonly findings: readonly KindOfFinding[];
}

/** A finished campaign with the scores that were given in it. */
interface Finished {
  readonly campaign: Campaign;
  readonly completedAt: string;
  readonly sheet: ScoreSheet;
}

/**
 * How plans have come along. Scores are compared between campaigns of one plan, and only those of personas that scored both;
 * findings by their numbers, which the rounds of a plan share.
 */
export function trendReport({ content, campaigns, reviews, findings }: TrendFacts): TrendReport {
  const finished = finishedOf(campaigns, reviews);
  const byPlan = [...groupBy(finished, ({ campaign }) => campaign.plan).values()].map((all) =>
    all.toSorted((a, b) => a.campaign.round - b.campaign.round),
  );
  const changes = byPlan.flatMap(changesOf);
  return {
    schemaVersion: 1,
    content,
    points: finished.map(pointOf),
    changes,
    plans: byPlan
      .map((all) => planTrend(all, changes))
      .toSorted((a, b) => (b.overall ?? 0) - (a.overall ?? 0) || (a.plan < b.plan ? -1 : 1)),
    personas: personaTrends(finished),
    commonKinds: [...commonKinds(findings)],
  };
}

function finishedOf(campaigns: readonly Campaign[], reviews: readonly CampaignReview[]): readonly Finished[] {
  const byCampaign = groupBy(reviews, ({ campaign }) => campaign);
  return campaigns.flatMap((campaign) => {
    const { status, completedAt } = campaign;
    if (completedAt === null || (status !== 'completed' && status !== 'partial')) {
      return [];
    }
    const given = (byCampaign.get(campaign.id) ?? []).flatMap(({ reviewer, review }) =>
      review.ratings === null ? [] : [[reviewer, review.ratings] as const],
    );
    return [{ campaign, completedAt, sheet: new Map(given) }];
  });
}

function pointOf({ campaign, completedAt, sheet }: Finished): TrendPoint {
  const { id, name, plan, round, strategy, status, verdict, open } = campaign;
  const scores = averageScores([...sheet.values()]);
  return { campaign: id, name, plan, round, completedAt, strategy, status, verdict, open, scores };
}

function changesOf(ofPlan: readonly Finished[]): readonly TrendChange[] {
  return ofPlan.slice(1).flatMap((now, index) => {
    const then = ofPlan[index];
    if (then === undefined) {
      return [];
    }
    const { shared, ...moved } = scoreChange(then.sheet, now.sheet);
    return [
      {
        plan: now.campaign.plan,
        from: then.campaign.id,
        to: now.campaign.id,
        reviewers: [...shared],
        ...moved,
        findings: now.campaign.movement,
      },
    ];
  });
}

function planTrend(ofPlan: readonly Finished[], changes: readonly TrendChange[]): PlanTrend {
  const latest = ofPlan.at(-1)?.campaign;
  const plan = latest?.plan ?? '';
  const scores = averageScores([...(ofPlan.findLast(({ sheet }) => sheet.size > 0)?.sheet.values() ?? [])]);
  const weighty = ofPlan.map(({ campaign: { open } }) => (open.critical ?? 0) + (open.major ?? 0));
  const steps = weighty.slice(1).map((count, index) => (weighty[index] ?? 0) - count);
  return {
    plan,
    title: latest?.title ?? '',
    campaigns: ofPlan.length,
    scores,
    overall: scores === null ? null : overall(scores),
    improvement:
      mean(
        changes.flatMap((change) =>
          change.plan !== plan || change.scores === null ? [] : [overall(change.scores)],
        ),
      ) ?? null,
    settled: mean(steps) ?? null,
  };
}

function personaTrends(finished: readonly Finished[]): PersonaTrend[] {
  const given = finished.flatMap(({ campaign, sheet }) =>
    [...sheet].map(([reviewer, scores]) => ({ reviewer, campaign: campaign.id, overall: overall(scores) })),
  );
  return [...groupBy(given, ({ reviewer }) => reviewer)]
    .map(([reviewer, scores]) => ({
      reviewer,
      scores: scores.map((score) => ({ campaign: score.campaign, overall: score.overall })),
    }))
    .toSorted((a, b) => (a.reviewer < b.reviewer ? -1 : 1));
}

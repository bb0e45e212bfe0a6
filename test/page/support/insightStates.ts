import { analyseCampaign } from '../../../src/core/analysis/analyseCampaign.ts';
import { personaRecords } from '../../../src/core/analysis/personaRecords.ts';
import { trendReport } from '../../../src/core/analysis/trends.ts';
import type { Campaign, CampaignReview } from '../../../src/core/domain/campaign.ts';
import type { Analysis } from '../../../src/core/domain/campaignAnalysis.ts';
import { noTokens } from '../../../src/core/domain/modelUsage.ts';
import type { TrendReport } from '../../../src/core/domain/trendReport.ts';
import type { HostMessage, PageMessage } from '../../../src/protocol/messages.ts';
import type { CampaignNotes, PanelRecords } from '../../../src/protocol/panelInsights.ts';
import type { PanelState } from '../../../src/protocol/panelState.ts';
import { campaignFacts, openFinding, reading } from '../../support/analysis/campaignFacts.ts';
import { reviewedByModels } from './modelStates.ts';
import { firstRound, panel, round } from './states.ts';
import { decidedRound } from './storyStates.ts';

const people = [
  { id: 'lead', archetype: 'engineer', experience: 'staff', ratings: [8, 6, 9, 7] },
  { id: 'security', archetype: 'adversary', experience: 'senior', ratings: [7, 3, 6, 4] },
  { id: 'operations', archetype: 'operator', experience: 'senior', ratings: [6, 7, 8, 5] },
  { id: 'newcomer', archetype: 'newcomer', experience: 'junior', ratings: [3, 8, 7, 6] },
] as const;

const readings = people.map(({ id, archetype, experience, ratings: [clarity, accuracy, fit, usability] }) =>
  reading(id, 5, {
    name: `The ${id} reviewer`,
    archetype,
    experience,
    elapsedMs: 84_200,
    answer: {
      ratings: { clarity, accuracy, fit, usability },
      strengths: [`The order of the steps is what ${id} would choose.`],
      findings: 3,
      words: 412,
    },
  }),
);

/** What four reviewers who read alone come to, as the engine computes it. */
export const analysis: Analysis = {
  ...analyseCampaign(
    campaignFacts({
      title: 'WP-0042: Resize images in the background, round 1',
      readings,
      findings: [
        openFinding('F4', ['operations', 'newcomer'], {
          severity: 'minor',
          title: 'The overview promises three sizes, the table lists four',
        }),
        openFinding('F1', ['lead', 'security', 'operations'], {
          severity: 'critical',
          title: 'Originals are deleted before anyone knows that the copies are good',
        }),
        openFinding('F2', ['checks'], { title: 'There is no `src/queue/worker.ts`', check: 'file-exists' }),
        openFinding('F3', ['operations'], { title: 'Nothing says how “fast enough” is measured' }),
        openFinding('F5', ['newcomer'], { severity: 'suggestion', title: 'Consider a metric' }),
      ],
      told: {
        summary: 'Step 4 destroys originals. **That comes first.**',
        themes: [
          {
            title: 'Nothing can be undone',
            description: 'Two steps delete before they know.',
            dimension: 'usability',
            findings: [{ plan: 'docs/plan.md', finding: 'F1' }],
          },
        ],
      },
      comparison: {
        with: 'round 1',
        completedAt: '2026-03-01T09:00:00.000Z',
        reviewers: ['lead', 'security'],
        scores: { clarity: 0.5, accuracy: -1, fit: 0, usability: 1.5 },
        regressions: ['accuracy'],
        findings: { new: 1, persisting: 2, gone: 3, regressed: 1 },
      },
    }),
  ),
};

/** The same where specialists were shown what the leads found. */
export const complementary: Analysis = analyseCampaign(
  campaignFacts({ readings, strategy: 'complementary', isPartial: true }),
);

function campaign(number: number, open: readonly [number, number, number, number]): Campaign {
  const [critical, major, minor, suggestion] = open;
  return {
    id: `wp-0042@${number}`,
    name: `WP-0042, round ${number}`,
    plan: 'docs/plans/WP-0042-image-resizing.md',
    title: 'WP-0042',
    kind: 'work-package',
    revision: null,
    mode: 'plan',
    round: number,
    strategy: 'independent',
    selection: 'manual',
    reviewers: ['checks', ...people.map(({ id }) => id)],
    status: 'completed',
    verdict: critical > 0 ? 'NO-GO' : major > 0 ? 'CONDITIONAL GO' : 'GO',
    startedAt: null,
    completedAt: `2026-03-${String(10 + number)}T09:41:00.000Z`,
    raised: { critical, major, minor, suggestion },
    open: { critical, major, minor, suggestion },
    movement: { new: 1, persisting: 2, gone: 3, regressed: 0 },
    usage: noTokens,
    costUsd: null,
    folder: '.plan-review',
    problem: null,
    archivedAt: null,
  };
}

function reviewOf(number: number, index: number, shift: number): CampaignReview {
  const { id, ratings } = people[index] ?? people[0];
  const [clarity, accuracy, fit, usability] = ratings.map((score) =>
    Math.min(10, Math.max(1, score + shift)),
  );
  return {
    campaign: `wp-0042@${number}`,
    reviewer: id,
    status: 'completed',
    elapsedMs: null,
    completedAt: null,
    review: {
      name: id,
      role: 'lead',
      provider: null,
      model: null,
      detail: '',
      findings: 0,
      summary: null,
      verdict: null,
      ratings: { clarity: clarity ?? 1, accuracy: accuracy ?? 1, fit: fit ?? 1, usability: usability ?? 1 },
    },
  };
}

/** Four rounds, of which the third was read by the checks alone. */
export const trends: TrendReport = trendReport({
  content: 'docs/plans/WP-0042-image-resizing.md',
  campaigns: [
    campaign(1, [1, 14, 3, 2]),
    campaign(2, [0, 6, 4, 1]),
    campaign(3, [0, 3, 4, 1]),
    campaign(4, [0, 0, 2, 1]),
  ],
  reviews: [
    ...[0, 1, 2, 3].map((index) => reviewOf(1, index, 0)),
    ...[0, 1, 2].map((index) => reviewOf(2, index, index === 1 ? -1 : 1)),
    ...[0, 1, 2, 3].map((index) => reviewOf(4, index, 2)),
  ],
  findings: [],
});

/** What became of the findings of three reviewers. */
export const reviewers: PanelRecords = {
  records: [
    ...personaRecords([
      { reviewer: 'lead', disposition: 'accepted', status: 'resolved', findings: 17 },
      { reviewer: 'lead', disposition: 'rejected', status: 'open', findings: 3 },
      { reviewer: 'security', disposition: 'rejected', status: 'withdrawn', findings: 2 },
      { reviewer: 'security', disposition: 'accepted', status: 'open', findings: 1 },
      { reviewer: 'operations', disposition: null, status: 'open', findings: 4 },
    ]),
  ],
};

const [read] = reviewedByModels.rounds;

/** A round that reviewers on models have read, with its analysis, and one that has decided it. */
export const analysed: PanelState = panel([
  round({ ...firstRound, ...read, hasAnalysis: true }),
  round({ ...decidedRound, panel: read?.panel, hasAnalysis: true }),
]);

/** Nobody has noted anything. */
export const nothingNoted: CampaignNotes = { version: null, author: '', text: '' };

/** A host that knows all that, or what it is given. */
export function insightHost(
  told: {
    analysis?: Analysis | undefined;
    trends?: TrendReport;
    reviewers?: PanelRecords;
    noted?: CampaignNotes;
  } = {
    analysis,
    trends,
    noted: nothingNoted,
  },
): (message: PageMessage) => HostMessage | undefined {
  const known = told.reviewers ?? reviewers;
  return (message) => {
    switch (message.type) {
      case 'analysis/get':
        return {
          type: 'analysis/set',
          round: message.round,
          reviewers: known,
          ...(told.analysis && { analysis: told.analysis }),
          ...(told.noted && { noted: { campaign: `wp-0042@${message.round}`, notes: told.noted } }),
        };
      case 'trends/get':
        return told.trends === undefined
          ? {
              type: 'trends/set',
              reviewers: known,
              failure: { message: 'The index is of a newer version.', wayOut: 'Update Plan Review.' },
            }
          : { type: 'trends/set', trends: told.trends, reviewers: known };
      default:
        return undefined;
    }
  };
}

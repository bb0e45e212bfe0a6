import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import type { Campaign, CampaignReview } from '../domain/campaign.ts';
import { dimensions, type Scores } from '../domain/campaignAnalysis.ts';
import { noTokens } from '../domain/modelUsage.ts';
import { trendReportSchema } from '../domain/trendReport.ts';
import { trendDocument } from '../reports/trendDocument.ts';
import { scoreChange } from './scoreChange.ts';
import { trendReport, type TrendFacts } from './trends.ts';

function campaign(slug: string, round: number, fields: Partial<Campaign> = {}): Campaign {
  return {
    id: `${slug}@${round}`,
    name: `${slug}, round ${round}`,
    plan: `docs/${slug}.md`,
    title: slug,
    kind: 'generic',
    revision: null,
    mode: 'plan',
    round,
    strategy: 'independent',
    selection: 'manual',
    reviewers: ['checks', 'lead'],
    status: 'completed',
    verdict: 'NO-GO',
    startedAt: null,
    completedAt: `2026-03-0${round}T09:00:00.000Z`,
    raised: { critical: 0, major: 0, minor: 0, suggestion: 0 },
    open: { critical: 0, major: 0, minor: 0, suggestion: 0 },
    movement: { new: 0, persisting: 0, gone: 0, regressed: 0 },
    usage: noTokens,
    costUsd: null,
    folder: '.plan-review',
    problem: null,
    archivedAt: null,
    ...fields,
  };
}

function review(id: string, reviewer: string, ratings: Scores | null): CampaignReview {
  return {
    campaign: id,
    reviewer,
    status: 'completed',
    elapsedMs: null,
    completedAt: null,
    review: {
      name: reviewer,
      role: 'lead',
      provider: null,
      model: null,
      detail: '',
      findings: 0,
      summary: null,
      verdict: null,
      ratings,
    },
  };
}

const all = (score: number, fields: Partial<Scores> = {}): Scores => ({
  clarity: score,
  accuracy: score,
  fit: score,
  usability: score,
  ...fields,
});

const facts: TrendFacts = {
  content: 'docs',
  campaigns: [
    campaign('cache', 1, { open: { critical: 2, major: 3, minor: 1, suggestion: 0 } }),
    campaign('ledger', 1),
    campaign('cache', 2, {
      open: { critical: 0, major: 1, minor: 4, suggestion: 0 },
      movement: { new: 1, persisting: 4, gone: 2, regressed: 1 },
    }),
    campaign('cache', 3, { status: 'in_progress', completedAt: null }),
    campaign('ledger', 2, { status: 'failed' }),
  ],
  reviews: [
    review('cache@1', 'lead', all(4, { fit: 8 })),
    review('cache@1', 'security', all(2)),
    review('cache@2', 'lead', all(7, { fit: 6 })),
    review('cache@2', 'newcomer', all(10)),
    review('cache@2', 'checks', null),
    review('ledger@1', 'lead', all(9)),
  ],
  findings: [
    { plan: 'docs/cache.md', category: 'clarity', check: null, severity: 'minor', isOpen: true },
    { plan: 'docs/ledger.md', category: 'clarity', check: null, severity: 'major', isOpen: false },
    { plan: 'docs/cache.md', category: 'factuality', check: 'file-exists', severity: 'major', isOpen: true },
    { plan: 'docs/cache.md', category: 'factuality', check: 'file-exists', severity: 'major', isOpen: true },
    { plan: 'docs/ledger.md', category: 'factuality', check: null, severity: 'minor', isOpen: true },
  ],
};

describe('trendReport', () => {
  const report = trendReport(facts);

  test('compares campaigns of one plan by the scores of those who gave some both times', () => {
    assert.equal(report.points.length, 3);
    assert.deepEqual(report.changes, [
      {
        plan: 'docs/cache.md',
        from: 'cache@1',
        to: 'cache@2',
        reviewers: ['lead'],
        scores: { clarity: 3, accuracy: 3, fit: -2, usability: 3 },
        regressions: ['fit'],
        findings: { new: 1, persisting: 4, gone: 2, regressed: 1 },
      },
    ]);
  });

  test('says where each plan stands, the best first, and how it comes along', () => {
    assert.deepEqual(
      report.plans.map(({ plan, campaigns, overall, improvement, settled }) => [
        plan,
        campaigns,
        overall,
        improvement,
        settled,
      ]),
      [
        ['docs/ledger.md', 1, 9, null, null],
        ['docs/cache.md', 2, 8.375, 1.75, 4],
      ],
    );
    assert.deepEqual(report.personas.find(({ reviewer }) => reviewer === 'lead')?.scores, [
      { campaign: 'cache@1', overall: 5 },
      { campaign: 'ledger@1', overall: 9 },
      { campaign: 'cache@2', overall: 6.75 },
    ]);
  });

  test('finds the kinds of finding that come up in more than one plan', () => {
    assert.deepEqual(
      report.commonKinds.map(({ kind, plans, findings, open, worst }) => [
        kind,
        plans.length,
        findings,
        open,
        worst,
      ]),
      [['clarity', 2, 2, 1, 'major']],
    );
  });

  test('is what its schema says, and people can read it', () => {
    assert.deepEqual(trendReportSchema.parse(report), report);
    const document = trendDocument(report);
    assert.match(
      document,
      /\| `cache@2` \| \+3\.0 \| \+3\.0 \| -2\.0 \| \+3\.0 \| 1 \| 4 \| 2 \| 1 \| Persona Fit \|/,
    );
    assert.match(document, /\| lead \| 5\.0 → 9\.0 → 6\.8 \|/);
    assert.match(
      trendDocument(trendReport({ ...facts, campaigns: [], reviews: [], findings: [] })),
      /No campaign has ended/,
    );
  });
});

const score = fc.integer({ min: 1, max: 10 });
const sheet = fc
  .dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.record({ clarity: score, accuracy: score, fit: score, usability: score }),
  )
  .map((given) => new Map<string, Scores>(Object.entries(given)));

test('for any scores: the way back is the opposite, and nobody who scored once changes anything', () => {
  fc.assert(
    fc.property(sheet, sheet, score, (before, after, stranger) => {
      const change = scoreChange(before, after);
      const back = scoreChange(after, before);
      for (const dimension of dimensions) {
        assert.equal(change.scores?.[dimension] ?? 0, 0 - (back.scores?.[dimension] ?? 0));
        assert.ok(!change.regressions.includes(dimension) || !back.regressions.includes(dimension));
      }
      const joined = scoreChange(before, new Map([...after, ['stranger', all(stranger)]]));
      assert.deepEqual(joined, change);
    }),
  );
});

test('half a point is a regression and less is none', () => {
  const four = ['a', 'b', 'c', 'd'];
  const sheetOf = (fit: readonly number[]) =>
    new Map(four.map((id, index) => [id, all(5, { fit: fit[index] ?? 0 })]));
  assert.deepEqual(scoreChange(sheetOf([7, 7, 7, 7]), sheetOf([6, 6, 7, 7])).regressions, ['fit']);
  assert.deepEqual(scoreChange(sheetOf([7, 7, 7, 7]), sheetOf([6, 7, 7, 7])).regressions, []);
});

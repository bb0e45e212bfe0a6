import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Campaign, JointCampaign, JointEvent } from '../../core/index.ts';
import { noTokens } from '../../core/domain/modelUsage.ts';
import { campaignPageSchema } from '../../protocol/campaignPage.ts';
import { filterText, restoreFilter } from './campaignFilter.ts';
import {
  byDate,
  campaignDescription,
  campaignTooltip,
  jointCampaign,
  passes,
  planCampaign,
} from './campaignNodes.ts';
import { jointCampaignPage, planCampaignPage } from './campaignState.ts';
import { afterJointEvent, jointProgressLine, jointResultText, newJointState } from './jointTexts.ts';

const none = { critical: 0, major: 0, minor: 0, suggestion: 0 };

const campaign: Campaign = {
  id: 'docs-cache@2',
  name: 'Cache warm-up, round 2',
  plan: 'docs/cache.md',
  title: 'Cache warm-up',
  kind: 'generic',
  revision: null,
  mode: 'plan',
  round: 2,
  strategy: 'complementary',
  selection: 'manual',
  reviewers: ['checks', 'lead'],
  status: 'partial',
  verdict: 'NO-GO',
  startedAt: '2026-03-01T09:00:00.000Z',
  completedAt: '2026-03-02T09:00:00.000Z',
  raised: none,
  open: { ...none, critical: 1, minor: 2 },
  movement: { new: 0, persisting: 0, gone: 0, regressed: 0 },
  usage: noTokens,
  costUsd: null,
  folder: '.plan-review/reviews/docs-cache/round-2',
  problem: null,
  archivedAt: null,
};

const plan = (path: string, fields: Partial<JointCampaign['plans'][number]>) => ({
  path,
  title: null,
  kind: null,
  status: 'completed' as const,
  campaign: null,
  round: null,
  revision: null,
  verdict: null,
  open: null,
  costUsd: null,
  problem: null,
  ...fields,
});

const joint: JointCampaign = {
  schemaVersion: 1,
  id: 'docs+1',
  name: 'docs',
  content: ['docs'],
  mode: 'plan',
  panel: { reviewers: ['lead'] },
  status: 'partial',
  startedAt: '2026-03-03T09:00:00.000Z',
  completedAt: null,
  plans: [
    plan('docs/cache.md', { verdict: 'GO', round: 1, open: { ...none, minor: 1 } }),
    plan('docs/ledger.md', { verdict: 'CONDITIONAL GO', round: 3, open: { ...none, major: 2 } }),
    plan('docs/old.md', { status: 'skipped' }),
    plan('docs/broken.md', { status: 'failed', problem: { message: 'It is empty.', wayOut: 'Write it.' } }),
  ],
  commonKinds: [],
  usage: noTokens,
  costUsd: 0.5,
  remarks: [],
};

describe('the list of campaigns', () => {
  const own = planCampaign(campaign, 'file:///w', 'file:///w/docs/cache.md');
  const several = jointCampaign(joint, 'file:///w', null);

  test('says of each how it ended, what is open, and when', () => {
    assert.equal(campaignDescription(own), 'partial · NO-GO · 3 open · 2026-03-02');
    assert.equal(campaignDescription(several), 'partial · CONDITIONAL GO · 4 plans · 3 open · 2026-03-03');
    assert.equal(
      campaignDescription({ ...own, status: 'pending', verdict: null, open: 0, at: null }),
      'pending',
    );
    assert.match(campaignTooltip(several), /docs\/broken\.md\nRead by lead$/);
    const many = { ...several, plans: Array.from({ length: 40 }, (_, index) => `p${index}.md`) };
    assert.match(campaignTooltip(many), /p11\.md\nand 28 more\n/);
  });

  test('has the latest first', () => {
    const undated = { ...own, id: 'docs-a@1', at: null };
    assert.deepEqual(
      byDate([undated, own, several]).map(({ id }) => id),
      ['docs+1', 'docs-cache@2', 'docs-a@1'],
    );
  });

  test('lets campaigns over several plans through by the same filter', () => {
    assert.ok(passes(several, {}));
    assert.ok(passes(several, { status: 'partial', verdict: 'CONDITIONAL GO', reviewer: 'lead' }));
    assert.ok(passes(several, { content: 'docs/' }));
    assert.ok(passes(several, { content: 'docs/ledger.md', reviewer: 'checks' }));
    for (const filter of [
      { status: 'failed' },
      { verdict: 'GO' },
      { reviewer: 'security' },
      { content: 'doc' },
    ] as const) {
      assert.ok(!passes(several, filter), JSON.stringify(filter));
    }
  });

  test('says what it leaves out, and forgets what is no filter', () => {
    assert.equal(filterText({}), undefined);
    const filter = {
      status: 'in_progress',
      verdict: 'GO',
      reviewer: 'lead',
      content: 'docs',
      archived: 'only',
    } as const;
    assert.equal(filterText(filter), 'Only: archived · in progress · GO · read by lead · in docs');
    assert.deepEqual(restoreFilter(structuredClone(filter)), filter);
    assert.deepEqual(restoreFilter({ status: 'done', verdict: 7, reviewer: null, archived: true }), {});
    assert.deepEqual(restoreFilter('nonsense'), {});
  });
});

describe('the page of a campaign', () => {
  const reviewers = { records: [] };

  test('gets what the protocol allows, of one plan', () => {
    const page = planCampaignPage({
      detail: {
        campaign,
        reviews: [],
        analysis: {
          campaign: campaign.id,
          analysis: { summary: null, remarks: ['Security did not answer.'] },
          markdownPath: 'x.md',
          createdAt: '2026-03-02T09:00:00.000Z',
        },
        response: null,
        answers: [],
        resolutions: [],
        usage: [],
      },
      findings: [],
      analysis: undefined,
      reviewers,
    });
    assert.deepEqual(campaignPageSchema.parse(page), page);
    assert.deepEqual(page.remarks, ['Security did not answer.']);
    assert.deepEqual(page.plans[0]?.open, campaign.open);
  });

  test('and over several', () => {
    const view = {
      campaign: joint,
      folder: 'f',
      analysis: undefined,
      problem: undefined,
      isRunning: true,
      archivedAt: null,
    };
    const page = jointCampaignPage(view, reviewers);
    assert.deepEqual(campaignPageSchema.parse(page), page);
    assert.deepEqual(
      page.plans.map(({ status }) => status),
      ['completed', 'completed', 'skipped, unchanged since', 'failed'],
    );
    assert.equal(page.plans[3]?.problem, 'It is empty. Write it.');
    assert.equal(page.problem, 'It is running at this moment.');
  });
});

describe('a campaign over several plans, while it runs', () => {
  const events: readonly JointEvent[] = [
    { type: 'begun', id: 'docs+1', plans: ['docs/a.md', 'docs/b.md'] },
    { type: 'plan', plan: 'docs/a.md', status: 'in_progress', text: '' },
    {
      type: 'round',
      plan: 'docs/a.md',
      event: { type: 'reviewer', reviewer: 'lead', name: 'Lead', state: 'running', text: '' },
    },
    { type: 'plan', plan: 'docs/b.md', status: 'in_progress', text: '' },
    { type: 'plan', plan: 'docs/a.md', status: 'completed', text: 'GO' },
    { type: 'analysis', state: 'running', text: '' },
  ];

  test('says how many have ended and what is going on', () => {
    const lines = events.map((_, index) =>
      jointProgressLine(events.slice(0, index + 1).reduce(afterJointEvent, newJointState)),
    );
    assert.deepEqual(lines, [
      '0 of 2',
      '0 of 2 · a.md',
      '0 of 2 · a.md: Lead',
      '0 of 2 · a.md: Lead · b.md',
      '1 of 2 · b.md',
      'Putting together what was said of all plans',
    ]);
  });

  test('and in the end what came of it', () => {
    assert.equal(
      jointResultText({ campaign: joint }),
      '4 plans: 1 CONDITIONAL GO, 1 GO. 1 unchanged since their last round, and skipped. 1 could not be reviewed.',
    );
    assert.equal(
      jointResultText({ campaign: { ...joint, plans: joint.plans.slice(0, 1) } }),
      '1 plan: 1 GO. Not every reviewer has answered.',
    );
  });
});

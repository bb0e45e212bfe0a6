import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { CampaignPage } from '../../src/protocol/campaignPage.ts';
import { launchBrowser } from '../support/browser.ts';
import { auditFaults } from './support/audit.ts';
import { attacks } from './support/hostile.ts';
import { analysis, reviewers } from './support/insightStates.ts';
import { faintTexts, isTooWide } from './support/measure.ts';
import { openCampaign, type OpenCampaign } from './support/openCampaign.ts';
import { until } from './support/openPanel.ts';
import { takePicture } from './support/picture.ts';
import { themeNames } from './support/themes.ts';

const none = { critical: 0, major: 0, minor: 0, suggestion: 0 };

const ofPlan: CampaignPage = {
  id: 'docs-cache@1',
  name: 'Cache warm-up, round 1',
  status: 'partial',
  verdict: 'NO-GO',
  startedAt: '2026-03-01T09:00:00.000Z',
  completedAt: '2026-03-01T09:05:00.000Z',
  strategy: 'independent',
  costUsd: 0.42,
  folder: '.plan-review/reviews/docs-cache/round-1',
  problem: null,
  isArchived: false,
  plans: [
    {
      path: 'docs/cache.md',
      title: 'Cache warm-up',
      status: 'partial',
      verdict: 'NO-GO',
      round: 1,
      open: { ...none, critical: 1, major: 2 },
      problem: null,
    },
  ],
  reviews: [
    {
      campaign: 'docs-cache@1',
      reviewer: 'lead',
      status: 'completed',
      elapsedMs: 84_200,
      completedAt: '2026-03-01T09:05:00.000Z',
      review: {
        name: 'Lead reviewer',
        role: 'lead',
        provider: 'anthropic',
        model: 'claude-opus-5-5',
        detail: '',
        findings: 3,
        summary: 'Not yet.',
        verdict: 'NO-GO',
        ratings: { clarity: 8, accuracy: 6, fit: 10, usability: 7 },
      },
    },
    {
      campaign: 'docs-cache@1',
      reviewer: 'security',
      status: 'failed',
      elapsedMs: null,
      completedAt: null,
      review: {
        name: 'Security',
        role: 'specialist',
        provider: null,
        model: null,
        detail: 'The model declines to read this plan.',
        findings: 0,
        summary: null,
        verdict: null,
        ratings: null,
      },
    },
  ],
  findings: (['F1', 'F2'] as const).map((id, index) => ({
    plan: 'docs/cache.md',
    id,
    campaign: 'docs-cache@1',
    severity: index === 0 ? ('critical' as const) : ('minor' as const),
    category: 'risk' as const,
    status: index === 0 ? ('open' as const) : ('resolved' as const),
    isOpen: index === 0,
    decidedIn: index === 0 ? null : 2,
    disposition: null,
    reviewers: ['lead', 'checks'],
    check: null,
    confidence: null,
    title: index === 0 ? 'Originals are deleted too early' : 'Two names for `one` thing',
    observation: 'It says so.',
    concern: 'It hurts.',
    recommendation: 'Say otherwise.',
    quote: 'deletes',
    section: ['Approach', 'Step 4'],
    range: { start: { line: 1, column: 1 }, end: { line: 1, column: 8 } },
    revision: `sha256:${'a'.repeat(64)}`,
  })),
  commonKinds: [],
  remarks: ['Security did not answer.'],
  analysis,
  reviewers,
};

const [only] = ofPlan.plans;
assert.ok(only);

const ofFolder: CampaignPage = {
  ...ofPlan,
  id: 'docs+2',
  name: 'docs',
  status: 'in_progress',
  verdict: null,
  completedAt: null,
  plans: [
    only,
    { ...only, path: 'docs/ledger.md', title: 'The ledger', verdict: 'GO', open: none, status: 'completed' },
    {
      path: 'docs/broken.md',
      title: '',
      status: 'failed',
      verdict: null,
      round: null,
      open: null,
      problem: 'It is empty. Write it first.',
    },
  ],
  reviews: [],
  findings: [],
  commonKinds: [
    {
      kind: 'file-exists',
      category: 'factuality',
      check: 'file-exists',
      plans: ['docs/cache.md', 'docs/ledger.md'],
      findings: 5,
      open: 2,
      worst: 'major',
    },
  ],
};

describe('the page of a campaign', () => {
  let browser: Browser;
  let open: OpenCampaign;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(open.trouble, []);
    await open.close();
  });

  const look = async (campaign: CampaignPage, theme?: (typeof themeNames)[number]): Promise<Page> => {
    open = await openCampaign(browser, { told: { campaign }, ...(theme && { theme }) });
    await open.page.getByRole('heading', { level: 1, name: campaign.name }).waitFor();
    return open.page;
  };

  it('says who read a plan, what they raised and what has become of it, and leads there', async () => {
    const page = await look(ofPlan);
    assert.match(await page.locator('.page-header').innerText(), /NO-GO[^]*without some of its reviewers/);
    const people = await page.getByRole('table', { name: 'Reviewers of the campaign' }).innerText();
    assert.match(people, /Lead reviewer[^]*claude-opus-5-5[^]*1 min 24 s[^]*Security[^]*Failed[^]*declines/);
    const findings = page.getByRole('table', { name: 'What the campaign raised' });
    assert.match(await findings.innerText(), /F1 Originals[^]*Open[^]*F2[^]*Resolved/);
    await findings.getByRole('button', { name: /F1/ }).click();
    await page.getByRole('button', { name: 'Show review of docs/cache.md' }).click();
    await page.getByRole('button', { name: 'Open plan docs/cache.md' }).click();
    await page.getByRole('list', { name: 'Priorities' }).getByRole('button', { name: /F1/ }).click();
    await until('four messages', () => open.sent.length === 5);
    assert.deepEqual(open.sent.slice(1), [
      { type: 'campaign/show-finding', plan: 'docs/cache.md', finding: 'F1' },
      { type: 'campaign/show-review', plan: 'docs/cache.md' },
      { type: 'campaign/open-plan', plan: 'docs/cache.md' },
      { type: 'campaign/show-finding', plan: 'docs/plan.md', finding: 'F1' },
    ]);
    assert.equal(await page.locator('#go-on').count(), 0, 'a finished round is over');
    await page.getByRole('button', { name: 'Archive' }).click();
    await until('a message', () => open.sent.at(-1)?.type === 'campaign/archive');
    await open.become({ campaign: { ...ofPlan, isArchived: true } });
    await page.getByRole('button', { name: 'Bring back' }).click();
    await until('another', () => open.sent.length === 8);
    assert.deepEqual(open.sent.at(-1), { type: 'campaign/archive', isArchived: false });
  });

  it('shows several plans with what each came to, and goes on with what is unfinished', async () => {
    const page = await look(ofFolder);
    const rows = await page
      .getByRole('table', { name: 'Plans of the campaign' })
      .getByRole('row')
      .allInnerTexts();
    assert.match(rows[1] ?? '', /Cache warm-up[^]*NO-GO/);
    assert.match(rows[3] ?? '', /docs\/broken\.md[^]*failed[^]*It is empty/);
    assert.equal(await page.getByRole('button', { name: 'Show review of docs/broken.md' }).count(), 0);
    assert.match(
      await page.getByRole('table', { name: 'What plans have in common' }).innerText(),
      /file-exists[^]*2 plans[^]*5/,
    );
    await page.locator('#go-on').focus();
    await page.keyboard.press('Enter');
    await until('a message', () => open.sent.at(-1)?.type === 'campaign/go-on');
    await open.become({ campaign: { ...ofFolder, status: 'completed' } });
    await page.locator('#go-on').waitFor({ state: 'detached' });
  });

  it('takes notes, and keeps them over a reload', async () => {
    const page = await look({ ...ofPlan, notes: { version: null, author: 'Ada', text: '' } });
    await page.getByLabel('Notes', { exact: true }).fill('Mine.');
    await page.reload();
    await page.getByLabel('Notes', { exact: true }).waitFor();
    assert.equal(await page.getByLabel('Notes', { exact: true }).inputValue(), 'Mine.');
    await page.getByRole('button', { name: 'Save Notes' }).click();
    await until('a save', () => open.sent.at(-1)?.type === 'campaign/save-notes');
    assert.deepEqual(open.sent.at(-1), {
      type: 'campaign/save-notes',
      draft: { author: 'Ada', text: 'Mine.', seen: null },
    });
  });

  it('says why where it cannot be shown, and keeps what it had', async () => {
    const page = await look(ofPlan);
    await open.become({ failure: { message: 'The index is newer.', wayOut: 'Update Plan Review.' } });
    await page.getByRole('alert').waitFor();
    assert.match(await page.locator('main').innerText(), /Update Plan Review[^]*Lead reviewer/);
  });

  for (const theme of themeNames) {
    it(`fits every screen, can be read, and tells screen readers all of it: ${theme}`, async () => {
      for (const [name, campaign] of [
        ['plan', ofPlan],
        ['folder', ofFolder],
      ] as const) {
        const page = await look(campaign, theme);
        for (const width of [320, 480, 720, 1200]) {
          await page.setViewportSize({ width, height: 900 });
          assert.equal(await isTooWide(page), false, `${name} at ${width} pixels`);
          await takePicture(page, `campaign-${name}-${theme}-${width}`);
        }
        assert.deepEqual(await faintTexts(page), [], name);
        assert.deepEqual(await auditFaults(page), [], name);
        if (name === 'plan') {
          await open.close();
        }
      }
    });
  }

  it('lets hostile text do nothing', async () => {
    const everything = attacks.join('\n\n');
    const [review] = ofPlan.reviews;
    const [finding] = ofPlan.findings;
    assert.ok(review && finding);
    const page = await look({
      ...ofPlan,
      problem: everything,
      remarks: [everything],
      plans: [{ ...only, path: everything, title: everything, status: everything, problem: everything }],
      reviews: [{ ...review, review: { ...review.review, name: everything, model: everything } }],
      findings: attacks.map((title, index) => ({ ...finding, id: `F${index + 1}`, title, section: [title] })),
    });
    assert.equal(await page.evaluate('window.pwned'), undefined);
    assert.equal(await page.locator('#app img, #app script, #app iframe, #app form').count(), 0);
  });
});

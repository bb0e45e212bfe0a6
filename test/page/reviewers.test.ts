import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { PanelState } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPanel, until, type OpenPanel } from './support/openPanel.ts';
import { reviewedByModels, unfinished } from './support/modelStates.ts';
import { panel as stateWith, reviewedOnce } from './support/states.ts';

describe('the panel of a review by models', () => {
  let browser: Browser;
  let panel: OpenPanel;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  afterEach(async () => {
    assert.deepEqual(panel.trouble, []);
    await panel.close();
  });

  async function open(state: PanelState, width = 1000): Promise<OpenPanel['page']> {
    panel = await openPanel(browser, { state, width });
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
    return panel.page;
  }

  const answers = (): OpenPanel['sent'] => panel.sent.filter(({ type }) => type !== 'state/get');

  it('says what all findings come to, and of each what every reviewer said', async () => {
    const page = await open(reviewedByModels);
    assert.match(await page.locator('.round-summary').innerText(), /^Step 4 destroys originals/);
    await page.getByRole('button', { name: 'Details of F1' }).click();
    const details = page.locator('#details-F1');
    const text = await details.innerText();
    assert.match(text, /lead-1 and security-2 have one root cause/);
    assert.match(text, /security holds that it is major/);
    assert.match(text, /Confidence\s+high/);
    assert.match(text, /Lead reviewer\s+lead-1, Critical/);
    assert.doesNotMatch(text, /Support cannot help/);
    await details.getByText('No way back from step 4').click();
    assert.match(await details.innerText(), /Support cannot help/);
    assert.equal(await page.getByRole('button', { name: 'Details of F2' }).count(), 1);
  });

  it('shows on which model each reviewer read, and its opinion', async () => {
    const page = await open(reviewedByModels);
    await page.getByRole('tab', { name: /Reviewers/ }).click();
    const rows = page.getByRole('table', { name: 'Reviewers' }).getByRole('row');
    assert.deepEqual(await rows.first().getByRole('columnheader').allInnerTexts(), [
      'Reviewer',
      'Status',
      'Findings',
      'Own verdict',
      'Ratings',
      'Details',
    ]);
    const lead = await rows.nth(2).innerText();
    for (const part of [
      /Lead, anthropic: claude-opus-5-5/,
      /Finished/,
      /NO-GO/,
      /Accuracy\s+6/,
      /Fit\s+10/,
    ]) {
      assert.match(lead, part);
    }
    assert.match(await rows.nth(3).innerText(), /Failed, the others went on/);
    assert.match(await page.locator('.remarks').innerText(), /in place of claude-opus-5-5/);
  });

  it('shows what the models were asked, and what that took and cost', async () => {
    const page = await open(reviewedByModels);
    await page.getByRole('tab', { name: /^Run 2/ }).click();
    const shown = await page.locator('#tab-panel').innerText();
    assert.match(shown, /Reviewers by name; specialists were shown what the leads found/);
    assert.match(shown, /19,640 tokens in \(18,400 from cache\), 2,310 out/);
    assert.match(shown, /\$1\.25/);
    const rows = page.getByRole('table', { name: 'Tasks of the round' }).getByRole('row');
    const lead = await rows.nth(1).innerText();
    for (const part of [
      /reviewer-lead/,
      /1 min 24 s/,
      /claude-sonnet-5-5/,
      /in place of claude-opus-5-5/,
      /3 calls/,
      /\$0\.064/,
    ]) {
      assert.match(lead, part);
    }
    assert.match(await rows.nth(2).innerText(), /The model declines to read this plan\. Choose another/);
  });

  it('has no run to show of a round of checks alone', async () => {
    const page = await open(reviewedByModels);
    await page.getByRole('tab', { name: /^Run/ }).click();
    await panel.become(reviewedOnce);
    await page.locator('#tab-findings[aria-selected="true"]').waitFor();
    assert.equal(await page.getByRole('tab').count(), 5);
    assert.equal(await page.locator('.round-summary').count(), 0);
    // From the first tab to the left is the last one that there is.
    await page.locator('#tab-findings').focus();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await page.locator('#tab-reviewers[aria-selected="true"]').count(), 1);
  });

  it('offers to resume a round that is not finished, or to start it over', async () => {
    const page = await open(unfinished);
    const notice = page.locator('#unfinished');
    assert.match(
      await notice.innerText(),
      /Round 2 is not finished\s+It began 14 Mar 2026, 09:41\. 2 answers kept, \$0\.31 spent\./,
    );
    assert.match(await notice.innerText(), /reviewer-security The quota of claude-opus-5-5 is used up\./);
    await notice.getByRole('button', { name: 'Resume' }).click();
    await notice.getByRole('button', { name: 'Start over' }).click();
    await until('two messages', () => answers().length === 2);
    assert.deepEqual(answers(), [{ type: 'round/resume' }, { type: 'round/restart' }]);
  });

  it('leaves a round alone that somebody else is at work on', async () => {
    const left = unfinished.unfinished;
    assert.ok(left);
    const page = await open(stateWith([], { unfinished: { ...left, isRunning: true } }));
    assert.match(
      await page.locator('#unfinished').innerText(),
      /Round 2 is running in another window.*can be read meanwhile/s,
    );
    assert.equal(await page.locator('#unfinished').getByRole('button').count(), 0);
  });
});

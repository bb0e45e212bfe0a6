import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { PanelState } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPanel, until, type OpenPanel } from './support/openPanel.ts';
import {
  clean,
  firstRound,
  neverReviewed,
  panel as stateWith,
  reviewed,
  reviewedOnce,
  running,
  troubled,
} from './support/states.ts';

describe('the panel of a review', () => {
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

  async function open(state: PanelState): Promise<OpenPanel['page']> {
    panel = await openPanel(browser, { state });
    await panel.page.getByRole('heading', { level: 1 }).waitFor();
    return panel.page;
  }

  /** What the page has sent since it asked for its first snapshot. */
  const answers = (): OpenPanel['sent'] => panel.sent.filter(({ type }) => type !== 'state/get');

  it('asks for a snapshot and shows the plan, the verdict with its reasons, and the findings', async () => {
    const page = await open(reviewedOnce);
    assert.deepEqual(panel.sent, [{ type: 'state/get' }]);
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), reviewedOnce.plan.title);
    assert.match(await page.locator('.page-header').innerText(), /docs\/plans\/WP-0042-image-resizing\.md/);
    assert.match(await page.locator('#verdict-title').innerText(), /NO-GO/);
    assert.match(await page.locator('.reasons').innerText(), /F1 is open \(critical\)/);
    assert.equal(await page.locator('[data-finding]').count(), firstRound.findings.length);
    const row = await page.locator('#finding-F2').innerText();
    assert.match(row, /F2/);
    assert.match(row, /Major/);
    assert.match(row, /Files to change/);
    assert.match(row, /moved to line 34/);
    assert.match(await page.locator('#finding-F3').innerText(), /lost/);
  });

  it('shows findings worst first', async () => {
    const page = await open(stateWith([{ ...firstRound, findings: firstRound.findings.toReversed() }]));
    const names = await page.locator('.severity-name').allInnerTexts();
    assert.deepEqual(names, ['Critical', 'Major', 'Major', 'Minor', 'Suggestion']);
  });

  it('has the host show the plan when a finding is clicked, and marks the finding', async () => {
    const page = await open(reviewedOnce);
    await page.locator('#finding-F3 .row-main').click();
    await until('a message', () => answers().length === 1);
    assert.deepEqual(answers(), [{ type: 'finding/show', finding: 'F3' }]);
    assert.equal(await page.locator('#findings [aria-current="true"]').count(), 1);
    assert.equal(await page.locator('#finding-F3 [aria-current="true"]').count(), 1);
  });

  it('unfolds what was found, said and quoted, and who raised it', async () => {
    const page = await open(reviewedOnce);
    const expander = page.getByRole('button', { name: 'Details of F1' });
    assert.equal(await expander.getAttribute('aria-expanded'), 'false');
    await expander.click();
    assert.equal(await expander.getAttribute('aria-expanded'), 'true');
    const details = page.locator('#details-F1');
    const text = await details.innerText();
    for (const part of [
      'Observation',
      'Concern',
      'Recommendation',
      'Checks, Operations',
      'line 90',
      'Line 3, exact',
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.match(await details.locator('blockquote').innerText(), /^When all three sizes are written/);
    assert.equal(await details.locator('ol > li').count(), 3);
    assert.equal(await details.locator('pre code').innerText(), 'await store.delete(image.key);\n');
    assert.deepEqual(answers(), []);
    await expander.click();
    assert.equal(await details.count(), 0);
  });

  it('leads from a reason to its finding, inside the page', async () => {
    const page = await open(reviewedOnce);
    await page.getByRole('button', { name: /^F2 is open/ }).click();
    assert.equal(await page.locator('#finding-F2.selected #details-F2').count(), 1);
    assert.equal(await page.locator('#finding-F2 .row-main:focus').count(), 1);
    assert.deepEqual(answers(), []);
  });

  it('shows the other reasons when they are asked for', async () => {
    const page = await open(reviewedOnce);
    assert.equal(await page.locator('.reasons li').count(), 4);
    await page.getByRole('button', { name: 'Show 1 more reason' }).click();
    assert.equal(await page.locator('.reasons li').count(), firstRound.verdict.reasons.length);
  });

  it('shows the latest of several rounds, and another when it is chosen', async () => {
    const page = await open(reviewed);
    assert.equal(await page.locator('#round-title').innerText(), 'Round 2');
    assert.equal(await page.locator('#finding-F6').count(), 1);
    await page
      .getByRole('navigation', { name: 'Rounds' })
      .getByRole('button', { name: /Round 1/ })
      .click();
    assert.equal(await page.locator('#round-title').innerText(), 'Round 1');
    assert.equal(await page.locator('#finding-F1').count(), 1);
    assert.match(
      await page.locator('#verdict-title').innerText(),
      /CONDITIONAL GO/,
      'the header keeps to the latest',
    );
    await page.getByRole('button', { name: 'Show the latest' }).click();
    assert.equal(await page.locator('#round-title').innerText(), 'Round 2');
  });

  it('shows claims, notes and reviewers behind their tabs', async () => {
    const page = await open(reviewedOnce);
    await page.getByRole('tab', { name: /Claims/ }).click();
    const summary = await page.getByRole('list', { name: 'Claims' }).innerText();
    assert.match(summary, /23 claims pass\s+2 claims fail\s+1 claim is unverifiable/);
    const claim = await page.getByRole('row', { name: /src\/queue\/worker\.ts/ }).innerText();
    assert.match(claim, /modifies/);
    assert.match(claim, /Fails/);
    assert.match(claim, /no such file/);
    assert.match(claim, /src\/queues\/worker\.ts/);
    await page.getByRole('tab', { name: /Notes/ }).click();
    assert.match(await page.getByRole('tabpanel').innerText(), /S1[^]*deployed by itself[^]*Q1[^]*How large/);
    await page.getByRole('tab', { name: /Reviewers/ }).click();
    assert.match(await page.getByRole('row', { name: /Security/ }).innerText(), /Failed, the others went on/);
  });

  it('keeps apart what fails and what the plan suppresses', async () => {
    const [failing, ...others] = firstRound.claims;
    assert.ok(failing !== undefined);
    const claims = [{ ...failing, value: 'left/alone.ts', suppressed: true }, failing, ...others];
    const page = await open(
      stateWith([{ ...firstRound, claims, claimSummary: { ...firstRound.claimSummary, suppressed: 1 } }]),
    );
    await page.getByRole('tab', { name: /Claims/ }).click();
    const summary = await page.getByRole('list', { name: 'Claims' }).innerText();
    assert.match(summary, /2 claims fail[^]*1 failure is suppressed in the plan/);
    const rows = await page.locator('tbody tr').allInnerTexts();
    assert.match(rows.at(-1) ?? '', /left\/alone\.ts[^]*Fails\s+suppressed/);
    assert.equal(rows.filter((row) => row.includes('suppressed')).length, 1);
  });

  it("opens the round's documents, starts a round and cancels it", async () => {
    const page = await open(reviewed);
    await page.getByRole('button', { name: 'Review document' }).click();
    await page.getByRole('button', { name: /Round 1/ }).click();
    await page.getByRole('button', { name: 'Snapshot' }).click();
    await page.getByRole('button', { name: 'Next round' }).click();
    assert.equal(
      await page.locator('#round-title').innerText(),
      'Round 2',
      'the next round will be looked at',
    );
    await panel.become(running);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await until('all messages', () => answers().length === 4);
    assert.deepEqual(answers(), [
      { type: 'document/open', round: 2, document: 'review' },
      { type: 'document/open', round: 1, document: 'snapshot' },
      { type: 'round/start' },
      { type: 'round/cancel' },
    ]);
  });

  it('says that nobody has reviewed the plan, and offers a review', async () => {
    const page = await open(neverReviewed);
    assert.match(await page.locator('main').innerText(), /Nobody has reviewed this plan yet/);
    await page.getByRole('button', { name: 'Review', exact: true }).click();
    await until('a message', () => answers().length === 1);
    assert.deepEqual(answers(), [{ type: 'round/start' }]);
  });

  it('says that a round found nothing', async () => {
    const page = await open(clean);
    assert.match(await page.locator('#verdict-title').innerText(), /GO/);
    assert.match(await page.getByRole('tabpanel').innerText(), /No findings in this round/);
  });

  it('shows a running round step by step, tells of it, and offers no second one', async () => {
    const page = await open(reviewedOnce);
    await panel.become(running);
    const run = page.locator('#run');
    await run.waitFor();
    assert.match(await run.innerText(), /Round 2 is running/);
    assert.deepEqual(
      await run
        .locator('.step')
        .allInnerTexts()
        .then((texts) => texts.length),
      3,
    );
    assert.equal(await run.locator('.step.running .spin').count(), 1);
    assert.match(await run.locator('.step.failed').innerText(), /failed/);
    assert.equal(await page.getByRole('button', { name: 'Next round' }).count(), 0);
    const status = page.locator('.for-screen-readers[role="status"]');
    assert.equal(await status.textContent(), 'Checking 26 claims');
    await panel.become(reviewed);
    await run.waitFor({ state: 'detached' });
    assert.equal(await status.textContent(), 'Round 2 is finished: CONDITIONAL GO, 2 findings.');
    assert.equal(await page.locator('#round-title').innerText(), 'Round 2');
  });

  it('shows the first round running, with nothing to cancel once it cannot be', async () => {
    const page = await open({ ...neverReviewed, run: { steps: [], canCancel: false } });
    assert.match(await page.locator('main').innerText(), /Round 1 is running/);
    assert.equal(await page.locator('#empty').count(), 0);
    assert.equal(await page.getByRole('button').count(), 0);
  });

  it('shows an error with its way out, what made the verdict stale, and what is left out', async () => {
    const page = await open(troubled);
    const error = await page.getByRole('alert').innerText();
    assert.match(error, /Another window is reviewing this plan/);
    assert.match(error, /Wait until it is done/);
    assert.match(await page.locator('#stale').innerText(), /out of date[^]*3 lines in “Costs”/);
    assert.match(await page.locator('.verdict').innerText(), /out of date/);
    assert.equal(await page.locator('#problems li').count(), 2);
  });

  it('tells every reason for which a signature no longer counts, and what else there is to say', async () => {
    const standing = {
      verdict: 'GO' as const,
      reasons: ['The plan was changed after round 1.', 'HEAD has moved from 1234567 to 89abcde.'],
      signedBy: 'Ada <b>Lovelace</b>',
      remarks: ['An earlier approval was overtaken.'],
    };
    const page = await open({ ...reviewedOnce, standing });
    const notice = page.locator('#stale');
    assert.match(await notice.innerText(), /out of date, and so is the signature of Ada <b>Lovelace<\/b>/);
    assert.deepEqual(await notice.locator('li').allInnerTexts(), [...standing.reasons, ...standing.remarks]);
    assert.match(await page.locator('#show-record').innerText(), /Signed, out of date/);
    assert.match(await page.locator('.verdict').innerText(), /out of date/);
  });

  it('asks once more, not once per hint, when many arrive while a snapshot is under way', async () => {
    await open(reviewedOnce);
    const burst = Array.from({ length: 20 }, () => `window.postMessage({ type: 'state/changed' }, '*')`).join(
      ';',
    );
    await panel.page.evaluate(burst);
    await panel.become(reviewed);
    await panel.page.locator('#finding-F6').waitFor();
    const asked = panel.sent.filter(({ type }) => type === 'state/get').length;
    assert.ok(asked >= 2 && asked <= 5, `asked ${asked} times`);
  });

  it('ignores messages that are none of the protocol', async () => {
    const page = await open(reviewedOnce);
    const strays = `['x', null, 7, {}, { type: 'state/set' }, { type: 'nothing' }, { type: 'finding/reveal' }]`;
    await page.evaluate(`${strays}.forEach((stray) => window.postMessage(stray, '*'))`);
    await panel.become(reviewed);
    await page.locator('#finding-F6').waitFor();
  });
});

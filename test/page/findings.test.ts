import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { PanelState } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPanel, until, type OpenPanel } from './support/openPanel.ts';
import { reviewed, reviewedOnce, reviewWith } from './support/states.ts';

describe('the findings of a round', () => {
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
    await panel.page.locator('#tab-panel').waitFor();
    return panel.page;
  }

  const listed = (): Promise<string[]> => panel.page.locator('[data-finding] .row-id').allInnerTexts();

  /** Whether a finding can be seen, below the filters that stay at the top. */
  async function isOnScreen(id: string): Promise<boolean> {
    return await panel.page.evaluate(`(() => {
      const box = document.querySelector('#finding-${id}')?.getBoundingClientRect();
      const filters = document.querySelector('.filters').getBoundingClientRect();
      return box !== undefined && box.top >= filters.bottom - 1 && box.top < innerHeight;
    })()`);
  }

  it('are hidden and shown by severity', async () => {
    const page = await open(reviewedOnce);
    const major = page.getByRole('button', { name: /^Major/ });
    await major.click();
    assert.equal(await major.getAttribute('aria-pressed'), 'false');
    assert.deepEqual(await listed(), ['F1', 'F4', 'F5']);
    assert.match(await page.locator('.matches').innerText(), /3 of 5 findings/);
    await major.click();
    assert.deepEqual(await listed(), ['F1', 'F2', 'F3', 'F4', 'F5']);
  });

  it('are searched in all their text, word by word and in any case', async () => {
    const page = await open(reviewedOnce);
    const search = page.getByRole('searchbox', { name: 'Filter findings' });
    await search.fill('QUEUES worker');
    assert.deepEqual(await listed(), ['F2']);
    await search.fill('scale factor');
    assert.deepEqual(await listed(), ['F1'], 'the concern');
    await search.fill('lost');
    assert.deepEqual(await listed(), ['F3'], 'the state');
    await search.fill('nothing that is there');
    assert.match(await page.locator('#tab-panel').innerText(), /No finding matches the filter/);
    await page.getByRole('button', { name: 'Show all findings' }).click();
    assert.equal((await listed()).length, 5);
    assert.equal(await search.inputValue(), '');
  });

  it('are revealed: scrolled to, unfolded, marked and focused', async () => {
    const page = await open(reviewWith(2_000));
    await panel.post({ type: 'finding/reveal', finding: 'F1402' });
    await page.locator('#finding-F1402.selected #details-F1402').waitFor();
    assert.ok(await isOnScreen('F1402'));
    assert.equal(await page.locator('#finding-F1402 .row-main:focus').count(), 1);
    await panel.post({ type: 'finding/reveal', finding: 'F3' });
    await page.locator('#details-F3').waitFor();
    assert.ok(await isOnScreen('F3'));
  });

  it('are revealed from another round, behind a filter and behind another tab', async () => {
    const page = await open(reviewed);
    await page.getByRole('searchbox').fill('retention');
    await page.getByRole('tab', { name: /Reviewers/ }).click();
    await panel.post({ type: 'finding/reveal', finding: 'F4' });
    await page.locator('#finding-F4 .row-main:focus').waitFor();
    assert.equal(await page.locator('#round-title').innerText(), 'Round 1');
    assert.equal(await page.getByRole('searchbox').inputValue(), '');
  });

  it('keep a filter that shows the finding that is revealed', async () => {
    const page = await open(reviewedOnce);
    await page.getByRole('searchbox').fill('worker');
    await panel.post({ type: 'finding/reveal', finding: 'F2' });
    await page.locator('#finding-F2 .row-main:focus').waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), 'worker');
  });

  it('are revealed when only the next snapshot has them, and missed aloud when none has', async () => {
    const page = await open(reviewedOnce);
    await panel.become(reviewed);
    await panel.post({ type: 'finding/reveal', finding: 'F6' });
    await page.locator('#details-F6').waitFor();
    await panel.post({ type: 'finding/reveal', finding: 'F77' });
    const status = page.locator('.for-screen-readers[role="status"]');
    await until('an announcement', async () => (await status.textContent()) === 'F77 is not in this review.');
  });

  it('are all there when there are 2,000, though only those near the screen are drawn', async () => {
    const page = await open(reviewWith(2_000));
    assert.equal(await page.getByRole('tab', { selected: true }).innerText(), 'Findings 2,000');
    assert.ok((await page.locator('[data-finding]').count()) < 200);
    assert.equal(await page.locator('[data-finding]').first().getAttribute('aria-setsize'), '2000');
    const seen = new Set<string>();
    for (let steps = 0; seen.size < 2_000 && steps < 400; steps += 1) {
      for (const id of await listed()) {
        seen.add(id);
      }
      await page.evaluate(`new Promise((done) => {
        scrollBy(0, innerHeight * 1.5);
        requestAnimationFrame(() => requestAnimationFrame(done));
      })`);
    }
    assert.equal(seen.size, 2_000);
    assert.equal(await page.locator('[aria-posinset="2000"]').count(), 1);
  });

  it('leave no empty room on the screen after a leap', async () => {
    const page = await open(reviewWith(2_000));
    for (const part of [0.9, 0.2, 0.55, 1, 0]) {
      await page.evaluate(`scrollTo(0, document.documentElement.scrollHeight * ${part})`);
      await until('rows in the middle of the screen', () =>
        page.evaluate(`(() => {
          const middle = document.elementFromPoint(innerWidth / 2, innerHeight * 0.9);
          return middle.closest('[data-finding]') !== null || scrollY + innerHeight > document.documentElement.scrollHeight - 100;
        })()`),
      );
    }
  });

  it('keep their place, their marks and their filters over a reload', async () => {
    const page = await open(reviewWith(2_000));
    await page.getByRole('button', { name: /^Minor/ }).click();
    await panel.post({ type: 'finding/reveal', finding: 'F1402' });
    await page.locator('#details-F1402').waitFor();
    await until('a saved place', () =>
      page.evaluate(`JSON.parse(sessionStorage.getItem('state')).scroll > 1000`),
    );
    await page.reload();
    await page.locator('#finding-F1402.selected #details-F1402').waitFor();
    assert.ok(await isOnScreen('F1402'));
    assert.equal(await page.getByRole('button', { name: /^Minor/ }).getAttribute('aria-pressed'), 'false');
  });

  it('keep the chosen round, tab and search over a reload, and another plan starts afresh', async () => {
    const page = await open(reviewed);
    await page.getByRole('button', { name: /Round 1/ }).click();
    await page.getByRole('searchbox').fill('queues worker');
    await page.getByRole('tab', { name: /Claims/ }).click();
    await page.reload();
    await page.locator('#tab-panel').waitFor();
    assert.equal(await page.locator('#round-title').innerText(), 'Round 1');
    assert.match(await page.getByRole('tab', { selected: true }).innerText(), /Claims/);
    await page.getByRole('tab', { name: /Findings/ }).click();
    assert.deepEqual(await listed(), ['F2']);
    await panel.showPlan('file:///work/other.md', reviewed);
    await page.locator('#finding-F6').waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), '');
  });

  it('start afresh from a saved view that makes no sense', async () => {
    const page = await open(reviewedOnce);
    await page.evaluate(`addEventListener('pagehide', () =>
      sessionStorage.setItem('state', '{"tab":7,"hidden":"x","expanded":[null],"round":"2","scroll":{}}'))`);
    await page.reload();
    await page.locator('#finding-F1').waitFor();
    assert.equal((await listed()).length, 5);
  });

  it('keep the focus while new snapshots arrive', async () => {
    const page = await open(reviewWith(300));
    await page.locator('.row-main').nth(5).focus();
    const focused = await page.evaluate(`document.activeElement.closest('[data-finding]').id`);
    for (let round = 0; round < 3; round += 1) {
      const asked = panel.sent.length;
      await panel.become(structuredClone(reviewWith(300)));
      await until('another question', () => panel.sent.length > asked);
    }
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    assert.equal(await page.evaluate(`document.activeElement.closest('[data-finding]')?.id`), focused);
  });
});

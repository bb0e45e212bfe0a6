import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import type { PanelState } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { openPanel, until, type OpenPanel } from './support/openPanel.ts';
import { reviewed, reviewedOnce, reviewWith } from './support/states.ts';

describe('the panel with the keyboard alone', () => {
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

  async function open(state: PanelState): Promise<void> {
    panel = await openPanel(browser, { state });
    await panel.page.locator('#findings').waitFor();
  }

  async function press(...keys: string[]): Promise<void> {
    for (const key of keys) {
      await panel.page.keyboard.press(key);
    }
  }

  /** The finding whose title has the focus. */
  const focused = (): Promise<string | null> =>
    panel.page.evaluate(`document.activeElement.matches('.row-main')
      ? document.activeElement.closest('[data-finding]').dataset.finding : null`);

  const isExpanded = async (id: string): Promise<boolean> =>
    (await panel.page.locator(`#details-${id}`).count()) === 1;

  it('moves among findings with j and k, the arrows, Home and End', async () => {
    await open(reviewedOnce);
    await press('j');
    assert.equal(await focused(), 'F1');
    await press('j', 'j');
    assert.equal(await focused(), 'F3');
    await press('k');
    assert.equal(await focused(), 'F2');
    await press('ArrowDown');
    assert.equal(await focused(), 'F3');
    await press('ArrowUp', 'ArrowUp', 'ArrowUp', 'ArrowUp');
    assert.equal(await focused(), 'F1', 'and stops at the first');
    await press('End');
    assert.equal(await focused(), 'F5');
    await press('j');
    assert.equal(await focused(), 'F5', 'and at the last');
    await press('Home');
    assert.equal(await focused(), 'F1');
  });

  it('shows the plan with Enter, and unfolds with Space and the right arrow', async () => {
    await open(reviewedOnce);
    await press('j', 'j', 'Enter');
    await until('a message', () => panel.sent.length === 2);
    assert.deepEqual(panel.sent[1], { type: 'finding/show', finding: 'F2' });
    await press('ArrowRight');
    assert.ok(await isExpanded('F2'));
    assert.equal(await focused(), 'F2');
    await press('ArrowLeft');
    assert.ok(!(await isExpanded('F2')));
    await press('Space');
    assert.ok(await isExpanded('F2'));
    await press('Tab', 'Tab', 'ArrowLeft');
    assert.ok(!(await isExpanded('F2')), 'also from inside the details');
    assert.equal(await focused(), 'F2');
    assert.equal(panel.sent.length, 2, 'Space shows no plan');
  });

  it('goes to the filter with a slash, and down from it to what was found', async () => {
    await open(reviewedOnce);
    await press('/');
    await panel.page.keyboard.type('jk/size');
    assert.equal(
      await panel.page.getByRole('searchbox').inputValue(),
      'jk/size',
      'letters are letters there',
    );
    await panel.page.getByRole('searchbox').fill('table');
    await press('ArrowDown');
    assert.equal(await focused(), 'F4');
  });

  it('goes to the filter from another tab', async () => {
    await open(reviewedOnce);
    await panel.page.getByRole('tab', { name: /Notes/ }).click();
    await press('/');
    assert.equal(await panel.page.locator('#search:focus').count(), 1);
  });

  it('walks through a list that is not all drawn', async () => {
    await open(reviewWith(2_000));
    await press('j', 'End');
    const last = await panel.page.locator('[aria-posinset="2000"]').getAttribute('data-finding');
    assert.equal(await focused(), last);
    assert.ok(await panel.page.locator('[aria-posinset="2000"] .row-main').isVisible());
    await press('Home', ...Array.from({ length: 60 }, () => 'j'));
    assert.equal(await panel.page.locator('[data-finding]:has(:focus)').getAttribute('aria-posinset'), '61');
  });

  it('chooses tabs with the arrows', async () => {
    await open(reviewedOnce);
    await panel.page.getByRole('tab', { name: /Findings/ }).focus();
    await press('ArrowRight', 'ArrowRight', 'ArrowRight');
    const selected = panel.page.getByRole('tab', { selected: true });
    assert.match(await selected.innerText(), /Notes/);
    assert.equal(await panel.page.locator('#tab-notes:focus').count(), 1);
    await press('Home', 'ArrowLeft');
    assert.match(await selected.innerText(), /Reviewers/);
  });

  it('reaches everything with Tab, in the order of the page, and shows where it is', async () => {
    await open(reviewed);
    await panel.page.getByRole('button', { name: 'Details of F6' }).click();
    // After a reload nothing has the focus, and what is unfolded still is.
    await panel.page.reload();
    await panel.page.locator('#details-F6').waitFor();
    const reached: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      await press('Tab');
      const name = await panel.page.evaluate<string>(`(() => {
        const element = document.activeElement;
        if (element === document.body) return '';
        const style = getComputedStyle(element);
        const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return (element.getAttribute('aria-label') ?? element.innerText).trim().split('\\n')[0] + (seen ? '' : ' (no outline)');
      })()`);
      if (name === '') {
        break;
      }
      reached.push(name);
    }
    const expected = [
      /^Next round$/,
      /^F6 is open/,
      /^Round 1/,
      /^Round 2/,
      /^Record/,
      /^Trends$/,
      /^Review document$/,
      /^Snapshot$/,
      /^Findings/,
      /^Filter findings$/,
      /^Critical/,
      /^Major/,
      /^Minor/,
      /^Suggestion/,
      /^Section$/,
      /^Details of F6$/,
      /^F6/,
      /^Storage stays/,
      /^Show in plan$/,
      /^Details of F7$/,
      /^F7/,
    ];
    const walked = expected.map((pattern) => reached.findIndex((name) => pattern.test(name)));
    assert.ok(!walked.includes(-1), `not all of it: ${reached.join(' | ')}`);
    assert.deepEqual(
      reached.filter((name) => name.includes('(no outline)')),
      [],
    );
    assert.equal(reached.length, expected.length, reached.join(' | '));
  });
});

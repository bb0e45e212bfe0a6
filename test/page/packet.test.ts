import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { panelStateSchema } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { auditFaults } from './support/audit.ts';
import { faintTexts, isTooWide } from './support/measure.ts';
import { openPanel, until } from './support/openPanel.ts';
import { coveredPacket, hostilePacket, packetWithoutAreas, reviewedPacket } from './support/packetStates.ts';
import { takePicture } from './support/picture.ts';
import { reviewedOnce } from './support/states.ts';
import { useStoryPanel } from './support/storyPanel.ts';
import { themeNames } from './support/themes.ts';

const widths = [320, 480, 720, 1200];

describe('the report on a packet', () => {
  const panel = useStoryPanel();

  it('comes first, and tells how the packet is covered', async () => {
    const page = await panel.open(reviewedPacket);
    const tabs = await page.getByRole('tab').allInnerTexts();
    assert.match(tabs[0] ?? '', /^Areas\s+2\/3$/);
    assert.equal(await page.getByRole('tab', { name: /^Areas/ }).getAttribute('aria-selected'), 'true');
    const covered = await page.getByRole('list', { name: 'Coverage' }).getByRole('listitem').allInnerTexts();
    assert.deepEqual(
      covered.map((text) => text.trim()),
      ['2 areas', '1 of 3 questions answered', '1 cannot be answered', '1 uncovered'],
    );
  });

  it('shows of each question its answers with evidence and confidence, or why there is none', async () => {
    const page = await panel.open(reviewedPacket);
    const questions = page.locator('[data-area="1"] [data-question]');
    const [renewed = '', paused = '', minute = ''] = await questions.allInnerTexts();
    assert.match(renewed, /1\.1 Who renews[^]*Answered[^]*not the queue[^]*Lead reviewer[^]*high confidence/);
    assert.match(renewed, /Evidence: Area 1 says that “a lease ends after a minute”/);
    assert.match(renewed, /An implementation in place of an answer, which does not count\./);
    assert.doesNotMatch(renewed, /setInterval/);
    assert.match(paused, /Cannot be answered: The packet does not say how workers are paused/);
    assert.match(minute, /Uncovered: nobody has answered it/);
    await questions.first().locator('summary').click();
    assert.match(await questions.first().innerText(), /setInterval/);
  });

  it('shows the risk of each change, what is advised, assumed, and ticked', async () => {
    const page = await panel.open(reviewedPacket);
    const risks = await page.getByRole('table', { name: 'Risks of area 1' }).getByRole('row').allInnerTexts();
    assert.match(
      risks[1] ?? '',
      /Lead reviewer[^]*Medium[^]*High[^]*fence[^]*Could cause an incident[^]*twice/,
    );
    assert.match(risks[2] ?? '', /Operations[^]*Low[^]*Medium[^]*flag[^]*No incident is expected/);
    const area = await page.locator('[data-area="1"]').innerText();
    assert.match(area, /Begin with a test that pauses a worker\.[^]*Written as an implementation/);
    assert.match(
      await page.locator('[data-area="2"]').innerText(),
      /asks nothing here[^]*Nobody has rated it/,
    );
    const region = (name: string) => page.getByRole('region', { name });
    assert.match(await region('Assumptions to validate').innerText(), /Clocks agree within a second\./);
    assert.match(await region('Findings outside the areas').innerText(), /F2 The mission/);
    const ticks = await region('Verification').getByRole('listitem').allInnerTexts();
    assert.match(ticks[0] ?? '', /Ticked:[^]*Review document produced/);
    assert.match(ticks[1] ?? '', /Not ticked:[^]*uncovered: 1\.3/);
    assert.match(ticks[2] ?? '', /Not ticked:[^]*A person has to tell/);
  });

  it('leads from a blocker to its words, and to where it is answered', async () => {
    const page = await panel.open(reviewedPacket);
    const blockers = page.getByRole('region', { name: 'Blockers' });
    await blockers.getByRole('button', { name: 'F1 A paused worker' }).click();
    await until('the words are asked for', () => panel.sent('finding/show').length === 1);
    assert.equal(panel.sent('finding/show')[0]?.finding, 'F1');
    await blockers.getByRole('button', { name: 'Details and answer of F1' }).click();
    assert.equal(await page.locator('#finding-F1.selected').count(), 1);
    assert.equal(await page.getByRole('tab', { name: /^Findings/ }).getAttribute('aria-selected'), 'true');
  });

  it('is there for packets alone, and says when there is nothing to tell', async () => {
    const page = await panel.open(packetWithoutAreas);
    await page.getByText('The packet names nothing to review.').waitFor();
    await panel.now.become(coveredPacket);
    await page.getByText('Nothing that was found stops the work.').waitFor();
    await page.getByText('The packet has no checklist.').waitFor();
    await panel.now.become(reviewedOnce);
    await page.locator('#findings').waitFor();
    assert.equal(await page.getByRole('tab', { name: /^Areas/ }).count(), 0);
  });

  it('obeys nothing that stands in it, and draws no more areas than are asked for', async () => {
    const page = await panel.open(hostilePacket);
    assert.equal(await page.locator('[data-area]').count(), 200);
    assert.equal(await page.locator('#tab-panel img, #tab-panel a[href^="javascript"]').count(), 0);
    assert.equal(await isTooWide(page), false);
    await page.getByRole('button', { name: 'Show more of 300 areas' }).click();
    assert.equal(await page.locator('[data-area]').count(), 300);
  });
});

describe('the look of the report on a packet', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of themeNames) {
    it(`fits every screen, can be read, and tells screen readers all of it: ${theme}`, async () => {
      assert.equal(panelStateSchema.safeParse(reviewedPacket).error, undefined);
      const panel = await openPanel(browser, { state: reviewedPacket, theme });
      await panel.page.locator('[data-area="2"]').waitFor();
      for (const width of widths) {
        await panel.page.setViewportSize({ width, height: 900 });
        assert.equal(await isTooWide(panel.page), false, `at ${width} pixels`);
        await takePicture(panel.page, `packet-${theme}-${width}`);
      }
      assert.deepEqual(await faintTexts(panel.page), []);
      assert.deepEqual(await auditFaults(panel.page), []);
      assert.deepEqual(panel.trouble, []);
      await panel.close();
    });
  }
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { PanelState } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { auditFaults } from './support/audit.ts';
import { faintTexts, isTooWide } from './support/measure.ts';
import { openPanel, type OpenPanel } from './support/openPanel.ts';
import { takePicture } from './support/picture.ts';
import { createResponseHost, tell } from './support/responseHost.ts';
import * as states from './support/responseStates.ts';
import { themeNames } from './support/themes.ts';

interface Scene {
  readonly name: string;
  readonly state: PanelState;
  readonly show: (panel: OpenPanel) => Promise<void>;
}

const unfold = async ({ page }: OpenPanel): Promise<void> => {
  for (const id of ['F1', 'F2', 'F3']) {
    await page.getByRole('button', { name: `Details of ${id}`, exact: true }).click();
  }
};

const chooseTab = async ({ page }: OpenPanel): Promise<void> => await page.locator('#tab-response').click();

const scenes: readonly Scene[] = [
  { name: 'answers', state: states.halfDone, show: unfold },
  { name: 'response', state: states.halfDone, show: chooseTab },
  { name: 'submitted', state: states.submitted, show: chooseTab },
  { name: 'edited', state: states.editedByHand, show: chooseTab },
  { name: 'unreadable', state: states.unreadable, show: chooseTab },
  {
    name: 'contested',
    state: states.halfDone,
    async show(panel) {
      await chooseTab(panel);
      const host = createResponseHost(states.halfDone);
      await panel.page.getByLabel('Summary').fill('Originals are kept, and the summary says so here.');
      host.storeElsewhere((words) => ({ ...words, summary: 'Somebody else has written this.' }));
      await tell(panel, host);
      await panel.page.locator('#response-conflict').waitFor();
    },
  },
];

const widths = [320, 480, 720, 1200];

describe("the look of the author's response", () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const theme of themeNames) {
    it(`fits every screen, can be read, and has a name for everything: ${theme}`, async () => {
      const panel = await openPanel(browser, { state: states.halfDone, theme });
      for (const scene of scenes) {
        await panel.showPlan(`file:///work/${scene.name}.md`, scene.state);
        await panel.page.locator('#tab-panel').waitFor();
        await scene.show(panel);
        for (const width of widths) {
          await panel.page.setViewportSize({ width, height: 900 });
          assert.equal(await isTooWide(panel.page), false, `${scene.name} at ${width} pixels`);
          assert.deepEqual(await cutOff(panel.page), [], `${scene.name} at ${width} pixels`);
          await takePicture(panel.page, `response-${scene.name}-${theme}-${width}`);
        }
        assert.deepEqual(await faintTexts(panel.page), [], scene.name);
        assert.deepEqual(await auditFaults(panel.page), [], scene.name);
      }
      assert.deepEqual(panel.trouble, []);
      await panel.close();
    });
  }
});

/** The controls whose words do not fit into them, or that stick out of the screen. */
async function cutOff(page: Page): Promise<string[]> {
  return await page.evaluate<
    string[]
  >(`[...document.querySelectorAll('#tab-panel button, #tab-panel label, #tab-panel textarea, .notice button')]
    .filter((element) => element.getClientRects().length > 0 && element.closest('.for-screen-readers') === null)
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.right > innerWidth + 0.5 || box.left < -0.5 || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline';
    })
    .map((element) => element.outerHTML.slice(0, 120))`);
}

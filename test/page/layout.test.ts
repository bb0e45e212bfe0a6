import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { panelStateSchema, type PanelState } from '../../src/protocol/panelState.ts';
import { launchBrowser } from '../support/browser.ts';
import { auditFaults } from './support/audit.ts';
import { hostile } from './support/hostile.ts';
import { faintTexts, isTooWide } from './support/measure.ts';
import { openPanel, type OpenPanel } from './support/openPanel.ts';
import { takePicture } from './support/picture.ts';
import * as modelStates from './support/modelStates.ts';
import * as states from './support/states.ts';
import { themeNames } from './support/themes.ts';

interface Scene {
  readonly name: string;
  readonly state: PanelState;
  readonly tab?: 'claims' | 'notes' | 'reviewers' | 'run';
  /** A finding to mark and unfold. */
  readonly finding?: string;
}

const scenes: Scene[] = [
  { name: 'once', state: states.reviewedOnce, finding: 'F1' },
  { name: 'claims', state: states.reviewedOnce, tab: 'claims' },
  { name: 'notes', state: states.reviewedOnce, tab: 'notes' },
  { name: 'reviewers', state: states.reviewedOnce, tab: 'reviewers' },
  { name: 'models', state: modelStates.reviewedByModels, finding: 'F1' },
  { name: 'models-reviewers', state: modelStates.reviewedByModels, tab: 'reviewers' },
  { name: 'models-run', state: modelStates.reviewedByModels, tab: 'run' },
  { name: 'unfinished', state: modelStates.unfinished },
  { name: 'rounds', state: states.reviewed },
  { name: 'timeline', state: states.longTimeline },
  { name: 'many', state: states.reviewWith(300) },
  { name: 'running', state: states.running },
  { name: 'troubled', state: states.troubled },
  { name: 'never', state: states.neverReviewed },
  { name: 'clean', state: states.clean },
];

const widths = [320, 480, 720, 1200];

describe('the look of the panel', () => {
  let browser: Browser;
  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  it('is tested with states that the protocol allows', () => {
    for (const { name, state } of [...scenes, { name: 'hostile', state: hostile }]) {
      assert.equal(panelStateSchema.safeParse(state).error, undefined, name);
    }
  });

  for (const theme of themeNames) {
    it(`fits every screen, can be read, and tells screen readers all of it: ${theme}`, async () => {
      const panel = await openPanel(browser, { state: states.neverReviewed, theme });
      for (const scene of scenes) {
        await show(panel, scene);
        for (const width of widths) {
          await panel.page.setViewportSize({ width, height: 900 });
          assert.equal(await isTooWide(panel.page), false, `${scene.name} at ${width} pixels`);
          await takePicture(panel.page, `${scene.name}-${theme}-${width}`);
        }
        assert.deepEqual(await faintTexts(panel.page), [], scene.name);
        assert.deepEqual(await auditFaults(panel.page), [], scene.name);
      }
      assert.deepEqual(panel.trouble, []);
      await panel.close();
    });
  }

  it('stands still for those who want no motion', async () => {
    const panel = await openPanel(browser, { state: states.running });
    await panel.page.locator('.step.running').waitFor();
    assert.equal(await panel.page.evaluate('document.getAnimations().length'), 0);
    await panel.page.emulateMedia({ reducedMotion: 'no-preference' });
    assert.ok(await panel.page.evaluate('document.getAnimations().length > 0'));
    await panel.page.evaluate(`document.body.classList.add('vscode-reduce-motion')`);
    assert.equal(await panel.page.evaluate('document.getAnimations().length'), 0);
    await panel.close();
  });
});

/** Makes the panel show a scene, and forget the last one. */
async function show(panel: OpenPanel, scene: Scene): Promise<void> {
  const { page } = panel;
  await panel.showPlan(`file:///work/${scene.name}.md`, scene.state);
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (scene.tab !== undefined) {
    await page.locator(`#tab-${scene.tab}`).click();
  }
  if (scene.finding !== undefined) {
    await page.locator(`#finding-${scene.finding} .row-main`).click();
    await page.locator(`#finding-${scene.finding} .expander`).click();
    for (const summary of await page.locator('.statements summary').all()) {
      await summary.click();
    }
  }
}

import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { repositoryRoot } from '../support/editor/paths.ts';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import {
  eventually,
  openEditor,
  press,
  runCommand,
  waitForNotification,
  waitForStatus,
  type Editor,
} from './support/driver.ts';
import { chooseFromExplorer, openFile } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { clickProblem, clickProblemCode, waitForProblems } from './support/problems.ts';
import { squiggles, waitForCursor } from './support/textEditor.ts';

const plan = 'docs/plans/PRP-7-delivery-metrics.md';
const planName = 'PRP-7-delivery-metrics.md';

/** What the sample claims falsely, in the order of the text: words, line, and the column behind the words. */
const sever = { message: 'No such file: src/http/sever.ts', line: 22, end: 42 };

/** The panel's page, with the round in it. */
async function reviewPanel(editor: Editor): Promise<Frame> {
  return await panelFrame(editor, '#app [data-finding]');
}

/** The finding that the panel has marked, and whether it is in view. */
async function markedFinding(frame: Frame): Promise<string | undefined> {
  const row = frame.locator('.finding.selected').first();
  if ((await row.count()) === 0 || !(await row.isVisible())) {
    return undefined;
  }
  return (await row.getAttribute('data-finding')) ?? undefined;
}

async function waitForMarked(editor: Editor, finding: string): Promise<void> {
  await eventually({
    what: `${finding} to be marked in the panel`,
    read: async () => await markedFinding(await reviewPanel(editor)),
    until: (marked) => marked === finding,
  });
}

describe('a review in the editor', () => {
  let sample: SampleWorkspace;
  let editor: Editor;

  before(async () => {
    sample = await makeSampleWorkspace();
    editor = await openEditor({
      open: sample.folder,
      size: { width: 1500, height: 1100 },
      // In a browser the editor saves by itself, in the middle of a test.
      settings: { 'files.autoSave': 'off' },
    });
  });
  after(async () => {
    await editor?.close();
    await sample?.remove();
  });

  it('begins with a right click on the plan, and ends with its findings in Problems', async () => {
    await chooseFromExplorer(editor, plan, 'Review Plan');
    const message = await waitForNotification(editor, /in round 1/);
    assert.equal(
      message,
      `${planName}: CONDITIONAL GO in round 1. 7 findings (6 major, 1 minor); 13 claims hold, 7 do not, 2 cannot be verified.`,
    );
    const problems = await waitForProblems(editor, 'seven problems', (all) => all.length === 7);
    assert.ok(problems.every(({ source, file }) => source === 'Plan Review' && file === planName));
    const found = problems.find(({ message: text }) => text.includes(sever.message));
    assert.deepEqual([found?.severity, found?.line, found?.column, found?.code], ['warning', 22, 25, 'F3']);
    await waitForStatus(editor, /^CONDITIONAL GO$/);
  });

  it('puts the cursor on the words of a problem that is clicked', async () => {
    await clickProblem(editor, sever.message);
    const { selected } = await waitForCursor(editor, { line: sever.line, column: sever.end });
    assert.equal(selected, 'src/http/sever.ts'.length);
  });

  it('shows the findings in the panel, and a click on one leads to its words', async () => {
    const frame = await reviewPanel(editor);
    assert.match(await frame.locator('#app').innerText(), /CONDITIONAL GO/i);
    await frame.locator('[data-finding="F6"] .row-main').click();
    await waitForCursor(editor, { line: 35, column: 20 });
    await waitForMarked(editor, 'F6');
  });

  it('opens the finding that the code of a problem links to', async () => {
    await clickProblemCode(editor, sever.message);
    await waitForMarked(editor, 'F3');
  });

  it('opens the finding from the hover over its words', async () => {
    await clickProblem(editor, 'No such commit: 41d07be');
    await press(editor, 'Control+1');
    await press(editor, 'Control+K');
    await press(editor, 'Control+I');
    await editor.page.locator('.monaco-hover:visible a.code-link').first().click();
    await waitForMarked(editor, 'F4');
  });

  it('keeps marks and panel on the words while the plan is edited', async () => {
    await (await reviewPanel(editor)).locator('[data-finding="F1"] .row-main').click();
    await waitForCursor(editor, { line: 8, column: 25 });
    await press(editor, 'Control+Home');
    await editor.page.keyboard.insertText('\n');
    await eventually({
      what: 'the mark one line further down',
      read: async () => await squiggles(editor, planName),
      until: (all) => all.some(({ line, text }) => line === 23 && text.includes('sever.ts')),
    });
    await waitForStatus(editor, /^CONDITIONAL GO \(stale\)$/);
    const frame = await reviewPanel(editor);
    await frame.locator('[data-finding="F6"] .row-main').click();
    await waitForCursor(editor, { line: 36, column: 20 });
    await press(editor, 'Control+Z');
    await waitForStatus(editor, /^CONDITIONAL GO$/);
  });

  it('has marks, verdict and panel back after the window was reloaded', async () => {
    await editor.reload();
    await waitForStatus(editor, /^CONDITIONAL GO$/);
    await waitForProblems(editor, 'seven problems', (all) => all.length === 7);
    await reviewPanel(editor);
  });

  it('runs the next round from the panel', async () => {
    const frame = await reviewPanel(editor);
    await frame
      .getByRole('button', { name: /review again|next round|review plan/i })
      .first()
      .click();
    await waitForNotification(editor, /in round 2/);
    await waitForProblems(editor, 'the problems of round 2', (all) => all.length === 7);
  });
});

describe('a plan in Restricted Mode', () => {
  it('is checked without git, and not reviewed', async () => {
    const sample = await makeSampleWorkspace();
    const editor = await openEditor({ open: sample.folder, trust: 'restricted' });
    try {
      await chooseFromExplorer(editor, plan, 'Check Plan');
      await waitForNotification(editor, /5 findings.*Git was not asked/);
      await chooseFromExplorer(editor, plan, 'Review Plan');
      await waitForNotification(editor, /Restricted Mode, where no plan is reviewed/);
    } finally {
      await editor.close();
      await sample.remove();
    }
  });
});

const wantsPictures = process.env['PLAN_REVIEW_SCREENSHOTS'] === '1';

describe('the pictures of the documentation', { skip: !wantsPictures }, () => {
  for (const theme of ['light', 'dark'] as const) {
    it(`show editor and panel, ${theme}`, async () => {
      const sample = await makeSampleWorkspace();
      const editor = await openEditor({ open: sample.folder, theme, size: { width: 1500, height: 900 } });
      try {
        await openFile(editor, plan);
        await chooseFromExplorer(editor, plan, 'Review Plan');
        await waitForNotification(editor, /in round 1/);
        await waitForProblems(editor, 'problems', (all) => all.length > 4);
        await clickProblemCode(editor, sever.message);
        await waitForMarked(editor, 'F3');
        await runCommand(editor, 'Notifications: Clear All Notifications');
        await clickProblem(editor, sever.message);
        await waitForCursor(editor, { line: sever.line, column: sever.end });
        await editor.page.waitForTimeout(500);
        await editor.page.screenshot({
          path: path.join(repositoryRoot, 'docs', 'images', `editor-${theme}.png`),
        });
      } finally {
        await editor.close();
        await sample.remove();
      }
    });
  }
});

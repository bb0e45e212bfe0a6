import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Frame, Locator } from 'playwright-core';
import { createPlanReview } from '../../src/core/index.ts';
import { repositoryRoot } from '../support/editor/paths.ts';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import {
  answerNotification,
  eventually,
  notifications,
  openEditor,
  press,
  runCommand,
  waitForNotification,
  waitForStatus,
  type Editor,
} from './support/driver.ts';
import { chooseFromExplorer, openFile } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { clickProblem, clickProblemCode, readProblems, waitForProblems } from './support/problems.ts';
import { squiggles, waitForCursor } from './support/textEditor.ts';

const plan = 'docs/plans/PRP-7-delivery-metrics.md';
const planName = 'PRP-7-delivery-metrics.md';

/** False claims of the sample: what is said of them, and the columns of their words. */
const sever = { message: 'No such file: src/http/sever.ts', line: 22, start: 25, end: 42 };
const stats = { message: 'No such file: src/queue/stats.ts', line: 35, end: 20 };
const commit = { message: 'No such commit: 41d07be' };

/** How many findings the checks have for the sample, asked outside of the editor. */
async function countFindings(root: string): Promise<number> {
  const engine = createPlanReview({ root, isTrusted: true, version: '0.0.0-test', environment: process.env });
  return (await engine.check({ path: plan })).findings.length;
}

/** The number of a finding, as Problems shows it. */
async function numberOf(editor: Editor, message: string): Promise<string> {
  const problem = (await readProblems(editor)).find((known) => known.message.includes(message));
  assert.match(problem?.code ?? '', /^F\d+$/);
  return problem?.code ?? '';
}

/** The finding's row in the panel. */
async function rowOf(editor: Editor, message: string): Promise<Locator> {
  const number = await numberOf(editor, message);
  return (await reviewPanel(editor)).locator(`[data-finding="${number}"] .row-main`);
}

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
  let count: number;

  before(async () => {
    sample = await makeSampleWorkspace();
    count = await countFindings(sample.folder);
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
    assert.match(message, new RegExp(`^${planName}: CONDITIONAL GO in round 1\\. ${count} findings \\(`));
    const problems = await waitForProblems(editor, 'its findings', (all) => all.length === count);
    assert.ok(problems.every(({ source, file }) => source === 'Plan Review' && file === planName));
    const found = problems.find(({ message: text }) => text.includes(sever.message));
    assert.deepEqual([found?.severity, found?.line, found?.column], ['warning', sever.line, sever.start]);
    assert.match(found?.code ?? '', /^F\d+$/);
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
    await (await rowOf(editor, stats.message)).click();
    await waitForCursor(editor, { line: stats.line, column: stats.end });
    await waitForMarked(editor, await numberOf(editor, stats.message));
  });

  it('opens the finding that the code of a problem links to', async () => {
    await clickProblemCode(editor, sever.message);
    await waitForMarked(editor, await numberOf(editor, sever.message));
  });

  it('opens the finding from the hover over its words', async () => {
    await clickProblem(editor, commit.message);
    await press(editor, 'Control+1');
    await press(editor, 'Control+K');
    await press(editor, 'Control+I');
    await editor.page.locator('.monaco-hover:visible a.code-link').first().click();
    await waitForMarked(editor, await numberOf(editor, commit.message));
  });

  it('keeps marks and panel on the words while the plan is edited', async () => {
    await (await rowOf(editor, sever.message)).click();
    await waitForCursor(editor, { line: sever.line, column: sever.end });
    await press(editor, 'Control+Home');
    await editor.page.keyboard.insertText('\n');
    await eventually({
      what: 'the mark one line further down',
      read: async () => await squiggles(editor, planName),
      until: (all) => all.some(({ line, text }) => line === 23 && text.includes('sever.ts')),
    });
    await waitForStatus(editor, /^CONDITIONAL GO \(stale\)$/);
    await (await rowOf(editor, stats.message)).click();
    await waitForCursor(editor, { line: stats.line + 1, column: stats.end });
    await press(editor, 'Control+Z');
    await waitForStatus(editor, /^CONDITIONAL GO$/);
  });

  it('has marks, verdict and panel back after the window was reloaded', async () => {
    await editor.reload();
    await waitForStatus(editor, /^CONDITIONAL GO$/);
    await waitForProblems(editor, 'its findings', (all) => all.length === count);
    await reviewPanel(editor);
  });

  it('runs the next round from the panel', async () => {
    const frame = await reviewPanel(editor);
    const button = frame.getByRole('button', { name: /review again|next round|review plan/i }).first();
    // Twice, before the page has heard of the first one's round: one round comes of it, and no complaint.
    await button.evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
    await answerNotification(editor, /The response to round 1 is not submitted/, 'Go On Without');
    await waitForNotification(editor, /in round 2/);
    const messages = await notifications(editor);
    assert.ok(
      messages.every((text) => !/already|round 3/.test(text)),
      messages.join('\n'),
    );
    await waitForProblems(editor, 'the findings of round 2', (all) => all.length === count);
  });
});

describe('a plan in Restricted Mode', () => {
  it('is checked without git, and not reviewed', async () => {
    const sample = await makeSampleWorkspace();
    const editor = await openEditor({ open: sample.folder, trust: 'restricted' });
    try {
      await chooseFromExplorer(editor, plan, 'Check Plan');
      await waitForNotification(editor, /\d findings.*Git was not asked/);
      await chooseFromExplorer(editor, plan, 'Review Plan');
      await waitForNotification(editor, /Restricted Mode, where no plan is reviewed/);
    } finally {
      await editor.close();
      await sample.remove();
    }
  });
});

const wantsPictures = process.env['PLAN_REVIEW_SCREENSHOTS'] === '1';

if (wantsPictures) {
  describe('the pictures of the documentation', () => {
    for (const theme of ['light', 'dark'] as const) {
      it(`show editor and panel, ${theme}`, async () => {
        const home = await mkdtemp(path.join(tmpdir(), 'plan-review-pictures-'));
        const sample = await makeSampleWorkspace({ target: path.join(home, 'harbor') });
        const editor = await openEditor({
          open: sample.folder,
          theme,
          size: { width: 1600, height: 1000 },
          settings: { 'editor.minimap.enabled': false, 'git.blame.statusBarItem.enabled': false },
        });
        const picture = async (name: string): Promise<void> => {
          await editor.page.waitForTimeout(500);
          const file = path.join(repositoryRoot, 'docs', 'images', `${name}-${theme}.png`);
          await editor.page.screenshot({ path: file });
        };
        try {
          await openFile(editor, plan);
          await chooseFromExplorer(editor, plan, 'Review Plan');
          await waitForNotification(editor, /in round 1/);
          await reviewPanel(editor);
          await picture('review');
          await waitForProblems(editor, 'problems', (all) => all.length > 4);
          await runCommand(editor, 'Notifications: Clear All Notifications');
          await (await rowOf(editor, sever.message)).click();
          await waitForCursor(editor, { line: sever.line, column: sever.end });
          await picture('editor');
        } finally {
          await editor.close();
          await rm(home, { recursive: true, force: true });
        }
      });
    }
  });
}

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import {
  answerNotification,
  eventually,
  openEditor,
  patience,
  press,
  runCommand,
  waitForNotification,
  type Editor,
} from './support/driver.ts';
import { chooseFromExplorer, openFile } from './support/explorer.ts';
import { waitForProblems } from './support/problems.ts';
import { chooseQuickFix, goTo, quickFixes, squiggles, typeAt, visibleLines } from './support/textEditor.ts';

const plan = 'docs/plans/retry-failed-deliveries.md';
const planName = 'retry-failed-deliveries.md';

/** Waits until words of the plan are underlined, or no more. */
async function waitForSquiggle(editor: Editor, words: string, isThere: boolean): Promise<void> {
  await eventually({
    what: isThere ? `a squiggle under ${words}` : `no squiggle under ${words}`,
    read: async () => await squiggles(editor, planName),
    until: (all) => all.some(({ text }) => text.includes(words)) === isThere,
  });
}

async function waitForLine(editor: Editor, line: string): Promise<void> {
  await eventually({
    what: `the line "${line}"`,
    read: async () => await visibleLines(editor, planName),
    until: (lines) => lines.some((text) => text.includes(line)),
  });
}

/** Picks an entry of the list that is open at the top of the window. */
async function pick(editor: Editor, entry: string): Promise<void> {
  await editor.page
    .locator('.quick-input-list .monaco-list-row', { hasText: entry })
    .first()
    .click({ timeout: patience });
}

describe('a plan that is being written', () => {
  let sample: SampleWorkspace;
  let editor: Editor;

  before(async () => {
    sample = await makeSampleWorkspace();
    editor = await openEditor({
      open: sample.folder,
      // In a browser the editor saves by itself, in the middle of a test.
      settings: { 'files.autoSave': 'off', 'editor.wordWrap': 'off' },
    });
  });
  after(async () => {
    await editor?.close();
    await sample?.remove();
  });

  it('has a false path underlined as it is typed, and the quick fix puts it right', async () => {
    await openFile(editor, plan);
    await typeAt(editor, planName, {
      line: 2,
      column: 1,
      text: '\nSee `src/http/sever.ts` for the server.\n',
    });
    await waitForSquiggle(editor, 'src/http/sever.ts', true);
    await goTo(editor, planName, { line: 3, column: 10 });
    const titles = await quickFixes(editor);
    for (const title of ['Replace with src/http/server.ts', 'Mark src/http/sever.ts as to be created']) {
      assert.ok(titles.includes(title), titles.join(', '));
    }
    await chooseQuickFix(editor, 'Replace with src/http/server.ts');
    await waitForLine(editor, 'See `src/http/server.ts` for the server.');
    await waitForSquiggle(editor, 'src/http/server.ts', false);
    await waitForProblems(editor, 'no problem', (all) => all.length === 0);
  });

  it('takes a suppression with a reason that the user is asked for', async () => {
    await typeAt(editor, planName, { line: 3, column: 1, text: 'Edit `src/http/bundle.ts`.\n\n' });
    await waitForSquiggle(editor, 'src/http/bundle.ts', true);
    await goTo(editor, planName, { line: 3, column: 11 });
    await chooseQuickFix(editor, 'Suppress file-exists here, with a reason…');
    const input = editor.page.locator('.quick-input-widget input[type="text"]').first();
    await input.waitFor({ timeout: patience });
    await input.fill('made by the build');
    await press(editor, 'Enter');
    await waitForLine(editor, '<!-- plan-review-disable-next-line file-exists: made by the build -->');
    await waitForSquiggle(editor, 'src/http/bundle.ts', false);
  });
});

describe("the command of a workspace's own check", () => {
  const command = 'touch ran.txt; grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt';
  const definition = [
    '### Check: api-route',
    '**Pattern**: `Route {path}`',
    `**Verify**:\n\n\`\`\`sh\n${command}\n\`\`\``,
    '**Output**:\n\n- ✓ PASS: It is registered\n- ✗ FAIL: The route is not registered',
    '**Example**:\n\nRoute /users gets a page parameter.\n',
  ].join('\n\n');

  it('is shown word for word, runs after a yes, and no more when that is taken back', async () => {
    const sample = await makeSampleWorkspace();
    const checks = path.join(sample.folder, '.plan-review', 'checks');
    await mkdir(checks, { recursive: true });
    await writeFile(path.join(checks, 'routes.md'), definition);
    await writeFile(path.join(sample.folder, 'routes.txt'), '/users\n');
    await writeFile(path.join(sample.folder, 'docs', 'notes.md'), '# Notes\n\nRoute /orders is there.\n');
    const editor = await openEditor({ open: sample.folder });
    const isFound = (all: readonly { readonly code: string }[]): boolean =>
      all.some(({ code }) => code === 'api-route');
    try {
      await chooseFromExplorer(editor, 'docs/notes.md', 'Check Plan');
      await answerNotification(editor, /1 check of this workspace waits for your consent/, 'Read Commands');
      await pick(editor, 'api-route');
      const dialog = editor.page.locator('.monaco-dialog-box');
      await dialog.waitFor({ timeout: patience });
      assert.ok((await dialog.innerText()).includes(command));
      await dialog.getByRole('button', { name: 'Agree' }).click();
      await waitForNotification(editor, /api-route may be run/);
      await runCommand(editor, 'Notifications: Clear All Notifications');
      await chooseFromExplorer(editor, 'docs/notes.md', 'Check Plan');
      await waitForProblems(editor, 'the finding of the command', isFound);

      await runCommand(editor, "Plan Review: Revoke the Consent to a Check's Command…");
      await pick(editor, 'api-route');
      await waitForNotification(editor, /api-route will not be run any more/);
      await chooseFromExplorer(editor, 'docs/notes.md', 'Check Plan');
      await waitForProblems(editor, 'no finding of the command', (all) => !isFound(all));
    } finally {
      await editor.close();
      await sample.remove();
    }
  });
});

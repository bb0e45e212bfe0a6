import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import {
  answerNotification,
  eventually,
  notifications,
  openEditor,
  runCommand,
  waitForNotification,
  type Editor,
} from './support/driver.ts';
import { chooseFromExplorer, openFile } from './support/explorer.ts';
import { panelFrame } from './support/panel.ts';
import { activeEntry, answerDialog, pickEntry, waitForEntry } from './support/quickPick.ts';

const plan = 'docs/plans/webhook-signatures.md';
const planName = 'webhook-signatures.md';
/** Plans that nobody has reviewed when their turn comes. */
const second = 'docs/plans/retry-failed-deliveries.md';
const third = 'docs/plans/PRP-7-delivery-metrics.md';

describe('reviewers on models in the editor', () => {
  let sample: SampleWorkspace;
  let editor: Editor;

  before(async () => {
    sample = await makeSampleWorkspace();
    editor = await openEditor({
      open: sample.folder,
      companion: 'model',
      size: { width: 1500, height: 1100 },
    });
  });
  after(async () => {
    await editor?.close();
    await sample?.remove();
  });

  it('are chosen in a list that says who they are and on which model', async () => {
    await chooseFromExplorer(editor, plan, 'Review Plan');
    await waitForEntry(editor, /^Checks alone, nothing is sent anywhere/);
    await waitForEntry(editor, /Models of this editor: companion\/steady/);
    const usual = await waitForEntry(editor, /^The usual reviewers, 4 reviewers, price not known/);
    assert.match(usual, /Lead reviewer, .*Test engineer/);
  });

  it('get the plan only once the user has agreed, and the checks do without', async () => {
    await pickEntry(editor, /The usual reviewers/);
    const question = await answerDialog(editor, 'Cancel');
    assert.match(question, /Send plans of this workspace to Models of this editor\?/);
    await answerNotification(editor, /Nobody has agreed/, 'Review with the Checks Alone');
    await waitForNotification(editor, new RegExp(`^${planName}: .* in round 1\\.`));
  });

  it('read the plan, and the panel shows what they found', async () => {
    await runCommand(editor, 'Notifications: Clear All Notifications');
    await chooseFromExplorer(editor, plan, 'Review Plan');
    await pickEntry(editor, /Chosen reviewers/);
    await pickEntry(editor, /^Test/);
    await editor.page.keyboard.press('Enter');
    await answerDialog(editor, 'Send');
    await waitForNotification(editor, new RegExp(`^${planName}: .* in round 2\\.`));
    const frame = await panelFrame(editor, '#app [data-finding]');
    await eventually({
      what: 'the finding of the lead in the panel',
      read: async () => await frame.locator('#app').innerText(),
      until: (text) => text.includes('Lead reviewer asks who decides'),
    });
  });

  it('are remembered, may be cancelled, and go on where they were', async () => {
    await runCommand(editor, 'Notifications: Clear All Notifications');
    await runCommand(editor, 'Companion: Answer the Lead Alone');
    await chooseFromExplorer(editor, second, 'Review Plan');
    await waitForEntry(editor, /^Chosen reviewers…, 2 reviewers/);
    assert.match(await activeEntry(editor), /^Chosen reviewers…/);
    await pickEntry(editor, /The usual reviewers/);
    await waitForNotification(editor, /reading the plan.* · .*reading the plan/);
    await runCommand(editor, 'Plan Review: Cancel Review');
    await waitForNotification(editor, /was cancelled: 1 answer is kept/);
    await runCommand(editor, 'Companion: Answer Everybody');
    await answerNotification(editor, /was cancelled/, 'Resume');
    await waitForNotification(editor, /^retry-failed-deliveries\.md: .* in round 1\./);
  });

  it('are offered again when the window was closed over their work, and only once', async () => {
    await runCommand(editor, 'Companion: Answer the Lead Alone');
    await openFile(editor, third);
    await chooseFromExplorer(editor, third, 'Review Plan');
    await pickEntry(editor, /The usual reviewers/);
    await waitForNotification(editor, /reading the plan.* · .*reading the plan/);
    await editor.reload();
    // A browser that is busy may not get to save which editors were open.
    await openFile(editor, third);
    await waitForNotification(
      editor,
      /^Round 1 of PRP-7-delivery-metrics\.md was left unfinished: 1 answer is kept/,
    );
    await editor.reload();
    await openFile(editor, third);
    await runCommand(editor, 'Plan Review: Show Review');
    const frame = await panelFrame(editor, '#app #unfinished');
    const messages = await notifications(editor);
    assert.ok(!messages.some((text) => /left unfinished/.test(text)), messages.join('\n'));
    await frame.getByRole('button', { name: 'Resume' }).click();
    await waitForNotification(editor, /^PRP-7-delivery-metrics\.md: .* in round 1\./);
  });
});

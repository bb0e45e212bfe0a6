import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type * as core from '../../../src/core/index.ts';
import { previewEdits } from '../../../src/extension/drafts/previewEdits.ts';
import { planTarget } from '../../../src/extension/planTarget.ts';
import {
  activateExtension,
  cleanWindow,
  eventually,
  fileUri,
  readText,
  removeReviews,
  samplePlans,
  writeText,
} from '../suite/window.ts';
import { engine } from './editorEngine.ts';

const path = samplePlans.gaps;

const askToSend = (): Promise<boolean> => Promise.resolve(true);

/** Reviews the sample plan, and has the editor's model draft the response. */
async function drafted(edits: 'wanted' | 'none'): Promise<core.DraftedResponse> {
  await engine().review({ path, panel: { provider: 'vscode-lm', reviewers: ['lead'] }, askToSend });
  return engine().draftResponse({ path, author: { provider: 'vscode-lm' }, edits, askToSend });
}

describe('a response drafted on a model of the editor', () => {
  let text = '';
  before(activateExtension);
  beforeEach(async () => {
    text = await readText(fileUri(path));
    await removeReviews();
    await vscode.commands.executeCommand('companion.answerEverybody');
  });
  afterEach(async () => {
    await cleanWindow();
    await writeText(fileUri(path), text);
  });

  it('is stored as a draft', async () => {
    const { response, filled, model, edits } = await drafted('none');
    assert.equal(model, 'companion/steady');
    assert.equal(edits, undefined);
    assert.equal(response.response.state, 'draft');
    assert.ok(response.findings.length > 0);
    assert.deepEqual(
      response.response.findings.map(({ disposition }) => disposition),
      response.findings.map(() => 'accepted'),
    );
    assert.ok(filled.some(({ about, field }) => about === 'Q1' && field === 'answer'));
  });

  it('changes the plan through the refactor preview, and only what is ticked there', async () => {
    const { edits } = await drafted('wanted');
    assert.ok(edits);
    const target = planTarget(fileUri(path));
    const document = await vscode.workspace.openTextDocument(target.uri);
    await vscode.window.showTextDocument(document);
    assert.doesNotMatch(document.getText(), /Ada decides/);

    const unticked = previewEdits(target, edits);
    await previewed('refactorPreview.discard', unticked);
    assert.doesNotMatch(document.getText(), /Ada decides/, 'nothing is made that was discarded');

    const ticked = previewEdits(target, edits);
    await previewed('tick', ticked);
    assert.match(document.getText(), /^# .* \(Ada decides\)$/m);
    await document.save();
    const { proofs } = await engine().response(path);
    assert.ok(proofs.every(({ state }) => state === 'proved'));
  });

  it('has places looked up anew in a plan that was changed meanwhile', async () => {
    const { edits } = await drafted('wanted');
    assert.ok(edits);
    await writeText(fileUri(path), text.replace(/^# .*$/m, '# Something else'));
    const document = await vscode.workspace.openTextDocument(fileUri(path));
    await eventually(
      'the changed plan',
      () => document.getText(),
      (text) => text.includes('Something else'),
    );
    assert.equal(await previewEdits(planTarget(fileUri(path)), edits), 1);
    assert.doesNotMatch(document.getText(), /Ada decides/);
  });
});

/** Drives the refactor preview until `applying` has ended: discards it, or ticks what it shows and applies that. */
async function previewed(how: 'refactorPreview.discard' | 'tick', applying: Promise<number>): Promise<void> {
  let isDone = false;
  const done = applying.finally(() => {
    isDone = true;
  });
  await eventually(
    'the end of the preview',
    async () => {
      if (how === 'tick') {
        await vscode.commands.executeCommand('refactorPreview.focus');
        await vscode.commands.executeCommand('list.focusFirst');
        await vscode.commands.executeCommand('refactorPreview.toggleCheckedState');
        await vscode.commands.executeCommand('refactorPreview.apply');
      } else {
        await vscode.commands.executeCommand(how);
      }
      return isDone;
    },
    (ended) => ended,
  );
  assert.equal(await done, 0);
}

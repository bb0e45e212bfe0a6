import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { activateExtension, cleanWindow, diagnostics, exists, panelTabs } from '../suite/window.ts';

describe('With no folder open', () => {
  let folder = '';

  before(async () => {
    await activateExtension();
    folder = await mkdtemp(join(tmpdir(), 'plan-review-single-'));
  });
  after(async () => {
    await cleanWindow();
    await rm(folder, { recursive: true, force: true });
  });

  it('the commands end without a plan to choose', async () => {
    await vscode.commands.executeCommand('planReview.checkPlan');
    await vscode.commands.executeCommand('planReview.reviewPlan');
    assert.deepEqual(panelTabs(), []);
  });

  it('a single file is refused, and nothing is written beside it', async () => {
    const uri = vscode.Uri.file(join(folder, 'single.md'));
    await writeFile(uri.fsPath, '# Single\n\nTBD\n');
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand('planReview.checkPlan');
    await vscode.commands.executeCommand('planReview.reviewPlan', uri);
    assert.equal(diagnostics(uri).length, 0);
    assert.equal(await exists(vscode.Uri.joinPath(uri, '..', '.plan-review')), false);
  });

  it('an unsaved document is refused', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: '# New\n\nTBD\n',
    });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('planReview.checkPlan');
    assert.equal(diagnostics(document.uri).length, 0);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

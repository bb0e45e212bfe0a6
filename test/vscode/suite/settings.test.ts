import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { cleanWindow, eventually, fileUri, writeText } from './window.ts';

describe('the workspace’s settings file', () => {
  const uri = fileUri('.plan-review/settings.json');
  afterEach(async () => {
    await cleanWindow();
    await vscode.workspace.fs.delete(uri);
  });

  it('is told by the editor what it may hold', async () => {
    await writeText(uri, '{ "severities": { "file-exists": "loud" } }');
    await vscode.window.showTextDocument(uri);
    const problems = await eventually(
      'a word about the setting',
      () => vscode.languages.getDiagnostics(uri),
      (all) => all.length > 0,
    );
    assert.match(problems[0]?.message ?? '', /critical.*major.*minor.*suggestion.*off/s);
  });
});

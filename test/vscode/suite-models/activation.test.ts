import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionId } from '../extensionId.ts';

describe('activation beside an extension that brings a model', () => {
  it('has that model at hand', async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
    const models = await vscode.lm.selectChatModels();
    assert.deepEqual(
      models.map(({ vendor, id }) => `${vendor}/${id}`),
      ['companion/steady'],
    );
  });
});

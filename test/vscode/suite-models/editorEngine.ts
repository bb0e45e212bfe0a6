import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as core from '../../../src/core/index.ts';
import { editorModels } from '../../../src/extension/lm/editorModels.ts';
import { extensionId } from '../extensionId.ts';
import { fileUri } from '../suite/window.ts';

/** The engine with the editor's models and nobody else's. */
export function engine(): core.PlanReview {
  const extension = vscode.extensions.getExtension(extensionId)?.extensionUri;
  assert.ok(extension);
  return core.createPlanReview({
    root: fileUri('').fsPath,
    isTrusted: true,
    version: '0.0.0-test',
    environment: {},
    models: { others: [editorModels(core)] },
    personasFolder: vscode.Uri.joinPath(extension, 'personas').fsPath,
  });
}

import * as vscode from 'vscode';
import type { DraftedResponse } from '../../core/index.ts';
import { loadCore } from '../core.ts';
import type { PlanTarget } from '../planTarget.ts';

/**
 * Shows drafted edits in the editor's refactor preview. None is made unless the user ticks it there and applies it. Their
 * places are looked up in the text as it is now: the author may have gone on writing.
 * @returns how many could not be shown, because their words are not in the plan any more
 */
export async function previewEdits(
  target: PlanTarget,
  { edits }: NonNullable<DraftedResponse['edits']>,
): Promise<number> {
  const { placeEdits } = await loadCore();
  const document = await vscode.workspace.openTextDocument(target.uri);
  const { placed, refused } = placeEdits(document.getText(), edits);
  const change = new vscode.WorkspaceEdit();
  for (const { edit, span, replacement } of placed) {
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    change.replace(target.uri, range, replacement, {
      needsConfirmation: true,
      label: `Drafted for ${edit.for.join(', ')}`,
      description: edit.reason,
      iconPath: new vscode.ThemeIcon('sparkle'),
    });
  }
  if (placed.length > 0) {
    await vscode.workspace.applyEdit(change);
  }
  return refused.length;
}

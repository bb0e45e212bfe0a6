import * as vscode from 'vscode';
import { columnOf } from '../columns.ts';
import { loadCore } from '../core.ts';
import { editorRange } from '../diagnostics/publish.ts';
import type { PlanTarget } from '../planTarget.ts';

/** What is selected in the plan's editor, as evidence names it. Tells the user what to do where nothing is. */
export async function selectedEvidence(target: PlanTarget): Promise<string | undefined> {
  const { evidenceReference } = await loadCore();
  const editors = vscode.window.visibleTextEditors.filter(
    ({ document }) => document.uri.toString() === target.key,
  );
  const editor = editors.find(({ selection }) => !selection.isEmpty);
  if (editor === undefined) {
    await vscode.window.showInformationMessage(
      editors.length === 0
        ? `Open ${target.name} beside the panel, and select there what shows the change.`
        : `Nothing is selected in ${target.name}. Select there what shows the change.`,
    );
    return undefined;
  }
  const { start, end } = editor.selection;
  return evidenceReference(
    { path: target.path, text: editor.document.getText() },
    {
      start: { line: start.line + 1, column: start.character + 1 },
      end: { line: end.line + 1, column: end.character + 1 },
    },
  );
}

/** Selects a place that evidence names in the plan's editor. One that is not there is said not to be. */
export async function showEvidence(target: PlanTarget, reference: string): Promise<void> {
  const { evidenceRanges } = await loadCore();
  const document = await vscode.workspace.openTextDocument(target.uri);
  const [place] = evidenceRanges({ path: target.path, text: document.getText() }, reference);
  if (place?.range === undefined) {
    await vscode.window.showWarningMessage(`${target.name} has no such place any more: ${reference}.`);
    return;
  }
  const editor = await vscode.window.showTextDocument(document, { viewColumn: columnOf(target.uri) });
  const range = editorRange(place.range);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

import * as vscode from 'vscode';
import { editorRange } from './diagnostics/publish.ts';
import type { Parts } from './parts.ts';
import type { PlanTarget } from './planTarget.ts';
import { columnOf } from './columns.ts';
import { openSnapshot } from './snapshots.ts';

/** Selects a finding's words in the plan's editor, where they are now. Words that are gone are said to be gone. */
export async function showFindingInPlan(parts: Parts, target: PlanTarget, id: string): Promise<void> {
  const finding = parts.plans.entry(target.key).roundFindings.find((known) => known.id === id);
  if (finding?.range !== undefined) {
    const editor = await vscode.window.showTextDocument(target.uri, { viewColumn: columnOf(target.uri) });
    const range = editorRange(finding.range);
    editor.selection = new vscode.Selection(range.start, range.end);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  if (finding?.round === undefined) {
    await vscode.window.showWarningMessage(`${id} is not in the review of ${target.name} any more.`);
    return;
  }
  const show = 'Show Snapshot';
  const text = `The words that ${id} is about are no longer in ${target.name}. The snapshot of round ${finding.round} still has them.`;
  if ((await vscode.window.showInformationMessage(text, show)) === show) {
    await openSnapshot(target, finding.round);
  }
}

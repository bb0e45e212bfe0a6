import * as vscode from 'vscode';
import type { Range } from '../core/index.ts';
import { editorRange } from './diagnostics/publish.ts';
import type { Parts } from './parts.ts';
import type { PlanTarget } from './planTarget.ts';
import { columnOf } from './columns.ts';
import { openSnapshot } from './snapshots.ts';

/** Selects a finding's words in the plan's editor, where they are now. Words that are gone are said to be gone. */
export async function showFindingInPlan(parts: Parts, target: PlanTarget, id: string): Promise<void> {
  const finding = parts.plans.entry(target.key).roundFindings.find((known) => known.id === id);
  if (finding?.inPlan !== undefined) {
    const { path, range: words } = finding.inPlan;
    await selectIn(vscode.Uri.joinPath(target.folder.uri, path), words);
    return;
  }
  if (finding?.range !== undefined) {
    await selectIn(target.uri, finding.range);
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

async function selectIn(plan: vscode.Uri, words: Range): Promise<void> {
  const editor = await vscode.window.showTextDocument(plan, { viewColumn: columnOf(plan) });
  const range = editorRange(words);
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

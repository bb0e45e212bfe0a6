import * as vscode from 'vscode';
import type { Parts } from './parts.ts';
import { planOf, type PlanTarget } from './planTarget.ts';
import { statusText } from './statusText.ts';

/** The verdict on the active plan. `activePlan` says which that is when no editor has the focus. */
export function showStatus(
  parts: Parts,
  activePanel: { readonly plan: () => PlanTarget | undefined; readonly onDidChange: vscode.Event<void> },
): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('planReview.verdict', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Plan Review';
  const update = (): void => {
    const editor = vscode.window.activeTextEditor;
    const target = activePanel.plan() ?? (editor === undefined ? undefined : planOf(editor.document.uri));
    const status =
      target &&
      statusText({
        view: parts.plans.entry(target.key).view,
        approval: parts.approvals.get(target.key),
        isRunning: parts.runs.current(target.key) !== undefined,
      });
    if (target === undefined || status === undefined) {
      item.hide();
      return;
    }
    item.text = status.text;
    item.accessibilityInformation = { label: status.label, role: 'button' };
    item.tooltip = tooltip(status.tooltip);
    item.command = { title: 'Show Review', command: 'planReview.showPanel', arguments: [target.uri] };
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    vscode.window.onDidChangeActiveTextEditor(update),
    activePanel.onDidChange(update),
    parts.plans.onDidChange(update),
    parts.approvals.onDidChange(update),
    parts.runs.onDidChange(update),
  );
}

/** Text only: a reason may quote the plan, and a plan's Markdown is not rendered here. */
function tooltip(lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  lines.forEach((line, index) => {
    markdown.appendText(line);
    markdown.appendMarkdown(index === lines.length - 1 ? '' : '\n\n');
  });
  return markdown;
}

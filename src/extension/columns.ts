import * as vscode from 'vscode';

/** By number: the entry at a column's number is the column to its right. */
const columns = [
  vscode.ViewColumn.One,
  vscode.ViewColumn.Two,
  vscode.ViewColumn.Three,
  vscode.ViewColumn.Four,
  vscode.ViewColumn.Five,
  vscode.ViewColumn.Six,
  vscode.ViewColumn.Seven,
  vscode.ViewColumn.Eight,
  vscode.ViewColumn.Nine,
];

/** The column in which `uri` is open as text, or the first one. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  const key = uri.toString();
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
  if (visible?.viewColumn !== undefined) {
    return visible.viewColumn;
  }
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key),
  );
  return group?.viewColumn ?? vscode.ViewColumn.One;
}

/** The column for a panel beside `uri`'s editor: never over it. */
export function columnBeside(uri: vscode.Uri): vscode.ViewColumn {
  const key = uri.toString();
  const active = vscode.window.activeTextEditor;
  const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === key);
  if (visible?.viewColumn === undefined || visible === active) {
    return vscode.ViewColumn.Beside;
  }
  // "Beside" is beside the active editor, which may put the panel over the plan.
  return columns[visible.viewColumn] ?? vscode.ViewColumn.Beside;
}

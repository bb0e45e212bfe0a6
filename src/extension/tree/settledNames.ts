import * as vscode from 'vscode';

const scheme = 'plan-review-settled';

/** An address that makes the name of an entry grey: an entry of a tree has a color by no other way. */
export function settledUri(id: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${id}` });
}

/** Makes the names of settled findings grey. */
export function greySettled(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) =>
      uri.scheme === scheme ? { color: new vscode.ThemeColor('disabledForeground') } : undefined,
  });
}

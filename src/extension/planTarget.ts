import * as vscode from 'vscode';
import { refusePlace } from './refusal.ts';

/** A plan that can be checked: a file in one of the window's folders. */
export interface PlanTarget {
  readonly uri: vscode.Uri;
  /** The plan's address as text: the key under which everything about it is kept. */
  readonly key: string;
  /** The innermost folder that holds the plan. */
  readonly folder: vscode.WorkspaceFolder;
  /** Relative to that folder, with forward slashes. */
  readonly path: string;
  /** The file's name. */
  readonly name: string;
}

/** Markdown and HTML by their names, for plans that no editor has opened. */
export const planGlob = '**/*.{md,markdown,html,htm}';

const planName = /\.(md|markdown|html|htm)$/i;

/** Where `uri` is a plan, or the Refusal that says why it is none. */
export function planTarget(uri: vscode.Uri): PlanTarget {
  const name = fileName(uri);
  // With nested folders VS Code answers with the innermost.
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const refusal = refusePlace({
    scheme: uri.scheme,
    name,
    isInFolder: folder !== undefined,
    hasFolders: (vscode.workspace.workspaceFolders ?? []).length > 0,
  });
  if (refusal !== undefined) {
    throw refusal;
  }
  if (folder === undefined) {
    throw new Error('a plan in a folder has a folder');
  }
  const root = folder.uri.path.endsWith('/') ? folder.uri.path : `${folder.uri.path}/`;
  return { uri, key: uri.toString(), folder, path: uri.path.slice(root.length), name };
}

/** The target of a document that may well be something else: undefined for all that is no plan in a folder. */
export function planOf(uri: vscode.Uri): PlanTarget | undefined {
  if (uri.scheme !== 'file' || !planName.test(uri.path)) {
    return undefined;
  }
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) {
    return undefined;
  }
  const target = planTarget(uri);
  // What a review leaves is Markdown too, and no plan.
  return target.path.startsWith('.plan-review/') ? undefined : target;
}

/** The open document of a plan, whether or not an editor shows it. */
export function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const key = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
}

/** The last part of an address. */
export function fileName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

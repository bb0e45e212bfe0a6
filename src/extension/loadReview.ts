import * as vscode from 'vscode';
import type { Parts } from './parts.ts';
import { openDocument, type PlanTarget } from './planTarget.ts';

/**
 * Reads a plan's stored review, with every finding placed in the plan's present text: the editor's where it is open,
 * else the file's. An answer about a text that has been edited meanwhile is dropped: the edit asks again by itself.
 */
export async function loadReview(parts: Parts, target: PlanTarget): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    // Core keeps its hands off stored reviews there.
    return;
  }
  const document = openDocument(target.uri);
  const text = document?.getText();
  const version = document?.version;
  const review = await parts.engine.of(target.folder);
  const view = await review.history({ path: target.path, ...(text === undefined ? {} : { text }) });
  const now = openDocument(target.uri);
  if (now?.version === version || now === undefined) {
    parts.plans.setView(target.key, view, { isSnapshotText: view?.stale === undefined });
  }
}

/** Whether `target`'s folder holds any review: one look at the disk, before the engine is loaded for nothing. */
export async function hasReviews(folder: vscode.WorkspaceFolder): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder.uri, '.plan-review', 'reviews'));
    return true;
  } catch {
    return false;
  }
}

import * as vscode from 'vscode';
import type { UnfinishedView } from '../core/index.ts';
import type { Parts } from './parts.ts';
import type { PlanTarget } from './planTarget.ts';

/** Looks whether a round of the plan was left unfinished; undefined also while this window is at work on it. */
export async function loadUnfinished(parts: Parts, target: PlanTarget): Promise<UnfinishedView | undefined> {
  if (!vscode.workspace.isTrusted) {
    return undefined;
  }
  const review = await parts.engine.of(target.folder);
  const left = await review.unfinished(target.path);
  parts.unfinished.set(target.key, left);
  return parts.runs.current(target.key) === undefined ? left : undefined;
}

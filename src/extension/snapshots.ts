import * as vscode from 'vscode';
import type { Parts } from './parts.ts';
import { planTarget, type PlanTarget } from './planTarget.ts';
import { columnOf } from './columns.ts';
import { parseSnapshotQuery, snapshotParts, snapshotScheme } from './snapshotAddress.ts';

/** Serves the snapshots of rounds as documents that cannot be edited. */
export function provideSnapshots(parts: Parts): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(snapshotScheme, {
    async provideTextDocumentContent(uri) {
      const address = parseSnapshotQuery(uri.query);
      if (address === undefined) {
        throw new Error('not the address of a snapshot');
      }
      const target = planTarget(vscode.Uri.parse(address.plan, true));
      const review = await parts.engine.of(target.folder);
      return review.snapshot(target.path, address.round);
    },
  });
}

/** Opens the text that a round of `target` reviewed, where the plan is. */
export async function openSnapshot(target: PlanTarget, round: number): Promise<void> {
  await vscode.window.showTextDocument(snapshotUri(target, round), { viewColumn: columnOf(target.uri) });
}

/** Shows two texts of a plan side by side: the snapshot of a round, and that of another one or the plan as it is. */
export async function openComparison(
  target: PlanTarget,
  { from, to }: { readonly from: number; readonly to: number | 'now' },
): Promise<void> {
  const later = to === 'now' ? target.uri : snapshotUri(target, to);
  const title = `${target.name}: round ${from} ↔ ${to === 'now' ? 'now' : `round ${to}`}`;
  const options = { viewColumn: columnOf(target.uri) };
  await vscode.commands.executeCommand('vscode.diff', snapshotUri(target, from), later, title, options);
}

function snapshotUri(target: PlanTarget, round: number): vscode.Uri {
  return vscode.Uri.from({ scheme: snapshotScheme, ...snapshotParts({ plan: target.key, round }) });
}

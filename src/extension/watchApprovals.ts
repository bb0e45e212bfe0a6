import * as vscode from 'vscode';
import type { ReviewView } from '../core/index.ts';
import type { LookAtApproval } from './approvals.ts';
import type { Engine } from './engine.ts';
import { loadReview } from './loadReview.ts';
import type { Parts } from './parts.ts';
import { planOf } from './planTarget.ts';
import { quietly } from './tell.ts';

/** Asks core how an approval stands. In an untrusted workspace core keeps its hands off git, and there is none to tell of. */
export function lookWith(engine: Engine): LookAtApproval {
  return async (plan, signal) => {
    const target = planOf(vscode.Uri.parse(plan, true));
    if (target === undefined || !vscode.workspace.isTrusted) {
      return undefined;
    }
    const review = await engine.of(target.folder);
    return review.approval(target.path, signal);
  };
}

/**
 * Keeps approvals in step with what is known of the plans: a round or record that is news is looked at, and a view is read
 * again when its approval is another. Files and refs are watched with those that the checks rest on.
 */
export function watchApprovals(parts: Parts): vscode.Disposable {
  const { approvals, plans, engine, log } = parts;
  const seen = new Map<string, string>();
  return vscode.Disposable.from(
    approvals,
    plans.onDidChange((plan) => {
      const { view } = plans.entry(plan);
      if (view === undefined) {
        // The plan may be gone, or have another name.
        seen.delete(plan);
        approvals.refresh(plan);
      } else if (seen.get(plan) !== approvable(view)) {
        seen.set(plan, approvable(view));
        approvals.want(plan);
        approvals.refresh(plan);
      }
    }),
    approvals.onDidChange((plan) => {
      const target = planOf(vscode.Uri.parse(plan, true));
      if (target !== undefined && plans.entry(plan).view !== undefined) {
        quietly(loadReview(parts, target), log);
      }
    }),
    engine.onDidReset(() => approvals.wanted().forEach((plan) => approvals.refresh(plan))),
  );
}

/** Which round or record there is to stand. */
function approvable({ rounds, record }: ReviewView): string {
  return `${rounds.at(-1)?.round.number} ${record?.signedAt}`;
}

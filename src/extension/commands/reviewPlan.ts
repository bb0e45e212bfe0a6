import * as vscode from 'vscode';
import type { RoundView } from '../../core/index.ts';
import { loadReview } from '../loadReview.ts';
import type { Parts, ShowPanel } from '../parts.ts';
import { openDocument, type PlanTarget } from '../planTarget.ts';
import { alreadyRunning, notSaved, notTrusted } from '../refusal.ts';
import { progressLine } from '../runProgress.ts';
import { quietly } from '../tell.ts';
import { roundText } from './resultText.ts';

/**
 * Runs a round on the plan as it is on disk, with unsaved changes saved first, and shows it beside the plan.
 * @throws Refusal when no round can be begun; whatever core's `review` throws, `cancelled` among it.
 */
export async function reviewPlan(parts: Parts, showPanel: ShowPanel, target: PlanTarget): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw notTrusted();
  }
  if (parts.runs.current(target.key) !== undefined) {
    throw alreadyRunning(target.name);
  }
  await saveChanges(target);
  const round = await runWithProgress(parts, target);
  await showPlan(target);
  await showPanel(target, { takesFocus: false });
  quietly(tellResult(target, round), parts.log);
}

function runWithProgress(parts: Parts, target: PlanTarget): Thenable<RoundView> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Reviewing ${target.name}`,
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const subscriptions = vscode.Disposable.from(
      token.onCancellationRequested(() => parts.runs.cancel(target.key)),
      parts.runs.onDidChange((plan) => {
        const run = plan === target.key ? parts.runs.current(plan) : undefined;
        if (run !== undefined) {
          progress.report({ message: progressLine(run) });
        }
      }),
    );
    try {
      return await parts.runs.start({
        plan: target.key,
        name: target.name,
        path: target.path,
        review: () => parts.engine.of(target.folder),
        finished: () => {
          parts.plans.expectRound(target.key);
          return loadReview(parts, target);
        },
      });
    } finally {
      subscriptions.dispose();
    }
  });
}

async function saveChanges(target: PlanTarget): Promise<void> {
  const document = openDocument(target.uri);
  if (document?.isDirty === true && !(await document.save())) {
    throw notSaved(target.name);
  }
}

/** The panel stands beside the plan, so the plan is shown too; whoever has the focus keeps it. */
async function showPlan(target: PlanTarget): Promise<void> {
  const isVisible = vscode.window.visibleTextEditors.some(
    ({ document }) => document.uri.toString() === target.key,
  );
  if (!isVisible) {
    await vscode.window.showTextDocument(target.uri, { preserveFocus: true, preview: false });
  }
}

async function tellResult(target: PlanTarget, view: RoundView): Promise<void> {
  const review = 'Show Review';
  const problems = 'Show Problems';
  const buttons = view.findings.length > 0 ? [review, problems] : [review];
  const picked = await vscode.window.showInformationMessage(roundText(target.name, view), ...buttons);
  if (picked === review) {
    await vscode.commands.executeCommand('planReview.showPanel', target.uri);
  } else if (picked === problems) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }
}

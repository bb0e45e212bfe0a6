import * as vscode from 'vscode';
import type { PlanCheck, TextChange } from '../../core/index.ts';
import { loadCore } from '../core.ts';
import type { Parts } from '../parts.ts';
import { openDocument, type PlanTarget } from '../planTarget.ts';
import { quietly } from '../tell.ts';
import { textChange } from '../textChange.ts';
import { countWaiting } from './consent.ts';
import { checkText } from './resultText.ts';

/** Runs the checks on the plan as the editor holds it, and marks what they find. Nothing is stored. */
export async function checkPlan(parts: Parts, target: PlanTarget): Promise<void> {
  const document = openDocument(target.uri);
  const text = document?.getText();
  const changes: TextChange[] = [];
  const listener = vscode.workspace.onDidChangeTextDocument((event) => {
    if (event.document === document) {
      changes.push(...event.contentChanges.map(textChange));
    }
  });
  try {
    const check = await runWithProgress(parts, target, text);
    const { trackRange } = await loadCore();
    parts.plans.setCheck(target.key, check, {
      wantedBy: 'user',
      ...(text === undefined ? {} : { text }),
      since: { changes, trackRange },
    });
    quietly(tellResult(parts, target, check), parts.log);
  } finally {
    listener.dispose();
  }
}

function runWithProgress(parts: Parts, target: PlanTarget, text: string | undefined): Thenable<PlanCheck> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Checking ${target.name}`,
      cancellable: true,
    },
    async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const review = await parts.engine.of(target.folder);
      return review.check({
        path: target.path,
        signal: controller.signal,
        ...(text === undefined ? {} : { text }),
      });
    },
  );
}

async function tellResult(parts: Parts, target: PlanTarget, check: PlanCheck): Promise<void> {
  const problems = 'Show Problems';
  const trust = 'Manage Workspace Trust';
  const commands = 'Read Commands';
  const waiting = await countWaiting(parts, target.folder);
  const text = checkText(target.name, check, { isTrusted: vscode.workspace.isTrusted, waiting });
  const buttons = [
    ...(check.findings.length > 0 ? [problems] : []),
    ...(waiting > 0 ? [commands] : []),
    ...(vscode.workspace.isTrusted ? [] : [trust]),
  ];
  const picked = await vscode.window.showInformationMessage(text, ...buttons);
  if (picked === problems) {
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  } else if (picked === commands) {
    await vscode.commands.executeCommand('planReview.agreeToCommand');
  } else if (picked === trust) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
}

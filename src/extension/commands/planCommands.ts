import * as vscode from 'vscode';
import type { PlanCommand } from '../../core/index.ts';
import { loadCore } from '../core.ts';
import type { Parts } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { fitsDialog, planCommandText } from './consentText.ts';

/**
 * Asks for each command by which a plan validates its work, and that nobody has agreed to, whether it may be run. Each is shown
 * whole. False where the user turns away from all of it.
 */
export async function agreeToPlanCommands(parts: Parts, target: PlanTarget): Promise<boolean> {
  const review = await parts.engine.of(target.folder);
  const waiting = (await review.planCommands({ path: target.path })).filter(({ isAgreed }) => !isAgreed);
  for (const [index, command] of waiting.entries()) {
    const answer = await ask(target, command, { at: index + 1, of: waiting.length });
    if (answer === 'agree') {
      // Bound to the hash of the text that was shown: one that changed meanwhile is refused.
      await review.agreeToPlanCommand(target.path, command.sha256);
    } else if (answer === 'none') {
      return true;
    } else if (answer === undefined) {
      return false;
    }
  }
  return true;
}

type Answer = 'agree' | 'skip' | 'none';

async function ask(
  { folder, name }: PlanTarget,
  command: PlanCommand,
  { at, of }: { readonly at: number; readonly of: number },
): Promise<Answer | undefined> {
  const { printable } = await loadCore();
  const text = planCommandText({ ...command, folder: folder.name, plan: name }, printable);
  const place = of === 1 ? '' : ` (${at} of ${of})`;
  const question = `May this command of ${name} be run to validate the work in ${folder.name}?${place}`;
  const agree: vscode.MessageItem = { title: 'Agree' };
  const skip: vscode.MessageItem = { title: 'Do Not Run' };
  const none: vscode.MessageItem = { title: 'Run No Further Ones' };
  const items = at < of ? [agree, skip, none] : [agree, skip];
  const isShown = fitsDialog(command.command);
  if (!isShown) {
    // What is not seen is not agreed to: a long text is read where it can be scrolled.
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text }));
  }
  const picked = isShown
    ? await vscode.window.showWarningMessage(question, { modal: true, detail: text }, ...items)
    : await vscode.window.showWarningMessage(`${question} Its text is in the editor.`, ...items);
  return picked === agree ? 'agree' : picked === skip ? 'skip' : picked === none ? 'none' : undefined;
}

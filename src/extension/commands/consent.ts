import * as vscode from 'vscode';
import type { OwnCommand, PlanReview } from '../../core/index.ts';
import type { LiveChecks } from '../liveChecks/liveChecks.ts';
import { loadCore } from '../core.ts';
import type { Parts } from '../parts.ts';
import { notTrustedForCommands } from '../refusal.ts';
import { tell, tellFailure } from '../tell.ts';
import { consentText, fitsDialog } from './consentText.ts';

/** A command of a workspace's own check, and the folder that it belongs to. */
interface FolderCommand {
  readonly folder: vscode.WorkspaceFolder;
  readonly review: PlanReview;
  readonly command: OwnCommand;
}

/** Registers the two commands by which the user agrees to commands of documentation-driven checks, and takes it back. */
export function registerConsent(parts: Parts, live: LiveChecks): vscode.Disposable {
  const register = (id: string, run: () => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async () => {
      try {
        if (!vscode.workspace.isTrusted) {
          throw notTrustedForCommands();
        }
        await run();
      } catch (error) {
        tellFailure(error, { log: parts.log });
      }
    });
  return vscode.Disposable.from(
    register('planReview.agreeToCommand', () => agreeToOne(parts)),
    register('planReview.revokeConsent', () => revokeOne(parts, live)),
  );
}

/** How many commands of `folder`'s checks wait for the user's consent. */
export async function countWaiting(parts: Parts, folder: vscode.WorkspaceFolder): Promise<number> {
  if (!vscode.workspace.isTrusted) {
    return 0;
  }
  const { commands } = await (await parts.engine.of(folder)).catalogue();
  return commands.filter(({ isAgreed }) => !isAgreed).length;
}

async function agreeToOne(parts: Parts): Promise<void> {
  const waiting = (await allCommands(parts)).filter(({ command }) => !command.isAgreed);
  const picked = await pick(parts, waiting, {
    placeHolder: 'Whose command do you want to read?',
    none: 'No check of this workspace waits for your consent to its command.',
  });
  if (picked === undefined) {
    return;
  }
  const { command, review, folder } = picked;
  const { printable } = await loadCore();
  const definition = vscode.Uri.joinPath(folder.uri, command.path);
  if (!fitsDialog(command.command)) {
    // What is not seen is not agreed to: a long text is read where it can be scrolled.
    const text = consentText({ ...command, folder: folder.name }, printable);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: text }));
  }
  const answer = await ask(command, folder, printable);
  if (answer === 'show') {
    const place = new vscode.Range(command.line - 1, 0, command.line - 1, 0);
    await vscode.window.showTextDocument(definition, { selection: place });
  } else if (answer === 'agree') {
    // Bound to the hash of the text that was shown: one that changed meanwhile is refused.
    await review.agreeToCommand(command.check, command.sha256);
    tell(
      `${command.check} may be run in ${folder.name} until its definition changes. It runs with Check Plan and Review Plan.`,
      parts.log,
    );
  }
}

async function ask(
  command: OwnCommand,
  folder: vscode.WorkspaceFolder,
  printable: (text: string) => string,
): Promise<'agree' | 'show' | undefined> {
  const question = `May the command of ${command.check} be run to verify plans in ${folder.name}?`;
  const agree: vscode.MessageItem = { title: 'Agree' };
  const show: vscode.MessageItem = { title: 'Open Definition' };
  const picked = fitsDialog(command.command)
    ? await vscode.window.showWarningMessage(
        question,
        { modal: true, detail: consentText({ ...command, folder: folder.name }, printable) },
        agree,
        show,
      )
    : await vscode.window.showWarningMessage(`${question} Its text is in the editor.`, agree, show);
  return picked === agree ? 'agree' : picked === show ? 'show' : undefined;
}

async function revokeOne(parts: Parts, live: LiveChecks): Promise<void> {
  const agreed = (await allCommands(parts)).filter(({ command }) => command.isAgreed);
  const picked = await pick(parts, agreed, {
    placeHolder: 'Whose command is not to be run any more?',
    none: 'You have agreed to no command of this workspace.',
  });
  if (picked !== undefined) {
    await picked.review.revokeConsent(picked.command.check);
    live.refresh((_, { folder }) => folder === picked.folder);
    tell(`${picked.command.check} will not be run any more.`, parts.log);
  }
}

async function allCommands(parts: Parts): Promise<readonly FolderCommand[]> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const all = await Promise.all(
    folders.map(async (folder) => {
      const review = await parts.engine.of(folder);
      const { commands } = await review.catalogue();
      return commands.map((command) => ({ folder, review, command }));
    }),
  );
  return all.flat();
}

async function pick(
  parts: Parts,
  commands: readonly FolderCommand[],
  texts: { readonly placeHolder: string; readonly none: string },
): Promise<FolderCommand | undefined> {
  if (commands.length === 0) {
    tell(texts.none, parts.log);
    return undefined;
  }
  const { printable } = await loadCore();
  const items = commands.map((entry) => ({
    label: entry.command.check,
    description: printable(entry.command.title),
    detail: printable(`${entry.folder.name}: ${entry.command.path}:${entry.command.line}`),
    entry,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Commands of this workspace’s own checks',
    placeHolder: texts.placeHolder,
  });
  return picked?.entry;
}

import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import { openDocument, type PlanTarget } from '../planTarget.ts';

/** So many names are tried before one is taken that is taken. */
const mostNames = 50;

/**
 * Opens a new packet for a plan beside it, to go on from. Nothing is written: the document is stored where it says when its
 * author saves it.
 */
export async function newPacket({ engine }: Parts, target: PlanTarget): Promise<void> {
  const text = openDocument(target.uri)?.getText();
  const review = await engine.of(target.folder);
  const template = await review.packetTemplate({
    path: target.path,
    ...(text === undefined ? {} : { text }),
  });
  const uri = (await freeName(target)).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), template);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document);
}

/** `queue.md` gets `queue-packet.md`, or `queue-packet-2.md` where that is there. */
async function freeName({ uri, name }: PlanTarget): Promise<vscode.Uri> {
  const stem = name.replace(/\.[^.]*$/, '');
  for (let number = 1; ; number += 1) {
    const candidate = vscode.Uri.joinPath(uri, '..', `${stem}-packet${number === 1 ? '' : `-${number}`}.md`);
    const untitled = candidate.with({ scheme: 'untitled' });
    const isTaken = openDocument(candidate) ?? openDocument(untitled) ?? (await exists(candidate));
    if (!isTaken || number === mostNames) {
      return candidate;
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

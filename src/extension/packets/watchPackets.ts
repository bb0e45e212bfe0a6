import * as vscode from 'vscode';
import { Idle } from '../idle.ts';
import type { Parts } from '../parts.ts';
import { openDocument, planOf } from '../planTarget.ts';
import { quietly } from '../tell.ts';

/** How long the keys rest before it is asked anew what a document is, in milliseconds. */
const restMs = 500;

/** What the menus ask: the paths of the documents that are known to be packets. */
const contextKey = 'planReview.packets';

/** No document is a packet that does not call itself one: only these are read, which loads the engine. */
const sign = /packet/i;

/** Front matter and title stand within so many UTF-16 units. */
const headLength = 5_000;

/**
 * Knows which documents that were opened are packets, so that menus offer to review them as such. One that nobody has
 * opened is known by its name.
 */
export function watchPackets(parts: Parts): vscode.Disposable {
  const packets = new Set<string>();
  const tell = (): void => {
    quietly(
      Promise.resolve(vscode.commands.executeCommand('setContext', contextKey, [...packets])),
      parts.log,
    );
  };
  const look = async (key: string): Promise<void> => {
    const uri = vscode.Uri.parse(key, true);
    const document = openDocument(uri);
    if (document === undefined) {
      return;
    }
    const wasPacket = packets.has(uri.fsPath);
    const isNow = await isPacket(parts, document);
    if (isNow !== wasPacket) {
      packets[isNow ? 'add' : 'delete'](uri.fsPath);
      tell();
    }
  };
  const rest = new Idle(restMs, (key) => quietly(look(key), parts.log));
  const opened = (document: vscode.TextDocument): void => {
    if (planOf(document.uri) !== undefined) {
      quietly(look(document.uri.toString()), parts.log);
    }
  };
  vscode.workspace.textDocuments.forEach(opened);
  return vscode.Disposable.from(
    rest,
    vscode.workspace.onDidOpenTextDocument(opened),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && planOf(document.uri) !== undefined) {
        rest.touch(document.uri.toString());
      }
    }),
  );
}

async function isPacket({ engine }: Parts, document: vscode.TextDocument): Promise<boolean> {
  const target = planOf(document.uri);
  const text = document.getText();
  if (target === undefined || !(sign.test(target.name) || sign.test(text.slice(0, headLength)))) {
    return false;
  }
  const { plan } = await (await engine.of(target.folder)).identify({ path: target.path, text });
  return plan.kind === 'packet';
}

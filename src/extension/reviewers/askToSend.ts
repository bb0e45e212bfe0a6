import * as vscode from 'vscode';
import type { FirstSending } from '../../core/index.ts';
import { sendingText } from './providers.ts';

/** Asks before plans of a workspace are sent to a provider for the first time. */
export async function askToSend(sending: FirstSending): Promise<boolean> {
  const { question, detail } = sendingText(sending);
  const send: vscode.MessageItem = { title: 'Send' };
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, send)) === send;
}

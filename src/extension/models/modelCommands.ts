import * as vscode from 'vscode';
import { loadCore } from '../core.ts';
import { describeFailure } from '../failure.ts';
import type { Parts } from '../parts.ts';
import { noFolder, notTrusted } from '../refusal.ts';
import { chooseModel } from '../reviewers/pickReviewers.ts';
import { tell, tellFailure } from '../tell.ts';
import { readModelSettings } from './modelOptions.ts';

/** Registers the commands that set up models: two about the key of the API endpoint, one about all providers. */
export function registerModelCommands(parts: Parts): vscode.Disposable {
  const register = (id: string, run: (parts: Parts) => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(id, async () => {
      try {
        await run(parts);
      } catch (error) {
        tellFailure(error, { log: parts.log });
      }
    });
  return vscode.Disposable.from(
    register('planReview.setApiKey', setApiKey),
    register('planReview.clearApiKey', clearApiKey),
    register('planReview.setUpModels', setUpModels),
  );
}

async function setApiKey({ keys, log }: Parts): Promise<void> {
  const { readCredential } = await loadCore();
  const origin = await currentOrigin();
  const key = await vscode.window.showInputBox({
    title: 'Plan Review: Set API Key',
    prompt: `The key for ${origin}. It is kept in the editor's secret storage and sent to that endpoint alone.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text === '') {
        return undefined;
      }
      try {
        readCredential({ apiKey: text });
        return undefined;
      } catch (error) {
        return describeFailure(error).message;
      }
    },
  });
  if (key !== undefined && key.trim() !== '') {
    await keys.set(origin, key);
    tell(`The API key for ${origin} is set. Review Plan now asks who is to read the plan.`, log);
  }
}

async function clearApiKey({ keys, log }: Parts): Promise<void> {
  const origin = await currentOrigin();
  const wasSet = await keys.isSet(origin);
  await keys.clear(origin);
  const rest =
    (await keys.credential(origin)) === undefined ? '' : ' The one in ANTHROPIC_API_KEY still counts.';
  tell(
    wasSet ? `The API key for ${origin} is cleared.${rest}` : `No API key was set for ${origin}.${rest}`,
    log,
  );
}

/** Shows the providers and what to do about each; what is chosen holds for the next review in this workspace. */
async function setUpModels(parts: Parts): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) {
    throw noFolder();
  }
  if (!vscode.workspace.isTrusted) {
    throw notTrusted();
  }
  const review = await parts.engine.of(folder);
  await chooseModel(parts, await review.providers());
}

/** The endpoint of the settings. @throws PlanReviewError `settings-invalid` */
async function currentOrigin(): Promise<string> {
  const { anthropicBaseUrl, readEndpoint } = await loadCore();
  return readEndpoint(readModelSettings().baseUrl ?? anthropicBaseUrl).origin;
}

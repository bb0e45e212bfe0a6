import * as vscode from 'vscode';
import { describeFailure, logLines, type Failure } from './failure.ts';
import type { WayOut } from './refusal.ts';

/** The buttons of a failure, by what they do. */
const titles: Readonly<Record<WayOut, string>> = {
  'manage-trust': 'Manage Workspace Trust',
  'open-folder': 'Open Folder',
  'add-folder': 'Add Folder to Workspace',
  save: 'Save',
  'show-log': 'Show Log',
  'show-review': 'Show Review',
  resume: 'Resume',
  'resume-otherwise': 'Resume Otherwise…',
  'start-over': 'Start Over',
  'checks-alone': 'Review with the Checks Alone',
  'set-key': 'Set API Key',
  'set-up-models': 'Set Up Models',
  answer: 'Answer First',
  'without-response': 'Go On Without',
  review: 'Review Plan',
};

/** Where a failure belongs. */
export interface FailureContext {
  readonly log: vscode.LogOutputChannel;
  /** The plan it is about, where there is one. */
  readonly plan?: vscode.Uri;
}

/** Lets `work` run by itself: what goes wrong in it is told to the user. */
export function inBackground(work: Promise<unknown>, context: FailureContext): void {
  work.catch((error: unknown) => {
    tellFailure(error, context);
  });
}

/** Lets `work` run by itself when nobody asked for it: what goes wrong in it goes to the log. */
export function quietly(work: Promise<unknown>, log: vscode.LogOutputChannel): void {
  work.catch((error: unknown) => {
    logFailure(error, log);
  });
}

/** Says something that asks for nothing. */
export function tell(text: string, log: vscode.LogOutputChannel): void {
  quietly(Promise.resolve(vscode.window.showInformationMessage(text)), log);
}

/** Says what went wrong, with what can be done about it, and does what the user picks. */
export function tellFailure(error: unknown, context: FailureContext): Failure {
  const failure = describeFailure(error);
  logFailure(error, context.log);
  quietly(offer(failure, context), context.log);
  return failure;
}

/** Writes to the log what went wrong; an unexpected error with where it came from. */
export function logFailure(error: unknown, log: vscode.LogOutputChannel): void {
  const { kind } = describeFailure(error);
  const text = logLines(error).join('\n');
  if (kind === 'unexpected') {
    log.error(text);
  } else {
    log.info(text);
  }
}

async function offer(failure: Failure, context: FailureContext): Promise<void> {
  const text = `${failure.message} ${failure.wayOut}`;
  const buttons = failure.actions.map((action) => ({ title: titles[action], action }));
  const picked =
    failure.kind === 'cancelled'
      ? await vscode.window.showInformationMessage(text, ...buttons)
      : await vscode.window.showErrorMessage(text, ...buttons);
  if (picked !== undefined) {
    await follow(picked.action, context);
  }
}

async function follow(action: WayOut, { log, plan }: FailureContext): Promise<void> {
  switch (action) {
    case 'manage-trust':
      await vscode.commands.executeCommand('workbench.trust.manage');
      break;
    case 'open-folder':
      await vscode.commands.executeCommand('vscode.openFolder');
      break;
    case 'add-folder':
      await vscode.commands.executeCommand('workbench.action.addRootFolder');
      break;
    case 'save':
      await save(plan);
      break;
    case 'show-log':
      log.show();
      break;
    case 'show-review':
      await vscode.commands.executeCommand('planReview.showPanel', plan);
      break;
    case 'resume':
      await vscode.commands.executeCommand('planReview.resumeReview', plan);
      break;
    case 'resume-otherwise':
      await vscode.commands.executeCommand('planReview.resumeOtherwise', plan);
      break;
    case 'start-over':
      await vscode.commands.executeCommand('planReview.startOver', plan);
      break;
    case 'checks-alone':
      await vscode.commands.executeCommand('planReview.reviewByChecks', plan);
      break;
    case 'answer':
      await vscode.commands.executeCommand('planReview.showPanel', plan);
      break;
    case 'without-response':
      await vscode.commands.executeCommand('planReview.nextWithoutResponse', plan);
      break;
    case 'review':
      await vscode.commands.executeCommand('planReview.reviewPlan', plan);
      break;
    case 'set-up-models':
      await vscode.commands.executeCommand('planReview.setUpModels');
      break;
    case 'set-key':
      await vscode.commands.executeCommand('planReview.setApiKey');
      break;
  }
}

async function save(plan: vscode.Uri | undefined): Promise<void> {
  if (plan !== undefined) {
    await vscode.window.showTextDocument(plan);
  }
  await vscode.commands.executeCommand('workbench.action.files.save');
}

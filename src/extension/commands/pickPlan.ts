import * as vscode from 'vscode';
import { planGlob, planTarget, type PlanTarget } from '../planTarget.ts';
import { noFolder, noPlans } from '../refusal.ts';

/** More files than this are no list to choose from. */
const maxFiles = 2000;

/** The plan that a command's argument names: an address, or an entry of the tree. Menus may pass anything. */
export function planArgument(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) {
    return argument;
  }
  return typeof argument === 'object' &&
    argument !== null &&
    'plan' in argument &&
    typeof argument.plan === 'string'
    ? vscode.Uri.parse(argument.plan, true)
    : undefined;
}

/** The argument of a command that asks which plan is meant, whatever is open. */
const anyPlan = 'pick';

/**
 * The plan that a command is about: its argument, else the active editor's or panel's plan, else what the user picks.
 * Undefined when the user picks nothing.
 * @throws Refusal when the document cannot be a plan where it is, or there is nothing to pick from.
 */
export async function choosePlan(
  argument: unknown,
  activePanel: PlanTarget | undefined,
): Promise<PlanTarget | undefined> {
  const named = planArgument(argument);
  if (named !== undefined) {
    return planTarget(named);
  }
  if (argument === anyPlan) {
    return pickPlan();
  }
  if (activePanel !== undefined) {
    return activePanel;
  }
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined && ['markdown', 'html'].includes(document.languageId)) {
    return planTarget(document.uri);
  }
  return pickPlan();
}

async function pickPlan(): Promise<PlanTarget | undefined> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    throw noFolder();
  }
  const left = '{**/node_modules/**,**/.plan-review/**,**/.git/**}';
  const files = await vscode.workspace.findFiles(planGlob, left, maxFiles);
  if (files.length === 0) {
    throw noPlans();
  }
  const items = files
    .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Plan Review',
    placeHolder: 'Which plan?',
  });
  return picked && planTarget(picked.uri);
}

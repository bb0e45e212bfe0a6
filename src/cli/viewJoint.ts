import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { isJointCampaignId, jointDocuments } from '../core/index.ts';
import { campaignNotFound } from './campaignNotFound.ts';
import { exitStatus, type CliContext } from './context.ts';
import { printJoint } from './reviewSeveral.ts';
import { currentFolder, openWorkspaces } from './workspace.ts';

/** Whether a word names a campaign on several plans and no file. */
export function isJointCampaign({ cwd }: Pick<CliContext, 'cwd'>, word: string): boolean {
  return isJointCampaignId(word) && !existsSync(resolve(cwd, word));
}

/** Prints a campaign on several plans, and tells the exit status. */
export async function viewJoint(
  context: CliContext,
  id: string,
  options: { readonly format: string; readonly json?: boolean; readonly root?: string },
): Promise<number> {
  const planReview = openWorkspaces(context).folder(currentFolder(context, options.root));
  const view = await planReview.jointCampaign(id);
  if (view === undefined) {
    throw campaignNotFound(id, planReview.root);
  }
  if (options.json !== true && options.format === 'html') {
    context.err('plan-review: a campaign is printed as text, json or md.\n');
    return exitStatus.usage;
  }
  if (view.problem !== undefined) {
    context.err(`plan-review: ${view.problem}\n`);
  }
  if (options.json !== true && options.format === 'md') {
    context.out(jointDocuments(view));
    return printJoint({ ...context, out: () => undefined }, view, {});
  }
  return printJoint(context, view, {
    format: options.format === 'json' ? 'json' : 'text',
    ...(options.json === undefined ? {} : { json: options.json }),
  });
}

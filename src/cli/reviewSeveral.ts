import { resolve } from 'node:path';
import { jointText, PlanReviewError, type JointRequest, type JointView } from '../core/index.ts';
import { exitStatus, type CliContext } from './context.ts';
import { paintFor } from './paint.ts';
import { askToSend, namesModels, panelOf, type PanelOptions } from './panelOptions.ts';
import type { ReviewTarget } from './reviewTarget.ts';
import type { RoundOutput } from './roundOutput.ts';
import { watchJoint } from './progressBar.ts';
import { currentFolder, openWorkspaces, pathIn, workspaceRoot } from './workspace.ts';

interface SeveralOptions extends PanelOptions {
  readonly root?: string;
  readonly id?: string;
  readonly name?: string;
  readonly dryRun?: boolean;
}

/** Reviews several plans as one campaign; by the checks alone where no model is asked or none may be. */
export async function reviewSeveral(
  context: CliContext,
  { several = [], mode, options }: ReviewTarget & { readonly options: SeveralOptions },
): Promise<JointView> {
  const [first = '.'] = several;
  const root = options.root === undefined ? rootOf(context, first) : currentFolder(context, options.root);
  const planReview = openWorkspaces(context).folder(root);
  const content = several.map((word) => pathIn(context, root, word) || '.');
  const panel = await panelOf(options, planReview);
  if (options.dryRun === true) {
    throw new PlanReviewError({
      code: 'plan-ambiguous',
      message: `These are ${(await planReview.plansOf(content, context.signal)).length} plans, and an estimate is of one.`,
      wayOut: 'Name one of them with --dry-run.',
    });
  }
  const watched = watchJoint(context);
  const request: JointRequest = {
    content,
    mode,
    signal: context.signal,
    progress: watched.progress,
    ...(options.id === undefined ? {} : { id: options.id }),
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  try {
    if (panel === undefined) {
      return await planReview.reviewTogether(request);
    }
    return await planReview.reviewTogether({ ...request, panel, askToSend: askToSend(context, options) });
  } catch (error) {
    const isLeftOut =
      error instanceof PlanReviewError && error.code === 'sending-refused' && !namesModels(options);
    if (!isLeftOut) {
      throw error;
    }
    context.err(
      `plan-review: reviewed by the checks alone. ${error.message} Name it with --provider to agree.\n`,
    );
    return await planReview.reviewTogether(request);
  } finally {
    watched.end();
  }
}

/** The folder that the plans belong to: a folder that was named belongs to what holds it. */
function rootOf(context: CliContext, word: string): string {
  const plain = word.replace(/[*?{].*$/s, '');
  return workspaceRoot(resolve(context.cwd, plain, 'plan.md'), context.cwd);
}

/** Prints a campaign on several plans and tells the exit status. */
export function printJoint(
  context: CliContext,
  view: JointView,
  { json, format, failOn = 'verdict' }: Partial<RoundOutput> & { readonly format?: string },
): number {
  if (json === true || format === 'json') {
    const { campaign, folder, analysis } = view;
    context.out(`${JSON.stringify({ ...campaign, folder, analysis: analysis ?? null }, null, 2)}\n`);
  } else {
    context.out(jointText(view, paintFor(context)));
  }
  return statusOf(view, failOn);
}

function statusOf({ campaign }: JointView, failOn: RoundOutput['failOn']): number {
  const isWhole = campaign.plans.every(({ round }) => round !== null);
  if (failOn === 'never') {
    return isWhole ? exitStatus.fine : exitStatus.incomplete;
  }
  const isRefused = campaign.plans.some(({ verdict, open }) =>
    failOn === 'verdict'
      ? verdict !== null && verdict !== 'GO'
      : Object.entries(open ?? {}).some(
          ([severity, count]) => count > 0 && severities.indexOf(severity) <= severities.indexOf(failOn),
        ),
  );
  return isWhole ? (isRefused ? exitStatus.refused : exitStatus.fine) : exitStatus.incomplete;
}

const severities: readonly string[] = ['critical', 'major', 'minor', 'suggestion'];

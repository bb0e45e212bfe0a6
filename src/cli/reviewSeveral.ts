import { resolve } from 'node:path';
import {
  jointText,
  PlanReviewError,
  printable,
  type JointRequest,
  type JointView,
  type PlanReview,
} from '../core/index.ts';
import { exitStatus, type CliContext } from './context.ts';
import { paintFor } from './paint.ts';
import { askToSend, namesModels, panelOf, type PanelOptions } from './panelOptions.ts';
import type { ReviewTarget } from './reviewTarget.ts';
import type { RoundOutput } from './roundOutput.ts';
import { dollars } from './reviewRound.ts';
import { watchJoint } from './progressBar.ts';
import { currentFolder, openWorkspaces, pathIn, workspaceRoot } from './workspace.ts';

interface SeveralOptions extends PanelOptions {
  readonly root?: string;
  readonly id?: string;
  readonly name?: string;
  readonly format?: string;
}

/** Reviews several plans as one campaign; by the checks alone where no model is asked or none may be. */
export async function reviewSeveral(
  context: CliContext,
  { several = [], mode, options }: ReviewTarget & { readonly options: SeveralOptions },
): Promise<JointView> {
  const { planReview, content } = placeOf(context, several, options.root);
  const panel = await panelOf(options, planReview);
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

/** Says what a campaign on several plans would send and cost at the most: a line for each plan. */
export async function printSeveralEstimates(
  context: CliContext,
  { several = [], mode, options }: ReviewTarget & { readonly options: SeveralOptions & { json?: boolean } },
): Promise<void> {
  const { planReview, content } = placeOf(context, several, options.root);
  const panel = await panelOf(options, planReview);
  const plans = await planReview.plansOf(content, context.signal);
  const estimates: { plan: string; inputTokens: number; worstCaseUsd: number | undefined }[] = [];
  for (const path of panel === undefined ? [] : plans) {
    const { reviewers, worstCaseUsd } = await planReview.estimate({
      path,
      mode,
      panel: panel ?? {},
      signal: context.signal,
    });
    const inputTokens = reviewers.reduce((sum, reviewer) => sum + reviewer.inputTokens, 0);
    estimates.push({ plan: path, inputTokens, worstCaseUsd });
  }
  const isKnown = estimates.every(({ worstCaseUsd }) => worstCaseUsd !== undefined);
  const sum = estimates.reduce((all, { worstCaseUsd }) => all + (worstCaseUsd ?? 0), 0);
  if (options.json === true || options.format === 'json') {
    const worstCaseUsd = isKnown ? { worstCaseUsd: sum } : {};
    context.out(`${JSON.stringify({ schemaVersion: 1, plans: estimates, ...worstCaseUsd }, null, 2)}\n`);
    return;
  }
  context.out(
    panel === undefined
      ? `Nothing would be sent: the checks alone would review ${plans.length} plans.\n`
      : [
          `Nothing was sent. A campaign on ${plans.length} plans would send:`,
          ...estimates.map(
            ({ plan, inputTokens, worstCaseUsd }) =>
              `  ${printable(plan)}: ${inputTokens} tokens in, ${dollars(worstCaseUsd)}`,
          ),
          `At the most ${dollars(isKnown ? sum : undefined)}, and selections and analyses on top.`,
          '',
        ].join('\n'),
  );
}

function placeOf(
  context: CliContext,
  several: readonly string[],
  root: string | undefined,
): { readonly planReview: PlanReview; readonly content: readonly string[] } {
  const [first = '.'] = several;
  const folder = root === undefined ? rootOf(context, first) : currentFolder(context, root);
  return {
    planReview: openWorkspaces(context).folder(folder),
    content: several.map((word) => pathIn(context, folder, word) || '.'),
  };
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

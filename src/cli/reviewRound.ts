import {
  PlanReviewError,
  type PanelRequest,
  type PlanReview,
  type ReviewMode,
  type ReviewRequest,
  type RoundEstimate,
  type RoundView,
} from '../core/index.ts';
import type { CliContext } from './context.ts';
import { askToSend, namesModels, type PanelOptions } from './panelOptions.ts';
import { watchRound } from './progressBar.ts';

/** A round that somebody asks for on the command line. */
export interface AskedRound {
  readonly planReview: PlanReview;
  readonly path: string;
  readonly mode: ReviewMode;
  readonly panel: PanelRequest | undefined;
  /** What the plan was said to be, and the one chapter of it that is to be read. */
  readonly kind?: NonNullable<ReviewRequest['kind']>;
  readonly chapter?: string;
  /** The plan that a packet is about, relative to the workspace folder. */
  readonly about?: string;
  /** How the work is looked at, or the gates before it. */
  readonly work?: Pick<ReviewRequest, 'work' | 'gates'>;
  readonly options: PanelOptions & {
    readonly restart?: boolean;
    readonly json?: boolean;
    readonly format?: string;
  };
}

/** Runs a review, by the checks alone where no model is asked or none may be. */
export async function runReview(
  context: CliContext,
  { planReview, path, mode, panel, about, work, options, kind, chapter }: AskedRound,
): Promise<RoundView> {
  const watched = watchRound(context);
  const request = {
    path,
    mode,
    ...(kind === undefined ? {} : { kind }),
    ...(chapter === undefined ? {} : { chapter }),
    signal: context.signal,
    progress: watched.progress,
    ...(about === undefined ? {} : { about }),
    ...work,
    ...(options.restart === true ? { unfinished: 'restart' as const } : {}),
  };
  try {
    return await withModelsAgreedTo(
      context,
      { panel, options, without: 'reviewed by the checks alone' },
      (models) => planReview.review({ ...request, ...models }),
    );
  } finally {
    watched.end();
  }
}

/**
 * Runs a round with the models that are asked for. Those that nobody named and nobody agreed to are left out, and `without` says
 * what that comes to; whoever named one is told why nothing was sent.
 */
export async function withModelsAgreedTo(
  context: CliContext,
  {
    panel,
    options,
    without,
  }: {
    readonly panel: PanelRequest | undefined;
    readonly options: PanelOptions;
    readonly without: string;
  },
  round: (models: Pick<ReviewRequest, 'panel' | 'askToSend'>) => Promise<RoundView>,
): Promise<RoundView> {
  if (panel === undefined) {
    return round({});
  }
  try {
    return await round({ panel, askToSend: askToSend(context, options) });
  } catch (error) {
    const isLeftOut =
      error instanceof PlanReviewError && error.code === 'sending-refused' && !namesModels(options);
    if (!isLeftOut) {
      throw error;
    }
    context.err(`plan-review: ${without}. ${error.message} Name it with --provider to agree.\n`);
    return round({});
  }
}

/** Says what a round would send and cost at the most. */
export async function printEstimate(
  context: CliContext,
  { planReview, path, mode, panel, about, options, kind, chapter }: AskedRound,
): Promise<void> {
  const what = { ...(kind === undefined ? {} : { kind }), ...(chapter === undefined ? {} : { chapter }) };
  const estimate: RoundEstimate =
    panel === undefined
      ? { reviewers: [], worstCaseUsd: 0 }
      : await planReview.estimate({
          path,
          mode,
          panel,
          ...what,
          ...(about === undefined ? {} : { about }),
          signal: context.signal,
        });
  if (options.json === true || options.format === 'json') {
    context.out(`${JSON.stringify({ schemaVersion: 1, ...estimate }, null, 2)}\n`);
    return;
  }
  const lines = estimate.reviewers.map(
    ({ name, provider, model, inputTokens, maxOutputTokens, worstCaseUsd }) =>
      `  ${name} (${provider}: ${model}): ${inputTokens} tokens in, up to ${maxOutputTokens} out, ${dollars(worstCaseUsd)}`,
  );
  context.out(
    panel === undefined
      ? 'Nothing would be sent: the checks alone would review the plan.\n'
      : [
          'Nothing was sent. The round would ask:',
          ...lines,
          `At the most ${dollars(estimate.worstCaseUsd)}, and the selection and the analysis on top.`,
          '',
        ].join('\n'),
  );
}

/** An amount as people read it. */
export function dollars(amount: number | undefined): string {
  return amount === undefined ? 'at a price that is not known' : `$${amount.toFixed(2)}`;
}

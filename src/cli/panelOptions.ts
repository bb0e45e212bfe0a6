import { InvalidArgumentError, Option, type Command } from 'commander';
import { batchUnavailable, type FirstSending, type PanelRequest, type PlanReview } from '../core/index.ts';
import type { CliContext } from './context.ts';

/** The options of a round that are about reviewers on models. */
export interface PanelOptions {
  readonly reviewers?: string;
  readonly strategy?: NonNullable<PanelRequest['strategy']>;
  readonly provider?: string;
  readonly model?: string;
  readonly effort?: NonNullable<PanelRequest['effort']>;
  readonly maxCost?: number;
  readonly personas?: string;
  readonly contextWindow?: number;
  readonly incremental?: boolean;
  readonly batch?: boolean;
}

/** What leaves the models out. */
const checksAlone = 'checks';

/** Adds the options of a round that are about reviewers on models. */
export function addPanelOptions(command: Command): Command {
  return command
    .option(
      '--reviewers <who>',
      'all_core, smart_sampling, ids of personas with commas between, or checks for no model (default: a lead and three specialists where there is a model)',
    )
    .option('--personas <who>', 'the same as --reviewers')
    .addOption(
      new Option(
        '--strategy <strategy>',
        'whether specialists see what the leads found, or all read alone',
      ).choices(['complementary', 'independent']),
    )
    .option('--provider <provider>', 'anthropic, claude-cli, codex-cli, or auto: the first that is there')
    .option('--model <model>', 'the model, as the provider calls it')
    .addOption(
      new Option('--effort <effort>', 'how hard the models think').choices(['low', 'medium', 'high']),
    )
    .addOption(
      new Option(
        '--context-window <tokens>',
        'how much a model takes in one request, its answer included, where that is less than is known of it; what is longer is read in parts',
      ).argParser(tokens),
    )
    .option(
      '--batch',
      'ask in batches: for half the price, and within a day instead of minutes (anthropic only)',
    )
    .addOption(maxCostOption());
}

function tokens(text: string): number {
  const value = Number(text);
  if (!/^\d{4,9}$/.test(text.trim())) {
    throw new InvalidArgumentError('Give a number of tokens from 1000.');
  }
  return value;
}

/** The most that something may cost: a round, unless said otherwise. */
export function maxCostOption(what = 'the round costs'): Option {
  return new Option('--max-cost <usd>', `stop before ${what} more, in US dollars`).argParser(amount);
}

function amount(text: string): number {
  const value = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text.trim()) || !Number.isFinite(value)) {
    throw new InvalidArgumentError('Give an amount such as 0.50.');
  }
  return value;
}

/** Whether the user has said anything about models, so that a round without them is not what was asked for. */
export function namesModels(options: PanelOptions): boolean {
  const { reviewers, personas, strategy, provider, model, effort, batch } = options;
  return [reviewers, personas, strategy, provider, model, effort, batch].some((value) => value !== undefined);
}

/** The reviewers that the options ask for; undefined for the checks alone. */
export async function panelOf(
  options: PanelOptions,
  planReview: PlanReview,
): Promise<PanelRequest | undefined> {
  const who = options.reviewers ?? options.personas;
  if (who === checksAlone) {
    if (options.batch === true) {
      throw batchUnavailable('A review by the checks alone asks nobody, and');
    }
    return undefined;
  }
  if (!namesModels(options) && !(await planReview.providers()).some(({ isAvailable }) => isAvailable)) {
    return undefined;
  }
  const { strategy, provider, model, effort, maxCost, contextWindow, incremental } = options;
  const reviewers = reviewersOf(who);
  return {
    ...(reviewers === undefined ? {} : { reviewers }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
    ...(contextWindow === undefined ? {} : { contextWindow }),
    ...(options.batch === true ? { delivery: 'batch' as const } : {}),
    ...(incremental === true ? { unchanged: 'skip' as const } : {}),
  };
}

function reviewersOf(text: string | undefined): PanelRequest['reviewers'] {
  if (text === undefined || text === 'all_core' || text === 'smart_sampling') {
    return text;
  }
  return idsIn(text);
}

/** Ids with commas between. */
export function idsIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
}

/** Asks before the first sending. Whoever names the provider on the command line has answered. */
export function askToSend(
  context: CliContext,
  options: Pick<PanelOptions, 'provider'>,
): (sending: FirstSending) => Promise<boolean> {
  return async ({ provider, identity }) => {
    if (options.provider === provider) {
      context.err(`plan-review: the plan, its claims and the prompts are sent to ${identity}.\n`);
      return true;
    }
    return (
      (await context.ask?.(
        `Send plans of this workspace, with their claims and the prompts, to ${identity}? Nothing else is sent.`,
      )) ?? false
    );
  };
}

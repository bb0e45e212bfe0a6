import { Option, type Command } from 'commander';
import {
  draftText,
  PlanReviewError,
  responseText,
  type AuthorRequest,
  type FirstSending,
  type PlanReview,
} from '../core/index.ts';
import type { CliContext } from './context.ts';
import { paintFor } from './paint.ts';
import { maxCostOption } from './panelOptions.ts';
import { showProgress } from './showProgress.ts';

/** The options of `respond` that are about a model. */
export interface DraftOptions {
  readonly draft?: boolean;
  readonly edits?: boolean;
  readonly apply?: string;
  readonly dryRun?: boolean;
  readonly anew?: boolean;
  readonly provider?: string;
  readonly model?: string;
  readonly effort?: NonNullable<AuthorRequest['effort']>;
  readonly persona?: string;
  readonly maxCost?: number;
}

/** Adds the options of `respond` that are about a model. */
export function addDraftOptions(command: Command): Command {
  return command
    .option('--draft', 'have a model draft what the author has not written; nothing is submitted')
    .option('--edits', 'with --draft: propose edits of the plan, too, and print them; none is made')
    .option('--apply <edits>', 'make the edits that --edits has printed, by the name that stands behind them')
    .option('--dry-run', 'with --draft: say what would be sent and what it may cost, and send nothing')
    .option('--anew', 'with --draft: ask again though the same draft is there already')
    .option('--provider <provider>', 'anthropic, claude-cli, codex-cli, or auto: the first that is there')
    .option('--model <model>', 'the model that drafts, as the provider calls it')
    .addOption(new Option('--effort <effort>', 'how hard it thinks').choices(['low', 'medium', 'high']))
    .option('--persona <author>', 'as whom it drafts: a file in .plan-review/authors/ (default: author)')
    .addOption(maxCostOption('the drafts for this response cost'));
}

/** What a command works on. */
interface Drafting {
  readonly planReview: PlanReview;
  readonly path: string;
  readonly shownAs: string;
  /** The plan as the user named it, for commands to come. */
  readonly named: string;
  readonly options: DraftOptions;
  readonly isJson: boolean;
}

/** Drafts, or says what that would send and cost. */
export async function draft(context: CliContext, drafting: Drafting): Promise<void> {
  const { planReview, path, shownAs, named, options, isJson } = drafting;
  const asked = {
    path,
    author: authorOf(options),
    edits: options.edits === true ? ('wanted' as const) : ('none' as const),
    signal: context.signal,
  };
  if (options.dryRun === true) {
    const estimate = await planReview.estimateDraft(asked);
    const { author, provider, model, inputTokens, maxOutputTokens, worstCaseUsd } = estimate;
    const cost = worstCaseUsd === undefined ? 'a price that is not known' : `$${worstCaseUsd.toFixed(2)}`;
    context.out(
      isJson
        ? `${JSON.stringify({ schemaVersion: 1, ...estimate }, null, 2)}\n`
        : `Nothing was sent. The draft would ask ${author} (${provider}: ${model}): ${inputTokens} tokens in, up to ${maxOutputTokens} out, at the most ${cost}.\n`,
    );
    return;
  }
  const drafted = await planReview.draftResponse({
    ...asked,
    kept: options.anew === true ? 'anew' : 'use',
    progress: showProgress(context),
    askToSend: askToSend(context, options),
  });
  const paint = paintFor(context);
  context.out(
    isJson
      ? `${JSON.stringify({ schemaVersion: 1, ...drafted }, null, 2)}\n`
      : responseText(drafted.response, { shownAs, paint }) +
          draftText(drafted, { wantsEdits: options.edits === true, named, paint }),
  );
}

/** Makes edits of the plan that were printed before. */
export async function apply(
  context: CliContext,
  { planReview, path, named, isJson, id }: Omit<Drafting, 'options' | 'shownAs'> & { readonly id: string },
): Promise<void> {
  const applied = await planReview.applyEdits(path, id);
  const count = applied.edits.length === 1 ? 'One edit was' : `${applied.edits.length} edits were`;
  context.out(
    isJson
      ? `${JSON.stringify({ schemaVersion: 1, ...applied }, null, 2)}\n`
      : `${count} made in ${path}. Look at the plan, then answer: plan-review respond ${named}\n`,
  );
}

/** Refuses what contradicts itself. @throws PlanReviewError `response-malformed` */
export function expectDraftOptions(
  options: DraftOptions & { readonly submit?: boolean; readonly file?: string; readonly author?: string },
): void {
  const isDraft = options.draft === true;
  const others = options.submit === true || options.file !== undefined || options.author !== undefined;
  if ((isDraft || options.apply !== undefined) && others) {
    throw refused(
      'A draft is nobody’s last word: --draft and --apply go with neither --submit nor --file nor --author.',
      'Draft first, read response.md, then submit it.',
    );
  }
  if (isDraft && options.apply !== undefined) {
    throw refused(
      'Edits are drafted and seen before they are applied.',
      'Run --draft --edits, look at what it prints, then run --apply with the name behind it.',
    );
  }
  const { edits, dryRun, anew, provider, model, effort, persona, maxCost } = options;
  const named = [edits, dryRun, anew, provider, model, effort, persona, maxCost];
  if (!isDraft && named.some((value) => value !== undefined)) {
    throw refused('Those options are about a draft.', 'Add --draft.');
  }
}

function authorOf({ provider, model, effort, persona, maxCost }: DraftOptions): AuthorRequest {
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(persona === undefined ? {} : { persona }),
    ...(maxCost === undefined ? {} : { maxCostUsd: maxCost }),
  };
}

/** Asks before the first sending. Whoever names the provider on the command line has answered. */
function askToSend(context: CliContext, options: DraftOptions): (sending: FirstSending) => Promise<boolean> {
  const what = 'the plan, its claims, the findings, the author’s answers and the prompts';
  return async ({ provider, identity }) => {
    if (options.provider === provider) {
      context.err(`plan-review: ${what} are sent to ${identity}.\n`);
      return true;
    }
    return (await context.ask?.(`Send ${what} to ${identity}? Nothing else is sent.`)) ?? false;
  };
}

function refused(message: string, wayOut: string): PlanReviewError {
  return new PlanReviewError({ code: 'response-malformed', message, wayOut });
}

import { PlanReviewError } from '../../base/errors.ts';
import { sha256 } from '../../base/hash.ts';
import { draftSchema, type Draft, type DraftedField, type DroppedPart } from '../../domain/draft.ts';
import { estimateInputTokens, worstCaseUsd } from '../../domain/modelCost.ts';
import type { TokenUsage } from '../../domain/modelUsage.ts';
import type { Revision } from '../../domain/plan.ts';
import type { TaskError } from '../../domain/task.ts';
import type { ModelActivity, ModelEvent } from '../../ports/languageModel.ts';
import type { Progress } from '../../ports/progress.ts';
import type { TaskStore } from '../../ports/taskStore.ts';
import { eventText } from '../panel/askReviewers.ts';
import { agreeToSendTo, type AskToSend } from '../panel/sending.ts';
import { saveResponse, responseView, type ResponseView } from '../rounds/responses.ts';
import { fingerprintOf } from '../tasks/fingerprint.ts';
import { INVALID_ANSWER } from '../tasks/taskFailure.ts';
import { runTask, type TaskOutcome, type TaskSpec } from '../tasks/runTask.ts';
import {
  draftContext,
  modelNameFor,
  type DraftAsked,
  type DraftContext,
  type DraftDeps,
} from './draftContext.ts';
import { fillIn, ownWords } from './draftedFields.ts';
import { proposedEdits, unbackedActions, type ProposedEdits, type UnbackedAction } from './proposedEdits.ts';

/** What is to be drafted, and who hears of it. */
export interface DraftRequest extends DraftAsked {
  /** `anew` asks again though the same draft is there already; `use`, unless said, takes that one. */
  readonly kept?: 'use' | 'anew' | undefined;
  readonly progress?: Progress | undefined;
  /** Asked before a plan of this workspace is sent to a provider for the first time; without it, none is. */
  readonly askToSend?: AskToSend | undefined;
}

/** A drafted response, stored as a draft, and what the model proposes beside it. */
export interface DraftedResponse {
  /** The author's side as it is stored now: the author's words, and the draft where there were none. */
  readonly response: ResponseView;
  /** The fields that the draft has filled in. */
  readonly filled: readonly DraftedField[];
  /** Edits of the plan, none of them made; undefined where the draft has none. */
  readonly edits: ProposedEdits | undefined;
  /** What of the model's answer was not taken, and why. */
  readonly dropped: readonly DroppedPart[];
  /** Findings that are accepted and that neither the plan nor the edits settle, as far as the host can tell. */
  readonly unbacked: readonly UnbackedAction[];
  readonly provider: string;
  /** The model that answered. */
  readonly model: string;
  /** Whether the draft was there already, so that nothing was sent. */
  readonly isKept: boolean;
  /** What the draft took, when it was made. */
  readonly usage: TokenUsage;
  /** In US dollars; undefined where it is not known. */
  readonly costUsd: number | undefined;
}

/** What a draft would send and cost at the most. */
export interface DraftEstimate {
  readonly author: string;
  readonly provider: string;
  readonly model: string;
  /** Tokens of the prompt, estimated high. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** In US dollars; undefined where the model's prices are not known. */
  readonly worstCaseUsd: number | undefined;
}

/** An author who goes on writing is waited for so often. */
const saveAttempts = 5;

/**
 * Has the author's model draft what the author has not written, and stores it as a draft: it never submits, never writes
 * over a word of the author's, and changes nothing in the plan.
 * @throws PlanReviewError `nothing-to-draft`, `draft-incomplete`, `sending-refused`, `cancelled`, `store-busy`,
 * `store-unwritable`, `persona-not-found`; ModelError `model-unavailable`; otherwise as `responseView`
 */
export async function draftResponse(deps: DraftDeps, request: DraftRequest): Promise<DraftedResponse> {
  const context = await draftContext(deps, request);
  const { path, author = {}, signal } = request;
  const { answered, provider } = context;
  const drafts = await deps.store.openDrafts(path, answered.round.number);
  try {
    const openModel = deps.providers.forRound({
      limitUsd: author.maxCostUsd,
      spentUsd: await drafts.tasks.spentUsd(),
    });
    const model = await openModel(provider);
    const spec = await specOf(context, request, {
      model,
      modelName: modelNameFor(context, author, model),
      tasks: drafts.tasks,
    });
    let isKept = true;
    const tell = teller(context, request);
    const outcome = await runTask(spec, {
      store: drafts.tasks,
      clock: deps.clock,
      signal,
      beforeAsking: async () => {
        await agreeToSendTo([provider], {
          consents: deps.consents,
          openModel,
          ask: request.askToSend,
          wayOut: 'Agree when asked, name the provider yourself, or write the response by hand.',
        });
        isKept = false;
        tell.asked();
      },
      ...tell.hooks,
    }).catch((error: unknown) => {
      throw cancelledDraft(error);
    });
    tell.ended(outcome);
    if (outcome.status !== 'succeeded') {
      throw incomplete(outcome.error);
    }
    const { metadata, output } = outcome;
    const saved = await save(deps, { path, round: answered.round.number }, output);
    return {
      ...saved,
      edits: proposedEdits(context.answered.plan, output),
      unbacked: unbackedActions(context.answered, saved.response, output),
      dropped: [...output.dropped, ...saved.dropped],
      provider,
      model: metadata.answeredBy ?? metadata.model,
      isKept,
      usage: metadata.usage,
      costUsd: metadata.costUsd,
    };
  } finally {
    await drafts.release();
  }
}

/** What a draft would send and cost at the most. Nothing is sent, and nothing stored. Throws as `draftResponse`. */
export async function estimateDraft(deps: DraftDeps, asked: DraftAsked): Promise<DraftEstimate> {
  const context = await draftContext(deps, asked);
  const { author, provider, prompt } = context;
  const model = await deps.providers.forRound({ limitUsd: undefined, spentUsd: 0 })(provider);
  const modelName = modelNameFor(context, asked.author ?? {}, model);
  const sized = { ...prompt, schema: prompt.jsonSchema };
  return {
    author: author.name,
    provider,
    model: modelName,
    inputTokens: estimateInputTokens(sized),
    maxOutputTokens: prompt.maxOutputTokens,
    worstCaseUsd: worstCaseUsd(sized, model.profile(modelName)),
  };
}

/**
 * The task. Its id carries a hash of what it asks, so that a draft that is asked for differently stands beside the earlier
 * ones: what those drafted is still known as drafted.
 */
async function specOf(
  { answered, prompt }: DraftContext,
  { author = {}, kept }: DraftRequest,
  { model, modelName, tasks }: Pick<TaskSpec<Draft>, 'model' | 'modelName'> & { readonly tasks: TaskStore },
): Promise<TaskSpec<Draft>> {
  const revision: Revision = answered.plan.revision;
  const asked: Omit<TaskSpec<Draft>, 'id' | 'model' | 'readOutput'> = {
    phase: 'response',
    operation: 'review',
    modelName,
    effort: author.effort,
    prompt,
    revision,
    dependencies: [],
  };
  const hash = fingerprintOf({ ...asked, id: 'response', adapter: model.identity, model: modelName });
  const id = `response-${sha256(hash).slice(0, 16)}`;
  return {
    ...asked,
    id: kept === 'anew' ? await unusedId(id, tasks) : id,
    model,
    readOutput: (stored) => draftSchema.safeParse(stored).data,
  };
}

/** The first id behind those that have a draft. One that was left unfinished is gone on with. */
async function unusedId(id: string, tasks: TaskStore): Promise<string> {
  for (let number = 2; ; number += 1) {
    const next = `${id}-${number}`;
    const stored = await tasks.read(next);
    if (stored.state !== 'ended' || stored.metadata.status !== 'succeeded') {
      return next;
    }
  }
}

/** Stores the draft on top of what the author has written by now, and again where that has changed in between. */
async function save(
  deps: DraftDeps,
  { path, round }: { readonly path: string; readonly round: number },
  draft: Draft,
): Promise<Pick<DraftedResponse, 'response' | 'filled' | 'dropped'>> {
  for (let attempt = 1; ; attempt += 1) {
    const view = await responseView(deps, path);
    if (view.response.state === 'submitted' || view.response.round !== round) {
      return { response: view, filled: [], dropped: [tooLate] };
    }
    const { said, filled, dropped } = fillIn(view.response, ownWords(view.response, view.drafted), draft);
    try {
      const next = { ...said, round, version: view.version };
      return { response: await saveResponse(deps, path, next), filled, dropped };
    } catch (error) {
      const isRace =
        error instanceof PlanReviewError &&
        (error.code === 'response-outdated' || error.code === 'store-busy') &&
        error.isRetryable;
      if (!isRace || attempt === saveAttempts) {
        throw error;
      }
    }
  }
}

const tooLate: DroppedPart = {
  what: 'answer',
  about: 'the draft',
  reason: 'The response was submitted, or the next round run, meanwhile.',
};

/** Tells of a draft as of a reviewer: its author is the one who is at work. */
function teller(
  { author }: DraftContext,
  { progress }: DraftRequest,
): {
  readonly asked: () => void;
  readonly ended: (outcome: TaskOutcome<Draft>) => void;
  readonly hooks: {
    readonly onActivity: (activity: ModelActivity) => void;
    readonly onEvent: (event: ModelEvent) => void;
  };
} {
  const report = (state: 'running' | 'done' | 'failed', text: string): void =>
    progress?.report({ type: 'reviewer', reviewer: author.id, name: author.name, state, text });
  return {
    asked: () => report('running', 'reading the findings'),
    ended: (outcome) =>
      outcome.status === 'succeeded'
        ? report('done', `${outcome.output.findings.length} answered, ${outcome.output.edits.length} edits`)
        : report('failed', outcome.error.message),
    hooks: {
      onActivity: ({ kind, outputTokens }) => {
        if (kind === 'content') {
          report('running', `answering${outputTokens === undefined ? '' : ` (${outputTokens} tokens)`}`);
        }
      },
      onEvent: (event) => report('running', eventText(event)),
    },
  };
}

function incomplete({ code, message, wayOut, isRetryable }: TaskError): PlanReviewError {
  const next = code === INVALID_ANSWER ? 'Draft again, or choose another model.' : wayOut;
  return new PlanReviewError({
    code: 'draft-incomplete',
    message: `The response was not drafted. ${message}`,
    wayOut: `${next} What was answered is kept, and a response can be written by hand just as well.`,
    isRetryable,
  });
}

function cancelledDraft(error: unknown): unknown {
  return error instanceof PlanReviewError && error.code === 'cancelled'
    ? new PlanReviewError({
        code: 'cancelled',
        message: 'Drafting was cancelled.',
        wayOut: 'Start it again when you like: the response and the plan are as they were.',
        isRetryable: true,
        cause: error,
      })
    : error;
}

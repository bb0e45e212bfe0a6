import { PlanReviewError } from '../../base/errors.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { LanguageModel } from '../../ports/languageModel.ts';
import type { TaskStore } from '../../ports/taskStore.ts';
import { reviewerTaskId, reviewerTaskIds } from './reviewerTasks.ts';

/** What is to be otherwise, when a round is resumed, for those who have not answered. Who has answered is left alone. */
export interface Remaining {
  /**
   * Whom to ask: a provider's id, or `auto`. One that the round uses already changes nothing unless a model is named with
   * it, so that naming it can be a mere consent.
   */
  readonly provider?: string | undefined;
  /** The model to ask; without a provider, of those alone who are asked on the round's own. */
  readonly model?: string | undefined;
  /** The ids of personas to go on without. They count as failed. */
  readonly without?: readonly string[] | undefined;
  /** How to ask: in batches or each by itself. What is in a batch already and is asked directly may be billed twice. */
  readonly delivery?: 'batch' | 'direct' | undefined;
}

/**
 * Those of a round's tasks that have been answered, by id: with an output, or with an answer still to be looked at. A reviewer that
 * reads in parts stands there by the id that it would have for the whole.
 */
export async function answeredTasks(
  request: Pick<RoundRequestFile, 'candidates' | 'reading' | 'resolves'>,
  tasks: Pick<TaskStore, 'read'>,
): Promise<ReadonlySet<string>> {
  const parts = request.candidates.map(({ persona }) => ({
    id: reviewerTaskId(persona.id),
    tasks: reviewerTaskIds(persona.id, request),
  }));
  const ids = ['selection', 'analysis', ...parts.flatMap((one) => one.tasks)];
  const stored = await Promise.all(ids.map(async (id) => ({ id, task: await tasks.read(id) })));
  const answered = new Set(
    stored.flatMap(({ id, task }) =>
      task.state === 'unfinished' || (task.state === 'ended' && task.metadata.status === 'succeeded')
        ? [id]
        : [],
    ),
  );
  // Who reads a plan in parts has answered when all of them are.
  const whole = parts.flatMap(({ id, tasks }) => (tasks.every((task) => answered.has(task)) ? [id] : []));
  return new Set([...answered, ...whole]);
}

/**
 * The round's request, with whoever has not answered asked elsewhere, or left out.
 * @throws PlanReviewError `persona-not-found` and `reviewer-answered` for those who cannot be left out,
 * `provider-not-found`; ModelError `model-unavailable`.
 */
export async function changeRemaining(
  request: RoundRequestFile,
  { provider, model, without = [], delivery }: Remaining,
  {
    answered,
    openModel,
    auto,
  }: {
    readonly answered: ReadonlySet<string>;
    readonly openModel: (provider: string) => Promise<LanguageModel>;
    /** The provider that `auto` stands for. */
    readonly auto: () => Promise<string>;
  },
): Promise<RoundRequestFile> {
  const changed = leavingOut(delivered(request, delivery), without, answered);
  const target = provider === 'auto' ? await auto() : provider;
  if (target === undefined && model === undefined) {
    return changed;
  }
  const own = request.analyst.provider;
  const choices = [
    request.selector,
    request.analyst,
    ...request.candidates.filter(({ persona }) => !answered.has(reviewerTaskId(persona.id))),
  ];
  if (model === undefined && choices.some((choice) => choice.provider === target)) {
    return changed;
  }
  const usual = model ?? (target === undefined ? undefined : (await openModel(target)).defaultModel);
  // Naming a provider that there is none of is said before anything is changed.
  await openModel(target ?? own);
  const moved = <T extends { readonly provider: string; readonly model: string }>(
    task: string,
    choice: T,
  ): T =>
    answered.has(task) || (target === undefined && choice.provider !== own)
      ? choice
      : { ...choice, provider: target ?? choice.provider, model: usual ?? choice.model };
  return {
    ...changed,
    candidates: changed.candidates.map((one) => moved(reviewerTaskId(one.persona.id), one)),
    selector: moved('selection', changed.selector),
    analyst: moved('analysis', changed.analyst),
  };
}

function delivered(request: RoundRequestFile, delivery: Remaining['delivery']): RoundRequestFile {
  const { delivery: before, ...rest } = request;
  if (delivery === undefined || delivery === (before ?? 'direct')) {
    return request;
  }
  return delivery === 'batch' ? { ...rest, delivery } : rest;
}

function leavingOut(
  request: RoundRequestFile,
  without: readonly string[],
  answered: ReadonlySet<string>,
): RoundRequestFile {
  if (without.length === 0) {
    return request;
  }
  const asked = request.reviewers ?? request.candidates.map(({ persona }) => persona.id);
  for (const id of without) {
    if (answered.has(reviewerTaskId(id))) {
      throw new PlanReviewError({
        code: 'reviewer-answered',
        message: `"${id}" has answered, and its review is part of the round.`,
        wayOut: 'Leave out those alone who have not answered, or start the round over.',
      });
    }
    if (!asked.includes(id)) {
      const open = asked.filter((one) => !answered.has(reviewerTaskId(one)));
      throw new PlanReviewError({
        code: 'persona-not-found',
        message: `"${id}" is not asked in this round.`,
        wayOut: `Choose from those who have not answered: ${open.join(', ')}.`,
      });
    }
  }
  return { ...request, leftOut: [...new Set([...(request.leftOut ?? []), ...without])] };
}

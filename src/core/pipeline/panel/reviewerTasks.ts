import { sha256 } from '../../base/hash.ts';
import { personaReviewSchema, type PersonaReview } from '../../domain/personaReview.ts';
import type { PersonaRole } from '../../domain/persona.ts';
import type { AssignedReviewer, RoundRequestFile } from '../../domain/roundRequest.ts';
import type { TaskMetadata } from '../../domain/task.ts';
import { reviewerPrompt, type ShownFinding } from '../../prompts/reviewer.ts';
import { personaDocument } from '../../reports/reviewDocument.ts';
import { locateQuote } from '../../text/locateQuote.ts';
import { locateInPlan } from '../../text/planReading.ts';
import { givenTo } from './givenParts.ts';
import { joinReviews } from './joinReviews.ts';
import type { TaskSpec } from '../tasks/runTask.ts';
import type { PanelContext } from './panelContext.ts';
import { modelOfTask } from './taskModel.ts';

/** A reviewer about to be asked. */
export interface ReviewerTask {
  readonly reviewer: AssignedReviewer;
  /** What it does in this round. */
  readonly role: PersonaRole;
  /** What others found and this reviewer is shown. */
  readonly shown: readonly ShownFinding[];
  readonly dependencies: TaskMetadata['dependencies'];
}

/** What reviewers are asked for: a review, or what became of their earlier findings. */
export interface DeskWork<T> {
  /** One task for each part of the plan that is read by itself; a single one where it is read as a whole. */
  specs(task: ReviewerTask): Promise<readonly TaskSpec<T>[]>;
  /** The answer to all of them. */
  join(outputs: readonly T[]): T;
  /** The reviewer's own document. */
  document(reviewer: AssignedReviewer, output: T): string;
  /** What the answer comes to, in a few words. */
  result(output: T): string;
}

/** The id of a reviewer's task, or of the one for its n-th part, from 1, where it reads several. */
export function reviewerTaskId(persona: string, part?: number): string {
  return part === undefined ? `reviewer-${persona}` : `reviewer-${persona}-part-${part}`;
}

/** Whether a task is a reviewer's, be it that of a part. */
export function isTaskOf(persona: string, task: string): boolean {
  const own = reviewerTaskId(persona);
  return task === own || (task.startsWith(`${own}-part-`) && /^\d+$/.test(task.slice(own.length + 6)));
}

/** The ids of all tasks that a reviewer has in a round. */
export function reviewerTaskIds(
  persona: string,
  { reading, resolves }: Pick<RoundRequestFile, 'reading' | 'resolves'>,
): readonly string[] {
  // Whoever decides earlier findings is given what they are about, in one request.
  return reading === undefined || reading.parts.length === 1 || resolves !== undefined
    ? [reviewerTaskId(persona)]
    : reading.parts.map((_part, index) => reviewerTaskId(persona, index + 1));
}

/** The tasks of asking a persona for its review: one for each part of the plan. */
export function reviewerTasks(
  context: PanelContext,
  task: ReviewerTask,
): Promise<readonly TaskSpec<PersonaReview>[]> {
  const { request } = context;
  const ids = reviewerTaskIds(task.reviewer.persona.id, request);
  return Promise.all(ids.map((id, index) => reviewerTask(context, task, { id, index })));
}

async function reviewerTask(
  context: PanelContext,
  { reviewer, role, shown, dependencies }: ReviewerTask,
  { id, index }: { readonly id: string; readonly index: number },
): Promise<TaskSpec<PersonaReview>> {
  const { document, request } = context;
  const { persona, provider, model } = reviewer;
  const part = request.reading?.parts[index];
  return {
    id,
    phase: 'reviewers',
    operation: 'review',
    model: await modelOfTask(context, { id, provider }),
    modelName: model,
    effort: request.effort,
    prompt: reviewerPrompt({
      ...givenTo(persona.id, context, index),
      persona,
      role,
      shown,
      isQuoted: (quote) =>
        locateInPlan(document, quote, part) !== undefined ||
        locateQuote(request.about?.text ?? '', quote) !== undefined,
    }),
    revision: request.revision,
    dependencies,
    readOutput: (stored) => personaReviewSchema.safeParse(stored).data,
  };
}

/** Asking personas for their reviews. */
export function reviewWork(context: PanelContext): DeskWork<PersonaReview> {
  return {
    specs: (task) => reviewerTasks(context, task),
    join: (reviews) => joinReviews(reviews, context.request.reading?.parts ?? []),
    document: ({ persona }, review) => documentOf(context, persona.name, review),
    result: ({ findings }) => `${findings.length} finding${findings.length === 1 ? '' : 's'}`,
  };
}

/** What of a persona's review later readers are shown. */
export function shownFindings(persona: string, review: PersonaReview): readonly ShownFinding[] {
  return review.findings.map(({ severity, category, title, quote, concern }, index) => ({
    label: `${persona}-${index + 1}`,
    severity,
    category,
    title,
    quote,
    concern,
  }));
}

/** Names the output of tasks that another one was shown. */
export function dependenciesOn(tasks: readonly TaskMetadata[]): TaskMetadata['dependencies'] {
  return tasks
    .flatMap(({ id, output }) => (output === undefined ? [] : [{ task: id, sha256: output.sha256 }]))
    .toSorted((a, b) => (a.task < b.task ? -1 : 1));
}

/** What requests with the same beginning have in common: the adapter, the model, and the text that is shared. */
export function prefixKey(spec: Pick<TaskSpec<unknown>, 'model' | 'modelName' | 'prompt'>): string {
  const shared = spec.prompt.messages[0]?.parts.find((part) => part.endsSharedPrefix === true)?.text ?? '';
  return sha256(JSON.stringify([spec.model.identity, spec.modelName, spec.prompt.system, shared]));
}

/** A persona's own document. It tells the day on which the round began, so that it is the same whenever it is written. */
export function documentOf({ open, request }: PanelContext, name: string, review: PersonaReview): string {
  const { plan, revision, startedAt } = request;
  return personaDocument({ number: open.number, plan, revision, date: startedAt.slice(0, 10) }, name, review);
}

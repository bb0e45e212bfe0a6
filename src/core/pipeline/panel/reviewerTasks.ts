import { sha256 } from '../../base/hash.ts';
import { personaReviewSchema, type PersonaReview } from '../../domain/personaReview.ts';
import type { PersonaRole } from '../../domain/persona.ts';
import type { AssignedReviewer } from '../../domain/roundRequest.ts';
import type { TaskMetadata } from '../../domain/task.ts';
import { reviewerPrompt, type ShownFinding } from '../../prompts/reviewer.ts';
import { personaDocument } from '../../reports/reviewDocument.ts';
import { locateQuote } from '../../text/locateQuote.ts';
import { askedAreas } from './askedAreas.ts';
import type { TaskSpec } from '../tasks/runTask.ts';
import type { PanelContext } from './panelContext.ts';
import { modelOfTask } from './taskModel.ts';
import { workOf } from './workOf.ts';

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
  spec(task: ReviewerTask): Promise<TaskSpec<T>>;
  /** The reviewer's own document. */
  document(reviewer: AssignedReviewer, output: T): string;
  /** What the answer comes to, in a few words. */
  result(output: T): string;
}

/** The id of a reviewer's task. */
export function reviewerTaskId(persona: string): string {
  return `reviewer-${persona}`;
}

/** The task of asking a persona for its review. */
export async function reviewerTask(
  context: PanelContext,
  { reviewer, role, shown, dependencies }: ReviewerTask,
): Promise<TaskSpec<PersonaReview>> {
  const { document, request, checks } = context;
  const { persona, provider, model } = reviewer;
  return {
    id: reviewerTaskId(persona.id),
    phase: 'reviewers',
    operation: 'review',
    model: await modelOfTask(context, { id: reviewerTaskId(persona.id), provider }),
    modelName: model,
    effort: request.effort,
    prompt: reviewerPrompt({
      plan: request.plan,
      revision: request.revision,
      text: document.text,
      claims: checks.claims,
      areas: askedAreas(request.plan, document),
      about: request.about,
      work: workOf(checks),
      persona,
      role,
      strategy: request.strategy,
      shown,
      isQuoted: (quote) =>
        [document.text, request.about?.text ?? ''].some((text) => locateQuote(text, quote) !== undefined),
    }),
    revision: request.revision,
    dependencies,
    readOutput: (stored) => personaReviewSchema.safeParse(stored).data,
  };
}

/** Asking personas for their reviews. */
export function reviewWork(context: PanelContext): DeskWork<PersonaReview> {
  return {
    spec: (task) => reviewerTask(context, task),
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

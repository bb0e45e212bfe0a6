import { isSystemicCode, ModelError } from '../../domain/modelError.ts';
import type { PersonaRole } from '../../domain/persona.ts';
import type { PersonaReview } from '../../domain/personaReview.ts';
import type { AssignedReviewer } from '../../domain/roundRequest.ts';
import type { TaskError, TaskMetadata } from '../../domain/task.ts';
import type { ModelEvent } from '../../ports/languageModel.ts';
import { describeError } from '../tasks/taskFailure.ts';
import type { Progress } from '../../ports/progress.ts';
import { runTask, type TaskOutcome, type TaskSpec } from '../tasks/runTask.ts';
import { missingOf } from './confirmStored.ts';
import type { PanelContext } from './panelContext.ts';
import type { PrefixGate } from './prefixGate.ts';
import {
  prefixKey,
  reviewerTaskId,
  reviewerTaskIds,
  type DeskWork,
  type ReviewerTask,
} from './reviewerTasks.ts';

type Confirmable<T> = Succeeded<T> & { readonly parts?: readonly AnsweredPart<T>[] };
type Succeeded<T> = Extract<TaskOutcome<T>, { readonly status: 'succeeded' }>;

/** How a reviewer's part of a round ended. */
export interface ReviewerOutcome<T = PersonaReview> {
  readonly reviewer: AssignedReviewer;
  readonly role: PersonaRole;
  /**
   * `not_asked`: its provider had turned out to be of no use before its turn came. `left_out`: the user goes on without
   * it.
   */
  readonly outcome:
    | Confirmable<T>
    | Exclude<TaskOutcome<T>, Succeeded<T>>
    | { readonly status: 'not_asked' | 'left_out'; readonly error: TaskError };
}

/** What a reviewer answered to one of several parts of the plan. */
export interface AnsweredPart<T> {
  readonly output: T;
  readonly metadata: TaskMetadata;
}

/** A task that was never begun, because its provider had turned out to be of no use while it waited. */
class NotAskedError extends Error {
  readonly reason: TaskError;

  constructor(reason: TaskError) {
    super(reason.message);
    this.reason = reason;
  }
}

/**
 * Asks reviewers in parallel and waits for all of them. One that fails harms nobody else: whoever is at work goes on.
 * Only a provider that nobody could use is asked for nothing more.
 */
export class ReviewerDesk<T> {
  readonly #context: PanelContext;
  readonly #gate: PrefixGate;
  readonly #work: DeskWork<T>;
  /** Why a provider is of no use to anybody. */
  readonly #broken = new Map<string, TaskError>();
  /** Why nobody is asked any more: what cannot be stored need not be paid for. */
  #stopped: { readonly reason: unknown } | undefined;

  constructor(context: PanelContext, gate: PrefixGate, work: DeskWork<T>) {
    this.#context = context;
    this.#gate = gate;
    this.#work = work;
  }

  /** In the order of `tasks`. @throws PlanReviewError `cancelled`, `store-unwritable`, `store-busy`, once all have ended. */
  async ask(tasks: readonly ReviewerTask[]): Promise<readonly ReviewerOutcome<T>[]> {
    const settled = await Promise.allSettled(tasks.map((task) => this.#askOne(task)));
    return settled.map((result) => {
      if (result.status === 'rejected') {
        throw result.reason;
      }
      return result.value;
    });
  }

  async #askOne(task: ReviewerTask): Promise<ReviewerOutcome<T>> {
    const { reviewer, role } = task;
    this.#report(reviewer, 'running', 'waiting');
    const outcome = await this.#outcomeOf(task);
    if (outcome.status === 'succeeded') {
      this.#report(reviewer, 'done', this.#work.result(outcome.output));
    } else {
      this.#report(reviewer, 'failed', outcome.error.message);
    }
    return { reviewer, role, outcome };
  }

  async #outcomeOf(task: ReviewerTask): Promise<ReviewerOutcome<T>['outcome']> {
    try {
      if (this.#context.request.leftOut?.includes(task.reviewer.persona.id) === true) {
        return { status: 'left_out', error: await this.#whyLeftOut(task.reviewer) };
      }
      this.#refuse(task.reviewer.provider);
      const outcome = await this.#run(task);
      return outcome.status === 'succeeded' ? await this.#confirmed(task, outcome) : outcome;
    } catch (error) {
      if (error instanceof NotAskedError) {
        return { status: 'not_asked', error: error.reason };
      }
      // A provider that cannot even be opened.
      if (error instanceof ModelError) {
        const described = describeError(error);
        this.#broken.set(task.reviewer.provider, described);
        return { status: 'not_asked', error: described };
      }
      throw error;
    }
  }

  /** That the round goes on without it, and what it had failed of. */
  async #whyLeftOut({ persona, provider }: AssignedReviewer): Promise<TaskError> {
    const stored = await this.#context.open.tasks.read(
      reviewerTaskIds(persona.id, this.#context.request)[0] ?? reviewerTaskId(persona.id),
    );
    const failed = stored.state === 'ended' ? stored.metadata.error : undefined;
    const { message = '', wayOut = '' } = failed ?? {};
    return {
      code: 'left-out',
      message: `The round was finished without it. ${message}`.trim(),
      wayOut,
      provider,
      isRetryable: false,
    };
  }

  async #run(task: ReviewerTask): Promise<ReviewerOutcome<T>['outcome']> {
    const { reviewer } = task;
    const specs = await this.#work.specs(task);
    const settled = await Promise.allSettled(
      specs.map((spec, index) =>
        this.#runOne(spec, {
          reviewer,
          part: specs.length === 1 ? '' : `part ${index + 1} of ${specs.length}: `,
        }),
      ),
    );
    const outcomes = settled.map((result) => {
      if (result.status === 'rejected') {
        throw result.reason;
      }
      return result.value;
    });
    return this.#joined(outcomes);
  }

  /** The answer to all parts; where one of them failed, that one's failure, a blocking one first. */
  #joined(outcomes: readonly TaskOutcome<T>[]): ReviewerOutcome<T>['outcome'] {
    const [first] = outcomes;
    const failed = outcomes.filter(({ status }) => status !== 'succeeded');
    const worst = failed.find(({ status }) => status === 'failed_blocking') ?? failed[0] ?? first;
    if (worst === undefined) {
      throw new Error('A reviewer was asked for nothing');
    }
    if (worst.status !== 'succeeded' || outcomes.length === 1) {
      return worst;
    }
    const parts = outcomes.flatMap((outcome) =>
      outcome.status === 'succeeded' ? [{ output: outcome.output, metadata: outcome.metadata }] : [],
    );
    return { ...worst, output: this.#work.join(parts.map(({ output }) => output)), parts };
  }

  async #runOne(
    spec: TaskSpec<T>,
    { reviewer, part }: { readonly reviewer: AssignedReviewer; readonly part: string },
  ): Promise<TaskOutcome<T>> {
    const { open, clock, signal } = this.#context;
    const pass = this.#lazyPass(prefixKey(spec));
    try {
      const outcome = await runTask(spec, {
        store: open.tasks,
        clock,
        signal,
        beforeAsking: async () => {
          await pass.enter();
          this.#refuse(reviewer.provider);
          this.#report(reviewer, 'running', `${part}reading the plan`);
        },
        onActivity: ({ kind, outputTokens }) => {
          if (kind === 'content') {
            pass.begun();
            const tokens = outputTokens === undefined ? '' : ` (${outputTokens} tokens)`;
            this.#report(reviewer, 'running', `${part}answering${tokens}`);
          }
        },
        onEvent: (event) => {
          if (event.type !== 'waiting') {
            // It did not begin to answer, and may be a long time in coming back: nobody waits for it.
            pass.ended();
          }
          this.#report(reviewer, 'running', `${part}${eventText(event)}`);
          tellOfBatch(this.#context.progress, event);
        },
      });
      if (outcome.status === 'failed_blocking' && isSystemicCode(outcome.error.code)) {
        this.#broken.set(reviewer.provider, outcome.error);
      }
      if (outcome.status === 'succeeded') {
        // Not every provider shows that it has begun.
        pass.begun();
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof NotAskedError)) {
        // Before the pass ends: who waits behind it must find this out.
        this.#stopped ??= { reason: error };
      }
      throw error;
    } finally {
      pass.ended();
    }
  }

  /** A pass that is asked for only when a request is about to be made: what is reused warms nothing. */
  #lazyPass(key: string): { enter(): Promise<void>; begun(): void; ended(): void } {
    let pass: ReturnType<PrefixGate['enter']> | undefined;
    let hasBegun = false;
    return {
      enter: () => {
        pass = this.#gate.enter(key);
        return pass.open;
      },
      begun: () => {
        if (!hasBegun) {
          hasBegun = true;
          pass?.begun();
        }
      },
      ended: () => pass?.ended(),
    };
  }

  #refuse(provider: string): void {
    if (this.#stopped !== undefined) {
      throw this.#stopped.reason;
    }
    const error = this.#broken.get(provider);
    if (error !== undefined) {
      throw new NotAskedError(error);
    }
  }

  /** Stores the reviewer's document and reads all of its review back. What is missing is made again, once. */
  async #confirmed(task: ReviewerTask, answered: Confirmable<T>): Promise<ReviewerOutcome<T>['outcome']> {
    const { open } = this.#context;
    const { persona, provider } = task.reviewer;
    let outcome = answered;
    for (let attempt = 1; ; attempt += 1) {
      const document = this.#work.document(task.reviewer, outcome.output);
      await open.storeDocument(persona.id, document);
      const tasks = outcome.parts?.map(({ metadata }) => metadata) ?? [outcome.metadata];
      const missing = await missingOf(open, { reviewer: persona.id, tasks, document });
      if (missing === undefined) {
        return outcome;
      }
      if (attempt === 2) {
        const error: TaskError = {
          code: 'review-not-stored',
          message: `It has answered, and its review ${missing}.`,
          wayOut: 'Look whether another program changes the files of the review, then retry it.',
          provider,
          isRetryable: true,
        };
        return { status: 'failed_isolated', error, metadata: outcome.metadata };
      }
      this.#report(task.reviewer, 'running', `its review ${missing}; asking again`);
      const again = await this.#run(task);
      if (again.status !== 'succeeded') {
        return again;
      }
      outcome = again;
    }
  }

  #report({ persona }: AssignedReviewer, state: 'running' | 'done' | 'failed', text: string): void {
    this.#context.progress?.report({
      type: 'reviewer',
      reviewer: persona.id,
      name: persona.name,
      state,
      text,
    });
  }
}

/** Says how far a batch is: once for all who wait in it. */
export function tellOfBatch(progress: Progress | undefined, event: ModelEvent): void {
  if (event.type === 'batched' && event.progress !== undefined) {
    const { done, requests, sinceMs, trouble } = event.progress;
    const minutes = Math.floor(sinceMs / 60_000);
    const since =
      minutes < 1 ? 'less than a minute' : minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
    const text = `Batch: ${done} of ${requests} answered, asked ${since} ago`;
    progress?.report({
      type: 'step',
      step: 'review',
      text: trouble === undefined ? text : `${text}. ${trouble}`,
    });
  }
}

/** What the layers around a model are doing, for whoever waits. */
export function eventText(event: ModelEvent): string {
  switch (event.type) {
    case 'waiting':
      return `waiting${event.ms > 0 ? ` ${Math.ceil(event.ms / 1000)} s` : ''}: ${event.reason}`;
    case 'retrying':
      return `asking again in ${Math.ceil(event.afterMs / 1000)} s: ${event.reason}`;
    case 'falling-back':
      return `${event.from} is not answering, asking ${event.to}: ${event.reason}`;
    case 'batched':
      return 'waiting for a batch';
  }
}

import { ModelError } from '../../domain/modelError.ts';
import type { PersonaRole } from '../../domain/persona.ts';
import type { PersonaReview } from '../../domain/personaReview.ts';
import type { AssignedReviewer } from '../../domain/roundRequest.ts';
import type { TaskError } from '../../domain/task.ts';
import type { ModelEvent } from '../../ports/languageModel.ts';
import { describeError } from '../tasks/taskFailure.ts';
import { runTask, type TaskOutcome } from '../tasks/runTask.ts';
import type { PanelContext } from './panelContext.ts';
import type { PrefixGate } from './prefixGate.ts';
import { documentOf, prefixKey, reviewerTask, type ReviewerTask } from './reviewerTasks.ts';

/** How a reviewer's part of a round ended. */
export interface ReviewerOutcome {
  readonly reviewer: AssignedReviewer;
  readonly role: PersonaRole;
  /** `not_asked`: its provider had turned out to be of no use before its turn came. */
  readonly outcome: TaskOutcome<PersonaReview> | { readonly status: 'not_asked'; readonly error: TaskError };
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
export class ReviewerDesk {
  readonly #context: PanelContext;
  readonly #gate: PrefixGate;
  /** Why a provider is of no use to anybody. */
  readonly #broken = new Map<string, TaskError>();
  /** Why nobody is asked any more: what cannot be stored need not be paid for. */
  #stopped: { readonly reason: unknown } | undefined;

  constructor(context: PanelContext, gate: PrefixGate) {
    this.#context = context;
    this.#gate = gate;
  }

  /** In the order of `tasks`. @throws PlanReviewError `cancelled`, `store-unwritable`, `store-busy`, once all have ended. */
  async ask(tasks: readonly ReviewerTask[]): Promise<readonly ReviewerOutcome[]> {
    const settled = await Promise.allSettled(tasks.map((task) => this.#askOne(task)));
    return settled.map((result) => {
      if (result.status === 'rejected') {
        throw result.reason;
      }
      return result.value;
    });
  }

  async #askOne(task: ReviewerTask): Promise<ReviewerOutcome> {
    const { reviewer, role } = task;
    this.#report(reviewer, 'running', 'waiting');
    const outcome = await this.#outcomeOf(task);
    if (outcome.status === 'succeeded') {
      await this.#storeDocument(reviewer, outcome.output);
      const count = outcome.output.findings.length;
      this.#report(reviewer, 'done', `${count} finding${count === 1 ? '' : 's'}`);
    } else {
      this.#report(reviewer, 'failed', outcome.error.message);
    }
    return { reviewer, role, outcome };
  }

  async #outcomeOf(task: ReviewerTask): Promise<ReviewerOutcome['outcome']> {
    try {
      this.#refuse(task.reviewer.provider);
      return await this.#run(task);
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

  async #run(task: ReviewerTask): Promise<TaskOutcome<PersonaReview>> {
    const { open, clock, signal } = this.#context;
    const { reviewer } = task;
    const spec = await reviewerTask(this.#context, task);
    const pass = this.#lazyPass(prefixKey(spec));
    try {
      const outcome = await runTask(spec, {
        store: open.tasks,
        clock,
        signal,
        beforeAsking: async () => {
          await pass.enter();
          this.#refuse(reviewer.provider);
          this.#report(reviewer, 'running', 'reading the plan');
        },
        onActivity: ({ kind, outputTokens }) => {
          if (kind === 'content') {
            pass.begun();
            const tokens = outputTokens === undefined ? '' : ` (${outputTokens} tokens)`;
            this.#report(reviewer, 'running', `answering${tokens}`);
          }
        },
        onEvent: (event) => this.#report(reviewer, 'running', eventText(event)),
      });
      if (outcome.status === 'failed_blocking' && isForEverybody(outcome.error)) {
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

  async #storeDocument({ persona }: AssignedReviewer, review: PersonaReview): Promise<void> {
    await this.#context.open.storeDocument(persona.id, documentOf(this.#context, persona.name, review));
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

const systemicCodes: ReadonlySet<string> = new Set([
  'model-auth',
  'model-quota',
  'model-unavailable',
  'model-budget',
]);

function isForEverybody({ code }: TaskError): boolean {
  return systemicCodes.has(code);
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
  }
}

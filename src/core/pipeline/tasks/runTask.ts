import { PlanReviewError, throwIfCancelled } from '../../base/errors.ts';
import { ModelError } from '../../domain/modelError.ts';
import type { Revision } from '../../domain/plan.ts';
import type { PromptMessage } from '../../domain/prompt.ts';
import {
  TASK_SCHEMA_VERSION,
  type AttemptLabel,
  type Phase,
  type StoredAttempt,
  type TaskAttempt,
  type TaskError,
  type TaskMetadata,
  type TaskStatus,
} from '../../domain/task.ts';
import type { Clock } from '../../ports/clock.ts';
import type {
  Effort,
  LanguageModel,
  ModelActivity,
  ModelAnswer,
  ModelEvent,
  ModelOperation,
} from '../../ports/languageModel.ts';
import type { StoredTask, TaskFile, TaskStore } from '../../ports/taskStore.ts';
import type { ParsedAnswer, StructuredPrompt } from '../../prompts/answer.ts';
import { correctiveMessages } from '../../prompts/corrective.ts';
import { fingerprintOf } from './fingerprint.ts';
import { nothingSpent, spend, usageOf, type Spent } from './taskCosts.ts';
import { describeError, describeInvalid, statusOfFailure } from './taskFailure.ts';

/** A question to a model whose answer is kept. */
export interface TaskSpec<T> {
  readonly id: string;
  readonly phase: Phase;
  readonly operation: ModelOperation;
  readonly model: LanguageModel;
  /** The model's id, as the provider knows it. */
  readonly modelName: string;
  readonly effort: Effort | undefined;
  readonly prompt: StructuredPrompt<T>;
  readonly revision: Revision;
  readonly dependencies: TaskMetadata['dependencies'];
  /** Reads an output that was stored, or tells with undefined that it is none. */
  readonly readOutput: (stored: unknown) => T | undefined;
}

/** Where tasks are kept, and who hears of them. */
export interface TaskDeps {
  readonly store: TaskStore;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /**
   * Called before a task asks its model for the first time, and awaited; not called for one that is not asked at all. What
   * it throws is thrown on, and the task counts as never begun, unless it is a `ModelError`.
   */
  readonly beforeAsking?: () => Promise<void>;
  readonly onActivity?: (activity: ModelActivity) => void;
  readonly onEvent?: (event: ModelEvent) => void;
}

/** What a task came to. */
export type TaskOutcome<T> =
  | { readonly status: 'succeeded'; readonly output: T; readonly metadata: TaskMetadata }
  | {
      readonly status: Exclude<TaskStatus, 'succeeded'>;
      readonly error: TaskError;
      readonly metadata: TaskMetadata;
    };

/**
 * Runs a task, unless it has succeeded before and nothing that its answer follows from has changed. Every raw answer is
 * stored as soon as it is there; one that cannot be used, or leaves something out, is asked for again, once, with what was
 * wrong with it; the fuller one of two that can be used stands. Metadata
 * is stored last. A failed task goes on in its own session, and only on the adapter that gave it.
 * @throws PlanReviewError `cancelled`, with what was answered so far kept; `store-unwritable`, `store-busy`.
 */
export async function runTask<T>(spec: TaskSpec<T>, deps: TaskDeps): Promise<TaskOutcome<T>> {
  const fingerprint = fingerprintOfTask(spec);
  const stored = await deps.store.read(spec.id);
  const reused = reuse(spec, stored, fingerprint);
  return reused ?? new TaskRun(spec, deps, { fingerprint, ...continuing(spec, stored, fingerprint) }).run();
}

/** Whether an answer to exactly this task is stored, be it one that is still to be looked at. */
export async function isAnswered<T>(spec: TaskSpec<T>, store: TaskStore): Promise<boolean> {
  const stored = await store.read(spec.id);
  const fingerprint = fingerprintOfTask(spec);
  return (
    reuse(spec, stored, fingerprint) !== undefined ||
    continuing(spec, stored, fingerprint).answered.length > 0
  );
}

function fingerprintOfTask<T>(spec: TaskSpec<T>): string {
  return fingerprintOf({ ...spec, adapter: spec.model.identity, model: spec.modelName });
}

/** A task that succeeded before, with the same fingerprint on the same adapter. */
function reuse<T>(spec: TaskSpec<T>, stored: StoredTask, fingerprint: string): TaskOutcome<T> | undefined {
  if (
    stored.state !== 'ended' ||
    stored.metadata.status !== 'succeeded' ||
    !isOwn(spec, stored.metadata, fingerprint)
  ) {
    return undefined;
  }
  const output = spec.readOutput(stored.output);
  return output === undefined ? undefined : { status: 'succeeded', output, metadata: stored.metadata };
}

/**
 * What an earlier run of the task leaves to go on from: answers that were paid for, or at least its session. What it
 * cost counts on, whatever it was asked.
 */
function continuing<T>(
  spec: TaskSpec<T>,
  stored: StoredTask,
  fingerprint: string,
): Omit<Beginning, 'fingerprint'> {
  const begun = continuingFromFiles(spec, stored, fingerprint);
  const { cancelled } = stored;
  if (cancelled === undefined || cancelled.calls.length <= begun.spent.calls.length) {
    return begun;
  }
  const session = isOwn(spec, cancelled, fingerprint) ? cancelled.session : undefined;
  return { ...begun, session: session ?? begun.session, spent: spentOn(cancelled) };
}

function continuingFromFiles<T>(
  spec: TaskSpec<T>,
  stored: StoredTask,
  fingerprint: string,
): Omit<Beginning, 'fingerprint'> {
  switch (stored.state) {
    case 'unfinished': {
      // A correction belongs to the answer that it corrects: behind one that is not this task's own, nothing counts.
      const alien = stored.attempts.findIndex(({ attempt }) => !isOwn(spec, attempt, fingerprint));
      const answered = alien === -1 ? stored.attempts : stored.attempts.slice(0, alien);
      const session = answered.at(-1)?.attempt.session;
      return { answered, session, spent: spentOn(stored.attempts.at(-1)?.attempt) };
    }
    case 'ended': {
      const session = isOwn(spec, stored.metadata, fingerprint) ? stored.metadata.session : undefined;
      return { answered: [], session, spent: spentOn(stored.metadata) };
    }
    case 'absent':
    case 'inconsistent':
      return { answered: [], session: undefined, spent: nothingSpent };
  }
}

function spentOn(stored: Pick<StoredAttempt, 'calls' | 'costUsd'> | undefined): Spent {
  return stored === undefined ? nothingSpent : { calls: stored.calls, costUsd: stored.costUsd };
}

function isOwn<T>(
  spec: TaskSpec<T>,
  stored: { readonly fingerprint: string; readonly adapter: string },
  fingerprint: string,
): boolean {
  return stored.adapter === spec.model.identity && stored.fingerprint === fingerprint;
}

/** An answer and the file that it stands in. */
interface Answered {
  readonly attempt: StoredAttempt;
  readonly file: TaskFile;
}

/** What is wrong with an answer, or missing from one that can be used. */
function problemsOf<T>(parsed: ParsedAnswer<T>): readonly string[] {
  return parsed.ok ? (parsed.gaps ?? []) : parsed.problems;
}

/** Of two answers the one that can be used, and of two that can the one that leaves out less. */
function fuller<T>(first: ParsedAnswer<T>, second: ParsedAnswer<T>): ParsedAnswer<T> {
  if (!first.ok || !second.ok) {
    return first.ok ? first : second;
  }
  return problemsOf(second).length <= problemsOf(first).length ? second : first;
}

interface Beginning {
  readonly fingerprint: string;
  readonly answered: readonly Answered[];
  readonly session: string | undefined;
  readonly spent: Spent;
}

/** One run of a task, from its first request to its metadata. */
class TaskRun<T> {
  readonly #spec: TaskSpec<T>;
  readonly #deps: TaskDeps;
  readonly #fingerprint: string;
  readonly #startedAt: number;
  readonly #earlier: ReadonlyMap<AttemptLabel, Answered>;
  readonly #attempts: TaskAttempt[] = [];
  #session: string | undefined;
  #answeredBy: string | undefined;
  #spent: Spent;
  #hasAsked = false;

  constructor(spec: TaskSpec<T>, deps: TaskDeps, { fingerprint, answered, session, spent }: Beginning) {
    this.#spec = spec;
    this.#deps = deps;
    this.#fingerprint = fingerprint;
    this.#startedAt = deps.clock.now();
    this.#earlier = new Map(answered.map((answer) => [answer.attempt.label, answer]));
    this.#session = session;
    this.#spent = spent;
  }

  async run(): Promise<TaskOutcome<T>> {
    const { prompt, model } = this.#spec;
    try {
      const first = await this.#attempt('initial', prompt.messages);
      const wanting = problemsOf(first.parsed);
      if (first.parsed.ok && wanting.length === 0) {
        return await this.#succeed(first.parsed.value);
      }
      const messages = correctiveMessages(prompt.messages, first.text, wanting);
      const second = await this.#attempt('retry', messages);
      const better = fuller(first.parsed, second.parsed);
      return better.ok
        ? await this.#succeed(better.value)
        : await this.#fail(describeInvalid(model.provider, better.problems), undefined);
    } catch (error) {
      if (!(error instanceof ModelError)) {
        await this.#keepCancelled(error);
        throw error;
      }
      this.#session = error.session ?? this.#session;
      this.#spent = spend(this.#spent, error.calls, { model, saidUsd: undefined });
      return await this.#fail(describeError(error), error);
    }
  }

  /** What was asked before a cancellation may be billed, so it is not forgotten. The cancellation goes before all else. */
  async #keepCancelled(error: unknown): Promise<void> {
    const stopped =
      error instanceof PlanReviewError && error.code === 'cancelled' && error.cause instanceof ModelError
        ? error.cause
        : undefined;
    if (stopped === undefined || stopped.calls.length === 0) {
      return;
    }
    const { id, model } = this.#spec;
    const { calls, costUsd } = spend(this.#spent, stopped.calls, { model, saidUsd: undefined });
    const session = stopped.session ?? this.#session;
    try {
      await this.#deps.store.storeCancelled(id, {
        schemaVersion: TASK_SCHEMA_VERSION,
        fingerprint: this.#fingerprint,
        adapter: model.identity,
        ...(session === undefined ? {} : { session }),
        calls: [...calls],
        ...(costUsd === undefined ? {} : { costUsd }),
      });
    } catch (failure) {
      if (!(failure instanceof PlanReviewError)) {
        throw failure;
      }
    }
  }

  async #attempt(
    label: AttemptLabel,
    messages: readonly PromptMessage[],
  ): Promise<{ readonly text: string; readonly parsed: ReturnType<StructuredPrompt<T>['parse']> }> {
    const { attempt, file } = this.#earlier.get(label) ?? (await this.#answer(label, messages));
    this.#spent = { calls: attempt.calls, costUsd: attempt.costUsd };
    this.#session = attempt.session;
    this.#answeredBy = attempt.answeredBy;
    const parsed = this.#spec.prompt.parse(attempt.text);
    this.#attempts.push({
      label,
      output: file,
      problems: [...problemsOf(parsed)],
      ...(attempt.session === undefined ? {} : { session: attempt.session }),
    });
    return { text: attempt.text, parsed };
  }

  async #answer(label: AttemptLabel, messages: readonly PromptMessage[]): Promise<Answered> {
    const answer = await this.#ask(messages);
    return this.#store(this.#record(label, answer), answer.onStored);
  }

  async #store(attempt: StoredAttempt, onStored: ModelAnswer['onStored']): Promise<Answered> {
    const file = await this.#deps.store.storeAttempt(this.#spec.id, attempt);
    await onStored?.();
    return { attempt, file };
  }

  async #ask(messages: readonly PromptMessage[]): Promise<ModelAnswer> {
    const { signal, beforeAsking, onActivity, onEvent } = this.#deps;
    const { id, operation, model, modelName, effort, prompt } = this.#spec;
    if (!this.#hasAsked) {
      this.#hasAsked = true;
      await beforeAsking?.();
    }
    throwIfCancelled(signal);
    return model.complete({
      task: id,
      fingerprint: this.#fingerprint,
      operation,
      system: prompt.system,
      messages,
      schema: prompt.jsonSchema,
      model: modelName,
      effort,
      maxOutputTokens: prompt.maxOutputTokens,
      session: this.#session,
      signal,
      ...(onActivity === undefined ? {} : { onActivity }),
      ...(onEvent === undefined ? {} : { onEvent }),
    });
  }

  #record(label: AttemptLabel, answer: ModelAnswer): StoredAttempt {
    const { model, dependencies } = this.#spec;
    const { calls, costUsd } = spend(this.#spent, answer.calls, { model, saidUsd: answer.costUsd });
    return {
      schemaVersion: TASK_SCHEMA_VERSION,
      label,
      fingerprint: this.#fingerprint,
      adapter: model.identity,
      dependencies: [...dependencies],
      answeredBy: answer.model,
      ...(answer.session === undefined ? {} : { session: answer.session }),
      calls: [...calls],
      ...(costUsd === undefined ? {} : { costUsd }),
      text: answer.text,
    };
  }

  async #succeed(output: T): Promise<TaskOutcome<T>> {
    const metadata = await this.#end({ status: 'succeeded' }, output);
    return { status: 'succeeded', output, metadata };
  }

  async #fail(error: TaskError, cause: ModelError | undefined): Promise<TaskOutcome<T>> {
    const { phase } = this.#spec;
    const status = statusOfFailure({ phase, answers: this.#attempts.length, session: cause?.session }, cause);
    const metadata = await this.#end({ status, error }, undefined);
    return { status, error, metadata };
  }

  #end(ended: Pick<TaskMetadata, 'status' | 'error'>, output: T | undefined): Promise<TaskMetadata> {
    const { store, clock } = this.#deps;
    const { id, phase, model, modelName, effort, revision, dependencies } = this.#spec;
    const { calls, costUsd } = this.#spent;
    return store.end(
      {
        schemaVersion: TASK_SCHEMA_VERSION,
        id,
        phase,
        ...ended,
        fingerprint: this.#fingerprint,
        adapter: model.identity,
        model: modelName,
        ...(this.#answeredBy === undefined ? {} : { answeredBy: this.#answeredBy }),
        ...(effort === undefined ? {} : { effort }),
        revision,
        dependencies: [...dependencies],
        startedAt: new Date(this.#startedAt).toISOString(),
        completedAt: new Date(clock.now()).toISOString(),
        attempts: this.#attempts,
        calls: [...calls],
        usage: usageOf(calls),
        ...(costUsd === undefined ? {} : { costUsd }),
        ...(this.#session === undefined ? {} : { session: this.#session }),
      },
      output,
    );
  }
}

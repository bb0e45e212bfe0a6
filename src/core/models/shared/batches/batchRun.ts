import { PlanReviewError } from '../../../base/errors.ts';
import type { BulkBatch, BulkOutcome, PreparedRequest } from '../../../ports/bulkModel.ts';
import { abortError, onAbort, sleep } from '../signals.ts';
import { passingFailures } from '../policies.ts';
import { batchError, callOnce, type BatchDeps, type SentRecord } from './batchDeps.ts';
import { readResults, untilEnded, type BatchResults } from './batchEnd.ts';
import type { BatchRecordKeeper } from './batchRecordKeeper.ts';
import { findBatch } from './findBatch.ts';
import { sent, submitBatch } from './submitBatch.ts';
import { answered, failed, tell, unanswered, type Waiting } from './waiting.ts';

/** Who is told of those who have to go into another batch. */
interface RunOptions {
  readonly onAgain: (waiting: readonly Waiting[]) => void;
}

/** One batch from its submission, or from where an earlier process left it, to its results. */
export class BatchRun {
  readonly #deps: BatchDeps;
  readonly #keeper: BatchRecordKeeper;
  readonly #options: RunOptions;
  readonly #waiting = new Map<string, Waiting>();
  /** Aborted when nobody waits any more. */
  readonly #left = new AbortController();
  /** Whether it was cancelled before this process first saw it: who asks again then wants it asked again. */
  #wasCancelled = false;
  #isOver = false;

  constructor(deps: BatchDeps, keeper: BatchRecordKeeper, options: RunOptions) {
    this.#deps = deps;
    this.#keeper = keeper;
    this.#options = options;
  }

  /** Whether somebody can still begin to wait. */
  get isOpen(): boolean {
    return !this.#isOver && !this.#left.signal.aborted;
  }

  get name(): string {
    return this.#keeper.name;
  }

  /** Somebody waits for a result. Who gives up is let go at once, unless nobody is left: then the batch is cancelled. */
  add(waiting: Waiting): void {
    this.#waiting.set(waiting.customId, waiting);
    waiting.isSent = true;
    waiting.attempts++;
    const stopListening = onAbort(waiting.request.signal, () => {
      // Those who give up together do so one after the other.
      queueMicrotask(() => this.#leave());
    });
    void waiting.answer.catch(() => undefined).then(stopListening);
  }

  /** Runs to the end of the batch. Whatever fails is told to those who wait. */
  async run(requests?: readonly PreparedRequest[]): Promise<void> {
    try {
      await this.#settle(requests);
      while (!(await this.#deliver())) {
        await this.#settle(undefined);
      }
    } catch (error) {
      if (this.#left.signal.aborted) {
        await this.#cancel();
      }
      this.#giveUp(error);
    } finally {
      this.#isOver = true;
    }
  }

  /** Comes to a batch that the provider has. Where it never took it, all who wait are to be asked anew. */
  async #settle(requests: readonly PreparedRequest[] | undefined): Promise<void> {
    const deps = this.#deps;
    if (requests !== undefined) {
      await submitBatch(deps, this.#keeper, { requests, signal: this.#left.signal });
      return;
    }
    const { record } = this.#keeper;
    if (record === undefined || record.batch !== undefined) {
      return;
    }
    const sentAt = Date.parse(record.begunAt);
    const found = await findBatch(deps, { record, sentAt, signal: this.#left.signal });
    await (found === undefined
      ? this.#keeper.remove()
      : this.#keeper.update({ batch: { ...sent(found), isPresumed: true } }));
  }

  /** Waits for the batch and hands its results out. False where it turned out to be somebody else's. */
  async #deliver(): Promise<boolean> {
    const record = sentRecord(this.#keeper);
    if (record === undefined) {
      this.#again(this.#live());
      return true;
    }
    const batch = await this.#end(record);
    const results = await readResults(this.#deps, { batch, signal: this.#left.signal });
    if (isAnothers(record, results)) {
      const others = [...(record.others ?? []), batch.id];
      await this.#keeper.update({ batch: undefined, others });
      return false;
    }
    await this.#handOut(results, { batch, record });
    return true;
  }

  async #end(record: SentRecord): Promise<BulkBatch> {
    let isFirst = true;
    const submittedAt = Date.parse(record.batch.submittedAt);
    return untilEnded(this.#deps, record, {
      signal: this.#left.signal,
      onLook: (batch, trouble) => {
        this.#wasCancelled ||= isFirst && batch?.isCancelled === true;
        isFirst = false;
        const sinceMs = Math.max(0, this.#deps.clock.now() - submittedAt);
        const { requests = record.requests, done = 0 } = batch ?? {};
        for (const waiting of this.#waiting.values()) {
          tell(waiting, { requests, done, sinceMs, trouble });
        }
      },
    });
  }

  async #handOut(
    { outcomes, isWhole }: BatchResults,
    { batch, record }: { readonly batch: BulkBatch; readonly record: SentRecord },
  ): Promise<void> {
    // What was not answered is asked anew, now or when somebody asks for it; what could not be read is read again.
    const over = record.tasks.flatMap(({ customId }) => {
      const kind = outcomes.get(customId)?.kind;
      return kind === 'answered' || (kind === undefined && !isWhole) ? [] : [customId];
    });
    if (over.length > 0) {
      await this.#keeper.drop(new Set(over));
    }
    const again: Waiting[] = [];
    for (const waiting of this.#live()) {
      const outcome = outcomes.get(waiting.customId);
      if (outcome?.kind === 'answered') {
        const onStored = (): Promise<void> => this.#keeper.drop(new Set([waiting.customId]));
        answered(waiting, { ...outcome.answer, onStored });
      } else if (this.#mayTryAgain(waiting, outcome, batch)) {
        again.push(waiting);
      }
    }
    this.#again(again);
  }

  /** Whether a request that was not answered goes into another batch; whoever waits for one that does not is told why. */
  #mayTryAgain(waiting: Waiting, outcome: BulkOutcome | undefined, batch: BulkBatch): boolean {
    const { provider, clock, times } = this.#deps;
    const record = (error: string): void =>
      void waiting.calls.push(
        unanswered(waiting, { batch: batch.id, error, submittedAt: batch.createdAt, now: clock.now() }),
      );
    const mayTry = waiting.attempts < times.maxAttempts;
    const giveUp = (error: ReturnType<typeof batchError>): false => {
      failed(waiting, error.with({ calls: waiting.calls }));
      return false;
    };
    switch (outcome?.kind) {
      case 'failed': {
        const { error } = outcome;
        waiting.calls.push(...error.calls);
        return (mayTry && error.isRetryable && passingFailures.has(error.code)) || giveUp(error);
      }
      case 'expired':
        record('model-deadline');
        return (
          mayTry ||
          giveUp(
            batchError(provider, 'model-deadline', 'The provider did not come to the request within a day.'),
          )
        );
      case 'cancelled':
        record('cancelled');
        return (
          (mayTry && this.#wasCancelled) ||
          giveUp(
            batchError(provider, 'model-incomplete', `The batch ${batch.id} was cancelled at the provider.`),
          )
        );
      default:
        return giveUp(
          batchError(provider, 'model-incomplete', `The results of the batch ${batch.id} came incomplete.`),
        );
    }
  }

  #again(waiting: readonly Waiting[]): void {
    for (const one of waiting) {
      this.#waiting.delete(one.customId);
      one.isSent = false;
    }
    if (waiting.length > 0) {
      this.#options.onAgain(waiting);
    }
  }

  /** Lets those go who have given up; where nobody is left, ends the run. */
  #leave(): void {
    const isGone = ({ request }: Waiting): boolean => request.signal?.aborted === true;
    const live = this.#live();
    if (live.length > 0 && live.every(isGone)) {
      this.#left.abort(abortError(live[0]?.request.signal ?? this.#left.signal));
      return;
    }
    for (const waiting of live.filter(isGone)) {
      failed(waiting, abortError(waiting.request.signal ?? this.#left.signal));
    }
  }

  /**
   * Asks the provider to end a batch that nobody waits for any more, and takes what had been answered by then. A batch in
   * which others have requests too goes on: whoever resumes their rounds finds it.
   */
  async #cancel(): Promise<void> {
    const record = sentRecord(this.#keeper);
    if (record === undefined || record.tasks.some(({ customId }) => !this.#waiting.has(customId))) {
      return;
    }
    const { bulk, timer, times } = this.#deps;
    const over = new AbortController();
    const callOff = timer.after(times.cancelMs, () => over.abort());
    const { signal } = over;
    try {
      let batch = await callOnce(this.#deps, (call) => bulk.cancel(record.batch.id, call), { signal });
      while (!batch.hasEnded) {
        await sleep(timer, times.shortestPollMs, signal);
        batch = await callOnce(this.#deps, (call) => bulk.state(record.batch.id, call), { signal });
      }
      const { outcomes } = await readResults(this.#deps, { batch, signal });
      for (const waiting of this.#live()) {
        const outcome = outcomes.get(waiting.customId);
        if (outcome?.kind === 'answered') {
          const onStored = (): Promise<void> => this.#keeper.drop(new Set([waiting.customId]));
          answered(waiting, { ...outcome.answer, onStored });
        }
      }
    } catch (error) {
      // Nobody waits. What the batch comes to is found when the round is resumed.
      if (!(error instanceof PlanReviewError)) {
        throw error;
      }
    } finally {
      callOff();
    }
  }

  #giveUp(error: unknown): void {
    for (const waiting of this.#live()) {
      failed(waiting, error);
    }
  }

  #live(): readonly Waiting[] {
    return [...this.#waiting.values()].filter(({ isDone }) => !isDone);
  }
}

function sentRecord({ record }: BatchRecordKeeper): SentRecord | undefined {
  return record?.batch === undefined ? undefined : { ...record, batch: record.batch };
}

/** Whether a batch that was found by its time and size holds none of the requests of the record. */
function isAnothers({ batch, tasks }: SentRecord, { outcomes, isWhole }: BatchResults): boolean {
  return batch.isPresumed === true && isWhole && tasks.every(({ customId }) => !outcomes.has(customId));
}

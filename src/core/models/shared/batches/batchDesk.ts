import { throwIfCancelled } from '../../../base/errors.ts';
import type { BatchRecord } from '../../../domain/batch.ts';
import type { StoredBatchRecord } from '../../../ports/batchLedger.ts';
import type { PreparedRequest } from '../../../ports/bulkModel.ts';
import type { ModelAnswer, ModelRequest } from '../../../ports/languageModel.ts';
import type { BatchSeat } from '../../../ports/providers.ts';
import { abortError, onAbort } from '../signals.ts';
import { callWithRetries } from './callWithRetries.ts';
import type { BatchDeps } from './batchDeps.ts';
import { BatchRecordKeeper } from './batchRecordKeeper.ts';
import { BatchRun } from './batchRun.ts';
import { customIdOf, failed, tell, waitingFor, type Waiting } from './waiting.ts';

/**
 * Puts requests of all rounds of a workspace into batches, and gives each its answer. What an earlier process has sent is
 * waited for and not sent again: a batch's record stands on the disk before the batch is sent, and each of its tasks stays
 * in it until the answer is stored.
 */
export class BatchDesk {
  readonly #deps: BatchDeps;
  /** Those who are not in a batch yet. */
  #gathering: Waiting[] = [];
  #callOff = (): void => {};
  /** Everybody, by what names their request: who asks the same thing twice waits for the same answer. */
  readonly #waiting = new Map<string, Waiting>();
  readonly #runs = new Map<string, BatchRun>();

  constructor(deps: BatchDeps) {
    this.#deps = deps;
  }

  /**
   * Asks in a batch and waits for the answer, which may take a day.
   * @throws ModelError with the calls that were made in vain; PlanReviewError `cancelled`, `store-unwritable`.
   */
  async ask(request: ModelRequest, seat: BatchSeat): Promise<ModelAnswer> {
    throwIfCancelled(request.signal);
    const known = this.#waiting.get(customIdOf(request.fingerprint, seat));
    if (known !== undefined) {
      return known.answer;
    }
    const waiting = waitingFor(request, seat);
    this.#waiting.set(waiting.customId, waiting);
    tell(waiting, undefined);
    this.#gather([waiting]);
    const stopListening = onAbort(request.signal, () => this.#leave(waiting));
    try {
      return await waiting.answer;
    } finally {
      stopListening();
      this.#waiting.delete(waiting.customId);
    }
  }

  #gather(waiting: readonly Waiting[]): void {
    this.#gathering.push(...waiting);
    this.#callOff();
    this.#callOff = this.#deps.timer.after(this.#deps.times.gatherMs, () => void this.#send());
  }

  /** Who is in no batch yet can just go. */
  #leave(waiting: Waiting): void {
    if (!waiting.isSent) {
      this.#gathering = this.#gathering.filter((one) => one !== waiting);
      failed(waiting, abortError(waiting.request.signal ?? AbortSignal.abort()));
    }
  }

  async #send(): Promise<void> {
    const gathered = this.#gathering.splice(0);
    try {
      const fresh = await this.#attach(gathered);
      for (const part of await this.#split(fresh)) {
        await this.#submit(part);
      }
    } catch (error) {
      for (const waiting of gathered.filter(({ isDone, isSent }) => !isDone && !isSent)) {
        failed(waiting, error);
      }
    }
  }

  /** Lets those wait for a batch who are in one already. @returns the others */
  async #attach(gathered: readonly Waiting[]): Promise<readonly Waiting[]> {
    const { ledger, identity } = this.#deps;
    const records = await this.#withoutOld(
      (await ledger.list()).filter(({ record }) => record.adapter === identity),
    );
    const left = new Map(gathered.map((waiting) => [waiting.customId, waiting]));
    for (const stored of records) {
      const own = stored.record.tasks.flatMap(({ customId }) => left.get(customId) ?? []);
      const running = this.#runs.get(stored.name);
      if (own.length === 0 || running?.isOpen === false) {
        continue;
      }
      const run = running ?? this.#newRun(new BatchRecordKeeper(ledger, stored));
      for (const waiting of own) {
        left.delete(waiting.customId);
        run.add(waiting);
      }
      if (running === undefined) {
        this.#start(run);
      }
    }
    return [...left.values()];
  }

  /** Takes away what nobody can ask for any more: providers keep results for a month at most. */
  async #withoutOld(records: readonly StoredBatchRecord[]): Promise<readonly StoredBatchRecord[]> {
    const { ledger, clock, times } = this.#deps;
    const isOld = ({ record }: StoredBatchRecord): boolean =>
      clock.now() - Date.parse(record.begunAt) > times.keptMs;
    await Promise.all(records.filter(isOld).map(({ name }) => ledger.remove(name)));
    return records.filter((record) => !isOld(record));
  }

  /** As many batches as the provider's limits ask for. */
  async #split(
    waiting: readonly Waiting[],
  ): Promise<readonly (readonly { readonly waiting: Waiting; readonly prepared: PreparedRequest }[])[]> {
    const { bulk } = this.#deps;
    const parts: { waiting: Waiting; prepared: PreparedRequest }[][] = [];
    let bytes = Infinity;
    for (const one of waiting) {
      const prepared = await bulk.prepare(one.customId, one.request);
      const part = parts.at(-1);
      if (
        part === undefined ||
        part.length >= bulk.limits.requests ||
        bytes + prepared.bytes > bulk.limits.bytes
      ) {
        parts.push([{ waiting: one, prepared }]);
        bytes = prepared.bytes;
      } else {
        part.push({ waiting: one, prepared });
        bytes += prepared.bytes;
      }
    }
    return parts;
  }

  /** Writes down what is about to be sent, then sends it. */
  async #submit(
    part: readonly { readonly waiting: Waiting; readonly prepared: PreparedRequest }[],
  ): Promise<void> {
    const { bulk, clock, ledger, identity } = this.#deps;
    const after = await callWithRetries(this.#deps, (call) => bulk.latest(call));
    const live = part.filter(({ waiting }) => !waiting.isDone);
    if (live.length === 0) {
      return;
    }
    const record: BatchRecord = {
      schemaVersion: 1,
      adapter: identity,
      begunAt: new Date(clock.now()).toISOString(),
      requests: live.length,
      ...(after === undefined ? {} : { after }),
      tasks: live.map(({ waiting: { customId, request, seat } }) => ({
        customId,
        plan: seat.plan,
        round: seat.round,
        task: request.task,
      })),
    };
    const run = this.#newRun(new BatchRecordKeeper(ledger, { name: await ledger.create(record), record }));
    for (const { waiting } of live) {
      run.add(waiting);
    }
    this.#start(
      run,
      live.map(({ prepared }) => prepared),
    );
  }

  #newRun(keeper: BatchRecordKeeper): BatchRun {
    return new BatchRun(this.#deps, keeper, { onAgain: (waiting) => this.#gather(waiting) });
  }

  #start(run: BatchRun, requests?: readonly PreparedRequest[]): void {
    this.#runs.set(run.name, run);
    void run.run(requests).finally(() => this.#runs.delete(run.name));
  }
}

import type { BatchRecord } from '../../../domain/batch.ts';
import type { BatchLedger } from '../../../ports/batchLedger.ts';

/** One record of the ledger, and what this process does to it. Changes that come together are written together. */
export class BatchRecordKeeper {
  readonly name: string;
  readonly #ledger: BatchLedger;
  #record: BatchRecord | undefined;
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(
    ledger: BatchLedger,
    { name, record }: { readonly name: string; readonly record: BatchRecord },
  ) {
    this.#ledger = ledger;
    this.name = name;
    this.#record = record;
  }

  /** What stands in the record; undefined once it is gone. */
  get record(): BatchRecord | undefined {
    return this.#record;
  }

  /** Changes what is known of the batch. @throws PlanReviewError `store-unwritable` */
  update(change: Partial<Pick<BatchRecord, 'batch' | 'others'>>): Promise<void> {
    if (this.#record !== undefined) {
      const { batch: _batch, others: _others, ...rest } = this.#record;
      const { batch, others } = { ...this.#record, ...change };
      this.#record = {
        ...rest,
        ...(batch === undefined ? {} : { batch }),
        ...(others === undefined ? {} : { others }),
      };
    }
    return this.#write();
  }

  /** Takes tasks out, and the record away with the last of them. @throws PlanReviewError `store-unwritable` */
  drop(customIds: ReadonlySet<string>): Promise<void> {
    const tasks = this.#record?.tasks.filter(({ customId }) => !customIds.has(customId)) ?? [];
    this.#record = this.#record === undefined || tasks.length === 0 ? undefined : { ...this.#record, tasks };
    return this.#write();
  }

  /** Takes the record away. @throws PlanReviewError `store-unwritable` */
  remove(): Promise<void> {
    this.#record = undefined;
    return this.#write();
  }

  /** Whoever comes while a write is under way waits for the next one, which writes for all of them. */
  #write(): Promise<void> {
    this.#next ??= this.#writing
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#writing =
          this.#record === undefined
            ? this.#ledger.remove(this.name)
            : this.#ledger.replace(this.name, this.#record);
        return this.#writing;
      });
    return this.#next;
  }
}

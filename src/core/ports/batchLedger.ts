import type { BatchRecord } from '../domain/batch.ts';

/** A record as it is on disk, with the name that it has there. */
export interface StoredBatchRecord {
  readonly name: string;
  readonly record: BatchRecord;
}

/**
 * What is on its way in batches for the rounds of one workspace. What was written stands on the disk before the promise
 * is fulfilled.
 */
export interface BatchLedger {
  /** Every record that can be read, the latest first. Others are told of and left alone. */
  list(): Promise<readonly StoredBatchRecord[]>;
  /** Stores a new record and tells its name. @throws PlanReviewError `store-unwritable` */
  create(record: BatchRecord): Promise<string>;
  /** @throws PlanReviewError `store-unwritable` */
  replace(name: string, record: BatchRecord): Promise<void>;
  /** Removes a record; does nothing where there is none. @throws PlanReviewError `store-unwritable` */
  remove(name: string): Promise<void>;
}

import type { ModelError } from '../domain/modelError.ts';
import type { ModelActivity, ModelAnswer, ModelRequest } from './modelRequest.ts';

/** A batch as its provider tells of it. Times in milliseconds since 1970. */
export interface BulkBatch {
  readonly id: string;
  readonly createdAt: number;
  /** When the provider gives up what it has not answered by then; undefined where it does not say. */
  readonly expiresAt: number | undefined;
  /** Whether every request has ended, in whatever way: only then there are results. */
  readonly hasEnded: boolean;
  /** Whether somebody has asked for its end. */
  readonly isCancelled: boolean;
  readonly requests: number;
  /** Requests that have ended. Providers may tell of none before all have. */
  readonly done: number;
}

/** What became of one request of a batch. */
export type BulkOutcome =
  | { readonly kind: 'answered'; readonly answer: ModelAnswer }
  /** The provider failed it, or what it answered is no answer. */
  | { readonly kind: 'failed'; readonly error: ModelError }
  /** Its time was over before it was begun. Nothing is billed. */
  | { readonly kind: 'expired' }
  /** The batch was cancelled before it was begun. Nothing is billed. */
  | { readonly kind: 'cancelled' };

/** A request as it goes into a batch. */
export interface PreparedRequest {
  /** What names it in the batch: 1 to 64 letters, digits, `_` and `-`. */
  readonly customId: string;
  /** Bytes that it takes in the batch. */
  readonly bytes: number;
  /** The provider's own form of it. */
  readonly body: unknown;
}

/** How a call for a batch is stopped, and who hears that it lives. */
export interface BulkCall {
  readonly signal: AbortSignal;
  readonly onActivity: (activity: ModelActivity) => void;
}

/**
 * A provider that takes many requests at once and answers later. Each method makes one call, without retries.
 * All of them throw `ModelError`.
 */
export interface BulkModel {
  /** What one batch may hold. */
  readonly limits: { readonly requests: number; readonly bytes: number };
  prepare(customId: string, request: ModelRequest): Promise<PreparedRequest>;
  /**
   * Submits a batch. Where it fails without a status below 500, the provider may have taken it all the same: `since`
   * tells.
   */
  submit(requests: readonly PreparedRequest[], call: BulkCall): Promise<BulkBatch>;
  /** The id of the batch that was submitted last under this key, by whomever; undefined where there is none. */
  latest(call: BulkCall): Promise<string | undefined>;
  /**
   * The batches that were submitted under this key after the one called `id`, the first one first; where that is not to
   * be found, those that were created since `time`, in milliseconds since 1970.
   */
  since(id: string | undefined, time: number, call: BulkCall): Promise<readonly BulkBatch[]>;
  state(id: string, call: BulkCall): Promise<BulkBatch>;
  /** Asks for the end of a batch. What is being answered at that moment may still be, and is billed. */
  cancel(id: string, call: BulkCall): Promise<BulkBatch>;
  /**
   * Reads the results of a batch that has ended, in no order.
   * @param onResult Called for each result that could be read. A stream that was cut ends without a word: whoever misses
   * one asks again.
   */
  results(
    batch: BulkBatch,
    onResult: (customId: string, outcome: BulkOutcome) => void,
    call: BulkCall,
  ): Promise<void>;
}

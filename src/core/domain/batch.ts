import { z } from 'zod';
import { PlanReviewError } from '../base/errors.ts';
import { taskIdSchema } from './task.ts';

/** A provider's name of a batch. It becomes part of an address, so it has no character that means something there. */
export const batchIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,128}$/);

/** A task whose answer is expected from a batch. */
const batchedTaskSchema = z.strictObject({
  /** What names the request in the batch: the SHA-256 of the task's fingerprint and of the round that asks. */
  customId: z.string().regex(/^[0-9a-f]{64}$/),
  /** The plan's path, relative to the workspace folder, and the number of the round. */
  plan: z.string().min(1),
  round: z.int().min(1),
  task: taskIdSchema,
});

/**
 * `batches/<name>.json`: a batch that was submitted, or was about to be. It is written before the batch is sent, gets the
 * batch's id as soon as that is known, loses each task once its answer is stored, and goes with the last of them.
 */
export const batchRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The identity of the adapter that it was sent with. */
  adapter: z.string().min(1),
  /** When it was about to be sent. */
  begunAt: z.iso.datetime(),
  /** How many requests were sent. */
  requests: z.int().min(1),
  /** The latest batch under the same key before this one was sent; left out where there was none. */
  after: batchIdSchema.optional(),
  /** Left out until the provider is known to have taken it. */
  batch: z
    .strictObject({
      id: batchIdSchema,
      submittedAt: z.iso.datetime(),
      /** There where the provider's answer was lost, and the batch was found by its time and size: its results will tell. */
      isPresumed: z.literal(true).optional(),
    })
    .optional(),
  /** Batches that were taken for this one and turned out to be others. */
  others: z.array(batchIdSchema).min(1).optional(),
  /** The tasks whose answers are not stored yet. */
  tasks: z.array(batchedTaskSchema).min(1),
});

export type BatchRecord = z.infer<typeof batchRecordSchema>;

/** The refusal to ask somebody in a batch who takes none. `who` begins the sentence. */
export function batchUnavailable(who: string): PlanReviewError {
  return new PlanReviewError({
    code: 'batch-unavailable',
    message: `${who} takes no batches: only the provider "anthropic" does.`,
    wayOut: 'Review without a batch, or with --provider anthropic and reviewers that read there.',
  });
}

import { z } from 'zod';
import { revisionSchema } from './plan.ts';
import { tokenUsageSchema } from './modelUsage.ts';
import { reviewerStatusSchema } from './reviewer.ts';

/** The version of a task's artifacts and the first ingredient of its fingerprint. */
export const TASK_SCHEMA_VERSION = 1;

/** A task's id: also the name of its folder. */
export const taskIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .max(60);

/** What a task is for. `response`: a draft of the author's side, which stands beside a round's own tasks. */
export const phaseSchema = z.enum(['selection', 'reviewers', 'analysis', 'response']);

/** Which of a task's two requests an attempt was: the first, or the corrective one that is told what was wrong. */
export const attemptLabelSchema = z.enum(['initial', 'retry']);

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** The tasks whose outputs another one was shown, with the hash of each. */
const dependenciesSchema = z.array(z.strictObject({ task: taskIdSchema, sha256: sha256Schema }));

/** A file of the task's own folder and the hash of its bytes. */
const taskFileSchema = z.strictObject({ path: z.string().min(1), sha256: sha256Schema });

/** One request to the provider, the failed ones included. */
export const callSchema = z.strictObject({
  model: z.string().min(1),
  startedAt: z.iso.datetime(),
  elapsedMs: z.number().min(0),
  usage: tokenUsageSchema,
  requestId: z.string().optional(),
  error: z.string().optional(),
  /** Whether the provider may have billed a call that gave no answer. */
  isAmbiguous: z.boolean(),
  /** The batch that the request was part of, which costs less; left out for a call of its own. */
  batch: z.string().min(1).optional(),
});

export const taskAttemptSchema = z.strictObject({
  label: attemptLabelSchema,
  /** The raw answer, `initial.json` or `retry.json`; left out where nothing was answered. */
  output: taskFileSchema.optional(),
  /** What was wrong with the answer; empty for a valid one. */
  problems: z.array(z.string()),
  session: z.string().optional(),
});

/**
 * `initial.json` and `retry.json`: a raw answer with what it took to get it, stored as soon as it is there. A task that
 * did not end goes on from it, so that nothing is paid for twice.
 */
export const storedAttemptSchema = z.strictObject({
  schemaVersion: z.literal(TASK_SCHEMA_VERSION),
  label: attemptLabelSchema,
  /** The fingerprint of the task that was answered. */
  fingerprint: sha256Schema,
  adapter: z.string().min(1),
  /** What the task was shown when it was answered. */
  dependencies: dependenciesSchema,
  answeredBy: z.string().min(1),
  session: z.string().optional(),
  /** Every call for this task so far, those of earlier attempts included. */
  calls: z.array(callSchema),
  /** What the calls so far cost; left out where neither the provider nor a price list says. */
  costUsd: z.number().min(0).optional(),
  /** The answer, exactly as it came. */
  text: z.string(),
});

/**
 * `cancelled.json`: what a task had been asked, and what that may have cost, when it was cancelled while a call was under
 * way. There is no answer; the calls count on when the task is taken up again.
 */
export const cancelledTaskSchema = z.strictObject({
  schemaVersion: z.literal(TASK_SCHEMA_VERSION),
  fingerprint: sha256Schema,
  adapter: z.string().min(1),
  /** What the provider had begun to answer in. */
  session: z.string().optional(),
  /** Every call for this task so far, those of earlier attempts included; the last ones are those that were stopped. */
  calls: z.array(callSchema).min(1),
  /** What the calls so far cost, as far as it is known; left out where no price list says. */
  costUsd: z.number().min(0).optional(),
});

/** `validated-output.json`: what a succeeded task came to. */
export const taskOutputSchema = z.strictObject({
  schemaVersion: z.literal(TASK_SCHEMA_VERSION),
  task: taskIdSchema,
  output: z.json(),
});

/** Why a task failed, fit to be shown: one line, no markup, no secret. */
export const taskErrorSchema = z.strictObject({
  code: z.string().min(1),
  message: z.string().min(1),
  wayOut: z.string(),
  provider: z.string(),
  status: z.int().optional(),
  providerCode: z.string().optional(),
  requestId: z.string().optional(),
  isRetryable: z.boolean(),
});

/** `metadata.json`: what a task came to. Written last, so a folder without it holds a task that did not end. */
export const taskMetadataSchema = z.strictObject({
  schemaVersion: z.literal(TASK_SCHEMA_VERSION),
  id: taskIdSchema,
  phase: phaseSchema,
  status: reviewerStatusSchema,
  /** The SHA-256 of everything that the answer follows from. */
  fingerprint: sha256Schema,
  /** The adapter that was asked: a session is never passed to another. */
  adapter: z.string().min(1),
  /** The model that was asked for, and the one that answered. */
  model: z.string().min(1),
  answeredBy: z.string().min(1).optional(),
  effort: z.enum(['low', 'medium', 'high']).optional(),
  revision: revisionSchema,
  /** The tasks whose outputs this one was shown, with the hash of each. */
  dependencies: dependenciesSchema,
  startedAt: z.iso.datetime(),
  completedAt: z.iso.datetime(),
  attempts: z.array(taskAttemptSchema).max(2),
  calls: z.array(callSchema),
  usage: tokenUsageSchema,
  /** In US dollars; left out where neither the provider nor a price list says. */
  costUsd: z.number().min(0).optional(),
  session: z.string().optional(),
  /** `validated-output.json`; there exactly when the task succeeded. */
  output: taskFileSchema.optional(),
  error: taskErrorSchema.optional(),
});

export type Phase = z.infer<typeof phaseSchema>;
export type AttemptLabel = z.infer<typeof attemptLabelSchema>;
export type TaskStatus = z.infer<typeof reviewerStatusSchema>;
export type StoredAttempt = z.infer<typeof storedAttemptSchema>;
export type CancelledTask = z.infer<typeof cancelledTaskSchema>;
export type TaskCall = z.infer<typeof callSchema>;
export type TaskError = z.infer<typeof taskErrorSchema>;
export type TaskAttempt = z.infer<typeof taskAttemptSchema>;
export type TaskMetadata = z.infer<typeof taskMetadataSchema>;

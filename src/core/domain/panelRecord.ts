import { z } from 'zod';
import { personaIdSchema, personaRoleSchema } from './persona.ts';
import { ratingsSchema } from './personaReview.ts';
import { personaSelectionSchema, strategySchema } from './roundRequest.ts';
import { roundReadingSchema } from './roundReading.ts';
import { phaseSchema, taskErrorSchema, taskIdSchema } from './task.ts';
import { tokenUsageSchema } from './modelUsage.ts';
import { reviewerStatusSchema } from './reviewer.ts';
import { verdictValueSchema } from './verdict.ts';

/** What one task of a round took and used. */
export const taskSummarySchema = z.strictObject({
  id: taskIdSchema,
  phase: phaseSchema,
  status: reviewerStatusSchema,
  provider: z.string().min(1),
  /** The model that was asked for, and the one that answered where it is another. */
  model: z.string().min(1),
  answeredBy: z.string().min(1).optional(),
  /** How many answers were read, and how many requests that took. */
  attempts: z.int().min(0),
  calls: z.int().min(0),
  elapsedMs: z.number().min(0),
  usage: tokenUsageSchema,
  costUsd: z.number().min(0).optional(),
  error: taskErrorSchema.optional(),
  /** The finished round that it was answered and paid for in, where this one took it over: it took nothing here. */
  takenOverFrom: z.int().min(1).optional(),
});

/** A persona's own opinion of the plan, which sets nothing. */
export const opinionSchema = z.strictObject({
  summary: z.string().min(1),
  verdict: verdictValueSchema,
  ratings: ratingsSchema,
  assumptions: z.array(z.string().min(1)),
  /** What it finds good; left out by versions that did not keep it. */
  strengths: z.array(z.string().min(1)).optional(),
});

/** A persona's part of a round. Whether it succeeded stands in the round's `reviewers`. */
export const panelReviewerSchema = z.strictObject({
  id: personaIdSchema,
  name: z.string().min(1),
  role: personaRoleSchema,
  provider: z.string().min(1),
  model: z.string().min(1),
  opinion: opinionSchema.optional(),
});

/** What a round with reviewers on models was, beside its findings. */
export const panelRecordSchema = z.strictObject({
  strategy: strategySchema,
  selection: personaSelectionSchema,
  reviewers: z.array(panelReviewerSchema).min(1),
  /** How the plan was read; left out where everybody was given the whole of it in one request. */
  reading: roundReadingSchema.optional(),
  /** What the analysis says of all findings together; left out where none was needed. */
  summary: z.string().min(1).optional(),
  /** What went otherwise than it was asked for, one sentence each. */
  remarks: z.array(z.string().min(1)),
  tasks: z.array(taskSummarySchema),
  /** The sum over the tasks. */
  usage: tokenUsageSchema,
  /** In US dollars; left out where it is not known of every task. */
  costUsd: z.number().min(0).optional(),
});

export type TaskSummary = z.infer<typeof taskSummarySchema>;
export type PanelRecord = z.infer<typeof panelRecordSchema>;

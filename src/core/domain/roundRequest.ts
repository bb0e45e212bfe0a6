import { z } from 'zod';
import { personaIdSchema, personaSchema } from './persona.ts';
import { roundReadingSchema } from './roundReading.ts';
import { planIdentitySchema, reviewModeSchema, revisionSchema } from './plan.ts';

/** How reviewers work together: the specialists after the leads, or everybody alone. */
export const strategySchema = z.enum(['complementary', 'independent']);

/** How personas are chosen: every built-in one, those that were named, or by the plan's content. */
export const personaSelectionSchema = z.enum(['all_core', 'manual', 'smart_sampling']);

/** Which model of which provider. */
export const modelChoiceSchema = z.strictObject({
  provider: z.string().min(1),
  /** The model to ask for; the provider's default, by name, where nobody chose. */
  model: z.string().min(1),
});

/** A persona and what it reads on. */
export const assignedReviewerSchema = modelChoiceSchema.extend({ persona: personaSchema });

/**
 * `request.json`: what a round was asked to be, written when it begins, so that one that was interrupted can be
 * finished as it was begun.
 */
export const roundRequestSchema = z.strictObject({
  schemaVersion: z.literal(1),
  plan: planIdentitySchema,
  revision: revisionSchema,
  mode: reviewModeSchema,
  startedAt: z.iso.datetime(),
  strategy: strategySchema,
  selection: personaSelectionSchema,
  /** The round whose open findings are to be decided; left out for an open review. */
  resolves: z.int().min(1).optional(),
  /** The finished round whose answers are taken over, so that only who had failed in it is asked; left out otherwise. */
  retries: z.int().min(1).optional(),
  /** How the plan is read; left out where everybody is given the whole of it in one request. */
  reading: roundReadingSchema.optional(),
  /** The plan that a packet is about, as it was when the round began; left out where nobody named one. */
  about: z.strictObject({ path: z.string().min(1), revision: revisionSchema, text: z.string() }).optional(),
  /** The areas of a packet are divided among those who are asked; left out where each takes all. */
  areas: z.literal('shared').optional(),
  /** Everybody who may be asked, in the order of preference. One that is not asked may stand in for a failed lead. */
  candidates: z.array(assignedReviewerSchema).min(1),
  /** The ids of those who are asked, stand-ins last; null until they are selected. */
  reviewers: z.array(personaIdSchema).min(1).nullable(),
  /** The ids of those whom the user went on without when the round was resumed. They count as failed. */
  leftOut: z.array(personaIdSchema).min(1).optional(),
  /** How many specialists a selection by the plan's content asks for. */
  specialists: z.int().min(1),
  /** What the selection and the analysis run on. */
  selector: modelChoiceSchema,
  analyst: modelChoiceSchema,
  effort: z.enum(['low', 'medium', 'high']).optional(),
  /** How models are asked: in batches, which cost less and take longer; left out where each is asked by itself. */
  delivery: z.literal('batch').optional(),
  /** The most that the round may cost, in US dollars. */
  maxCostUsd: z.number().min(0).optional(),
});

export type Strategy = z.infer<typeof strategySchema>;
export type AssignedReviewer = z.infer<typeof assignedReviewerSchema>;
export type RoundRequestFile = z.infer<typeof roundRequestSchema>;

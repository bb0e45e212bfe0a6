import { z } from 'zod';
import { confidenceSchema, findingIdSchema, severitySchema } from './finding.ts';
import { planIdentitySchema, revisionSchema } from './plan.ts';
import { findingStatusSchema } from './resolution.ts';
import { verdictSchema } from './verdict.ts';

export const levelSchema = z.enum(['low', 'medium', 'high']);

/** What may still go wrong when the plan is carried out as it is. */
export const riskSchema = z.strictObject({
  risk: z.string().min(1),
  likelihood: levelSchema,
  impact: levelSchema,
  mitigation: z.string(),
  /** The finding it comes from; left out for one that a person added. */
  finding: findingIdSchema.optional(),
});

/** Something that has to be so before work begins. */
export const readinessItemSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  isTicked: z.boolean(),
  /** Who can tell: the host from recorded facts, or a person. */
  by: z.enum(['host', 'person']),
  /** Why it is or is not ticked. */
  detail: z.string(),
});

/** What a round came to, as the record tells it. */
export const roundSummarySchema = z.strictObject({
  number: z.int().min(1),
  verdict: verdictSchema.shape.value,
  /** How many findings it raised, by severity. */
  findings: z.strictObject({
    critical: z.int().min(0),
    major: z.int().min(0),
    minor: z.int().min(0),
    suggestion: z.int().min(0),
  }),
  /** How many of them the author answered with each disposition. */
  dispositions: z.record(z.string(), z.int().min(1)),
  /** The sections that were changed in answer to it. */
  keyChanges: z.array(z.string()),
});

/** What became of one finding in the end. */
export const endStateSchema = z.strictObject({
  finding: findingIdSchema,
  title: z.string().min(1),
  severity: severitySchema,
  /** The round that raised it. */
  round: z.int().min(1),
  /** `open` where no round has decided it. */
  status: findingStatusSchema,
  /** Whether it still counts. */
  isOpen: z.boolean(),
  /** Who decided; empty where nobody has. */
  by: z.array(z.string().min(1)),
  /** Why, in a reviewer's words; empty where nobody has decided. */
  notes: z.string(),
});

/** `record.json`: how a review ended, and who answers for it. */
export const recordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  plan: planIdentitySchema,
  /** What the verdict is about. */
  revision: revisionSchema,
  head: z.string().nullable(),
  rounds: z.array(roundSummarySchema).min(1),
  /** Every finding in the order of its number; left out by versions that did not record it. */
  findings: z.array(endStateSchema).optional(),
  verdict: verdictSchema,
  risks: z.array(riskSchema),
  readiness: z.array(readinessItemSchema),
  recommendation: z.string(),
  confidence: confidenceSchema,
  confidenceReason: z.string().min(1),
  signedBy: z.string().min(1),
  signedAt: z.iso.datetime(),
  /** Why it was signed all the same; there exactly when the verdict is not GO. */
  reason: z.string().min(1).optional(),
});

export type Level = z.infer<typeof levelSchema>;
export type Risk = z.infer<typeof riskSchema>;
export type ReadinessItem = z.infer<typeof readinessItemSchema>;
export type RoundSummary = z.infer<typeof roundSummarySchema>;
export type EndState = z.infer<typeof endStateSchema>;
export type ReviewRecord = z.infer<typeof recordSchema>;

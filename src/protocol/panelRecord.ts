import { z } from 'zod';
import { endStateSchema, readinessItemSchema, recordSchema, riskSchema } from '../core/domain/record.ts';
import { confidenceSchema } from '../core/domain/finding.ts';
import { verdictSchema, verdictValueSchema } from '../core/domain/verdict.ts';

/** What there is to sign, how the review was signed before, and what that is worth now. */
export const panelRecordSchema = z.strictObject({
  /** What a record would say now. */
  proposal: recordSchema.pick({ rounds: true, verdict: true, risks: true, head: true }).extend({
    findings: z.array(endStateSchema),
    readiness: z.array(readinessItemSchema),
    recommendation: z.string(),
    /** As the author's last response has it; left out where it has none. */
    confidence: confidenceSchema.optional(),
    confidenceReason: z.string(),
  }),
  /** How the review ended; left out while nobody has signed it. */
  record: recordSchema.optional(),
  /** Whether what was approved still stands. */
  approval: z.strictObject({
    state: z.enum(['none', 'standing', 'stale']),
    verdict: verdictValueSchema,
    reasons: z.array(z.string()),
  }),
});

/** What a person signs. */
export const panelSigningSchema = z.strictObject({
  by: z.string(),
  reason: z.string(),
  risks: z.array(riskSchema),
  /** The ids of the readiness items that the person holds to be so. */
  ticked: z.array(z.string()),
  recommendation: z.string(),
  /** Left out while the person has not said. */
  confidence: confidenceSchema.optional(),
  confidenceReason: z.string(),
  /** What the person has read: nobody signs anything else. */
  seen: z.strictObject({
    verdict: verdictSchema,
    rounds: recordSchema.shape.rounds,
    findings: z.array(endStateSchema),
    head: recordSchema.shape.head,
  }),
});

/** What the host tells the page of the record by itself, between two snapshots. */
export const recordHostMessages = [
  z.strictObject({
    type: z.literal('record/set'),
    /** Left out where it cannot be told; `failure` says why. */
    record: panelRecordSchema.optional(),
    /** Why what was asked for did not happen, and what to do. */
    failure: z.strictObject({ message: z.string(), wayOut: z.string() }).optional(),
    /** Whether a record was signed just now. */
    isSigned: z.literal(true).optional(),
  }),
  /** Bring the record into view. */
  z.strictObject({ type: z.literal('record/show') }),
] as const;

/** What the page asks of the host about the record, and the whole review. */
export const recordPageMessages = [
  /** Say what there is to sign. Answered by `record/set`. */
  z.strictObject({ type: z.literal('record/get') }),
  /** Store the record. Answered likewise. */
  z.strictObject({ type: z.literal('record/sign'), signing: panelSigningSchema }),
  /** Open `record.md` in an editor. */
  z.strictObject({ type: z.literal('record/open') }),
  /** Write the whole review into a file; the host asks as what and where. */
  z.strictObject({ type: z.literal('review/export') }),
] as const;

export type PanelReviewRecord = z.infer<typeof panelRecordSchema>;
export type PanelSigning = z.infer<typeof panelSigningSchema>;

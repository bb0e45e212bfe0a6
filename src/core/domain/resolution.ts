import { z } from 'zod';
import { findingIdSchema, severitySchema } from './finding.ts';

/** What a later round says of an earlier finding. */
export const resolutionStatusSchema = z.enum([
  'resolved',
  'partially-resolved',
  'unresolved',
  'acknowledged',
  'withdrawn',
  'regressed',
]);

/** What became of a finding so far: `open` until a later round has decided it. */
export const findingStatusSchema = z.enum(['open', ...resolutionStatusSchema.options]);

/** What the host found of the action that the author says was taken; `none` where no action was claimed. */
export const proofStateSchema = z.enum(['proved', 'not changed', 'evidence not found', 'none']);

/** One earlier finding, decided. */
export const resolutionSchema = z.strictObject({
  finding: findingIdSchema,
  status: resolutionStatusSchema,
  /** The reviewers that decided, `checks` where running the checks again did, `host` where nobody could be asked. */
  by: z.array(z.string().min(1)),
  /** Why, in a reviewer's words. */
  notes: z.string(),
  proof: z.strictObject({ state: proofStateSchema, detail: z.string() }),
});

/** A new finding that does not count in a later round, and why. */
export const droppedFindingSchema = z.strictObject({
  /** The reviewer that raised it. */
  reviewer: z.string().min(1),
  severity: severitySchema,
  title: z.string().min(1),
  code: z.enum([
    // It is about text that was the same when the round before read it, and does not weigh enough to be raised now.
    'unchanged-text',
    // It says what an earlier finding says, which is open and counts.
    'raised-before',
    // It says what an earlier finding says, which was settled, and shows nothing new for it.
    'settled-before',
  ]),
  /** One sentence. */
  reason: z.string().min(1),
  /** The earlier finding, where there is one. */
  finding: findingIdSchema.optional(),
});

export type DroppedFinding = z.infer<typeof droppedFindingSchema>;
export type ResolutionStatus = z.infer<typeof resolutionStatusSchema>;
export type Resolution = z.infer<typeof resolutionSchema>;

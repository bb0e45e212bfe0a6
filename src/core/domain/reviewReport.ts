import { z } from 'zod';
import { anchorPlaceSchema } from './anchor.ts';
import { claimSchema } from './claim.ts';
import { executionSchema } from './execution.ts';
import { findingSchema } from './finding.ts';
import { roundSchema } from './round.ts';

/** What `plan-review review --format json` prints: a public contract. */
export const reviewReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('plan-review'), version: z.string() }),
  elapsedMs: z.number().min(0),
  /** Where the round's artifacts are, relative to the workspace folder. */
  folder: z.string(),
  round: roundSchema,
  /** Every finding and where its words are in the plan now. */
  findings: z.array(z.strictObject({ finding: findingSchema, place: anchorPlaceSchema })),
  claims: z.array(claimSchema),
  /** Whether the plan was carried out; left out before the work. */
  execution: executionSchema.optional(),
});

export type ReviewReport = z.infer<typeof reviewReportSchema>;

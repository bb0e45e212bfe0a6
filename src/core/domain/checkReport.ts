import { z } from 'zod';
import { claimSchema, claimSummarySchema } from './claim.ts';
import { checkFindingSchema } from './finding.ts';
import { planKindSchema, revisionSchema } from './plan.ts';

/** What the checks say of one plan. */
export const planCheckSchema = z.strictObject({
  path: z.string().min(1),
  revision: revisionSchema,
  kind: planKindSchema,
  /** In the order of the text. */
  claims: z.array(claimSchema),
  /** In the order of the text. */
  findings: z.array(checkFindingSchema),
  summary: claimSummarySchema,
});

/** What `plan-review check --format json` prints: a public contract. */
export const checkReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('plan-review'), version: z.string() }),
  elapsedMs: z.number().min(0),
  plans: z.array(planCheckSchema),
});

export type PlanCheck = z.infer<typeof planCheckSchema>;
export type CheckReport = z.infer<typeof checkReportSchema>;

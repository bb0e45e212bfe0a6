import { z } from 'zod';
import { claimSchema, claimSummarySchema } from './claim.ts';
import { checkFindingSchema, draftFindingSchema } from './finding.ts';
import { planKindSchema, revisionSchema } from './plan.ts';
import { rangeSchema } from './position.ts';

/** A finding that the plan asks to leave alone. It counts for nothing, and is shown. */
export const suppressedFindingSchema = draftFindingSchema.extend({
  suppression: z.strictObject({
    /** The author's words, or null where none were given. */
    reason: z.string().min(1).nullable(),
    /** Where the suppression stands in the plan. */
    range: rangeSchema,
  }),
});

/** What is wrong with a file that tells how to check: the settings, or a documentation-driven check. */
export const checkProblemSchema = draftFindingSchema.omit({ related: true, fixes: true }).extend({
  /** The file's path relative to the workspace folder; `range` is a place in it. */
  path: z.string().min(1),
});

/** What the checks say of one plan. */
export const planCheckSchema = z.strictObject({
  path: z.string().min(1),
  revision: revisionSchema,
  kind: planKindSchema,
  /** In the order of the text. */
  claims: z.array(claimSchema),
  /** In the order of the text. */
  findings: z.array(checkFindingSchema),
  /** In the order of the text; left out where nothing is suppressed. */
  suppressed: z.array(suppressedFindingSchema).optional(),
  summary: claimSummarySchema,
});

/** What `plan-review check --format json` prints: a public contract. */
export const checkReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('plan-review'), version: z.string() }),
  elapsedMs: z.number().min(0),
  plans: z.array(planCheckSchema),
  /** What is wrong with the workspace's own checks and settings, whatever plan was checked; left out where nothing is. */
  problems: z.array(checkProblemSchema).optional(),
});

export type SuppressedFinding = z.infer<typeof suppressedFindingSchema>;
export type CheckProblem = z.infer<typeof checkProblemSchema>;
export type PlanCheck = z.infer<typeof planCheckSchema>;
export type CheckReport = z.infer<typeof checkReportSchema>;

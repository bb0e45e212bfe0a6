import { z } from 'zod';

/** How a reviewer's part of a round ended. */
export const reviewerStatusSchema = z.enum(['succeeded', 'failed_isolated', 'failed_blocking']);

export const reviewerReportSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  status: reviewerStatusSchema,
  /** How many findings it raised. */
  findings: z.int().min(0),
  /** One sentence: what it looked at, or why it failed. */
  detail: z.string(),
});

export type ReviewerReport = z.infer<typeof reviewerReportSchema>;

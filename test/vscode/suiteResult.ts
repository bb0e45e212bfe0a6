import { z } from 'zod';

/** How a run of tests ended: written as JSON in the editor, read by whoever started it. */
export const suiteResultSchema = z.object({
  passed: z.int().min(0),
  failed: z.int().min(0),
  /** Tests that did not run. They count as failed elsewhere, so that none is forgotten. */
  skipped: z.int().min(0),
});

export type SuiteResult = z.infer<typeof suiteResultSchema>;

/** Names the file for the result: an environment variable reaches the extension host on every platform. */
export const resultVariable = 'PLAN_REVIEW_TEST_RESULT';

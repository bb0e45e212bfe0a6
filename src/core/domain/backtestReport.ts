import { z } from 'zod';
import { claimKindSchema, claimSummarySchema, intentSchema } from './claim.ts';
import { planKindSchema } from './plan.ts';
import { rangeSchema } from './position.ts';

/** A commit of the repository's history. */
export const pastCommitSchema = z.strictObject({
  /** The full hash. */
  hash: z.string().regex(/^[0-9a-f]{40,64}$/),
  /** When it was committed: ISO 8601. */
  time: z.string().min(1),
});

/** Where and when something that a plan named came to be. */
export const arrivalSchema = z.strictObject({ path: z.string().min(1), commit: pastCommitSchema });

/**
 * A claim that failed on the day the plan came, and what the history says of it since. `stood`: up to HEAD nothing has made it
 * true. `came-later`: something has, so that the failure was wrong, or right only for that day.
 */
export const pastFailureSchema = z.strictObject({
  kind: claimKindSchema,
  value: z.string().min(1),
  intent: intentSchema,
  range: rangeSchema,
  detail: z.string(),
  suggestion: z.string().optional(),
  outcome: z.enum(['stood', 'came-later']),
  /** What made it true, where that is a file or a folder. */
  arrival: arrivalSchema.optional(),
});

/** What a plan was to create. `kept-elsewhere`: a path that ends with the one the plan names came to be. */
export const pastCreationSchema = z.strictObject({
  value: z.string().min(1),
  range: rangeSchema,
  outcome: z.enum(['kept', 'kept-elsewhere', 'not-kept']),
  arrival: arrivalSchema.optional(),
});

/** One plan, checked against the tree of the commit that brought it. */
export const pastPlanSchema = z.strictObject({
  path: z.string().min(1),
  kind: planKindSchema,
  commit: pastCommitSchema,
  claims: claimSummarySchema,
  /** One for each thing that is claimed falsely, at its first place, in the order of the text. */
  fails: z.array(pastFailureSchema),
  /** One for each file or folder that was not there and that the plan was to create, in the order of the text. */
  creates: z.array(pastCreationSchema),
});

/** The sums over all plans. */
export const backtestSummarySchema = z.strictObject({
  plans: z.int().min(0),
  claims: claimSummarySchema,
  fails: z.strictObject({ stood: z.int().min(0), cameLater: z.int().min(0) }),
  creates: z.strictObject({
    kept: z.int().min(0),
    keptElsewhere: z.int().min(0),
    notKept: z.int().min(0),
  }),
});

/** What `plan-review backtest --format json` prints: a public contract. */
export const backtestReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: z.strictObject({ name: z.literal('plan-review'), version: z.string() }),
  elapsedMs: z.number().min(0),
  /** The commit up to which the history was read, and how many there are up to it. */
  head: pastCommitSchema,
  commits: z.int().min(1),
  /** In the order in which they came. */
  plans: z.array(pastPlanSchema),
  /** Plans that could not be read as they came, with the reason in a sentence. */
  skipped: z.array(
    z.strictObject({ path: z.string().min(1), commit: pastCommitSchema, reason: z.string().min(1) }),
  ),
  summary: backtestSummarySchema,
});

export type PastFailure = z.infer<typeof pastFailureSchema>;
export type PastCreation = z.infer<typeof pastCreationSchema>;
export type PastPlan = z.infer<typeof pastPlanSchema>;
export type BacktestSummary = z.infer<typeof backtestSummarySchema>;
export type BacktestReport = z.infer<typeof backtestReportSchema>;

/** What a backtest found, without what is said of the run. */
export type Backtest = Omit<BacktestReport, 'schemaVersion' | 'tool' | 'elapsedMs'>;

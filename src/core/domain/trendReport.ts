import { z } from 'zod';
import { campaignIdSchema, campaignSchema } from './campaign.ts';
import { dimensionSchema, scoresSchema } from './campaignAnalysis.ts';
import { categorySchema, severitySchema } from './finding.ts';

const differencesSchema = z.record(dimensionSchema, z.number());

/** One campaign, as a point on a line. */
export const trendPointSchema = campaignSchema
  .pick({ name: true, plan: true, round: true, strategy: true, status: true, verdict: true, open: true })
  .extend({
    campaign: campaignIdSchema,
    completedAt: z.iso.datetime(),
    /** The average of each dimension over everybody who gave scores; null where nobody did. */
    scores: scoresSchema.nullable(),
  });

/** What is otherwise in a campaign than in the one before it on the same plan. */
export const trendChangeSchema = z.strictObject({
  plan: z.string().min(1),
  from: campaignIdSchema,
  to: campaignIdSchema,
  /** Personas that scored both; the change of scores is that of these alone. */
  reviewers: z.array(z.string().min(1)),
  scores: differencesSchema.nullable(),
  /** Dimensions that fell by at least half a point. */
  regressions: z.array(dimensionSchema),
  findings: campaignSchema.shape.movement,
});

/** Where a plan has come from and to. */
export const planTrendSchema = z.strictObject({
  plan: z.string().min(1),
  title: z.string(),
  campaigns: z.int().min(1),
  /** The scores of the latest campaign in which anybody gave some. */
  scores: scoresSchema.nullable(),
  /** The average of the four; what plans are compared by. */
  overall: z.number().min(1).max(10).nullable(),
  /** By how much the four moved from one campaign to the next on average; null where nothing can be compared. */
  improvement: z.number().nullable(),
  /** By how many the open criticals and majors fell from one campaign to the next on average; null for a single one. */
  settled: z.number().nullable(),
});

/** A persona's overall score of each campaign, the oldest first. */
export const personaTrendSchema = z.strictObject({
  reviewer: z.string().min(1),
  scores: z.array(z.strictObject({ campaign: campaignIdSchema, overall: z.number().min(1).max(10) })).min(1),
});

/** What findings of several plans have in common: a check that raised them, or else their category. */
export const commonKindSchema = z.strictObject({
  kind: z.string().min(1),
  category: categorySchema,
  check: z.string().min(1).nullable(),
  plans: z.array(z.string().min(1)).min(2),
  findings: z.int().min(2),
  open: z.int().min(0),
  worst: severitySchema,
});

/** What many campaigns say together. */
export const trendReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** What was asked about: a plan, or a folder that plans are in. */
  content: z.string().min(1),
  /** Finished campaigns, the oldest first. */
  points: z.array(trendPointSchema),
  changes: z.array(trendChangeSchema),
  /** The plan with the best scores first; those without scores last. */
  plans: z.array(planTrendSchema),
  personas: z.array(personaTrendSchema),
  /** What most plans have in common first. */
  commonKinds: z.array(commonKindSchema),
});

export type TrendPoint = z.infer<typeof trendPointSchema>;
export type TrendChange = z.infer<typeof trendChangeSchema>;
export type PlanTrend = z.infer<typeof planTrendSchema>;
export type PersonaTrend = z.infer<typeof personaTrendSchema>;
export type CommonKind = z.infer<typeof commonKindSchema>;
export type TrendReport = z.infer<typeof trendReportSchema>;

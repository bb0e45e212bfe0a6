import { z } from 'zod';
import { severitySchema } from './finding.ts';
import { tokenUsageSchema } from './modelUsage.ts';
import { taskSummarySchema } from './panelRecord.ts';
import { personaRoleSchema } from './persona.ts';
import { ratingsSchema } from './personaReview.ts';
import { planKindSchema, reviewModeSchema, revisionSchema } from './plan.ts';
import { resolutionSchema } from './resolution.ts';
import { dispositionSchema, findingResponseSchema } from './response.ts';
import { personaSelectionSchema, strategySchema } from './roundRequest.ts';
import { verdictValueSchema } from './verdict.ts';

/**
 * Names a campaign. A plan's round is `<slug>@<number>`, by the folder of its review: `docs-plans-cache@2`. The same
 * artifacts give the same id on every machine.
 */
export const campaignIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]*@[1-9][0-9]{0,5}$/);

/**
 * Where a campaign stands. `pending`: nobody has been asked yet. `in_progress`: begun, and not finished. `analyzing`: every
 * reviewer has ended. `completed`: all of them succeeded. `partial`: finished without some of them. `failed`: its artifacts
 * contradict each other.
 */
export const campaignStatusSchema = z.enum([
  'pending',
  'in_progress',
  'analyzing',
  'completed',
  'partial',
  'failed',
]);

const countSchema = z.int().min(0);

/** One exact content of a plan that was reviewed, and what the plan was called then. */
export const contentVersionSchema = z.strictObject({
  revision: revisionSchema,
  path: z.string().min(1),
  kind: planKindSchema,
  title: z.string(),
});

/** Findings by severity. */
const severityCountsSchema = z.record(severitySchema, countSchema);

/** One review cycle of a plan, as lists and trends tell it. Paths are relative to the workspace folder. */
export const campaignSchema = z.strictObject({
  id: campaignIdSchema,
  name: z.string().min(1),
  plan: z.string().min(1),
  title: z.string(),
  kind: planKindSchema,
  /** Null where the artifacts do not say. */
  revision: revisionSchema.nullable(),
  mode: reviewModeSchema.nullable(),
  round: z.int().min(1),
  /** Both null where the checks alone review. */
  strategy: strategySchema.nullable(),
  selection: personaSelectionSchema.nullable(),
  /** The ids of all reviewers, the checks among them. */
  reviewers: z.array(z.string().min(1)),
  status: campaignStatusSchema,
  verdict: verdictValueSchema.nullable(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  /** What it raised for the first time, and what was open when it had ended. */
  raised: severityCountsSchema,
  open: severityCountsSchema,
  /** How the open findings moved since the round before. */
  movement: z.strictObject({
    new: countSchema,
    persisting: countSchema,
    gone: countSchema,
    regressed: countSchema,
  }),
  usage: tokenUsageSchema,
  /** In US dollars; null where it is not known. */
  costUsd: z.number().min(0).nullable(),
  /** Where the artifacts are. */
  folder: z.string().min(1),
  /** What is wrong with a failed one, and what to do. */
  problem: z.string().min(1).nullable(),
  /** Since when its review is put aside; null where it is not. */
  archivedAt: z.iso.datetime().nullable(),
});

/** What one reviewer came to in a campaign. */
export const campaignReviewSchema = z.strictObject({
  campaign: campaignIdSchema,
  /** The persona's id, or `checks`. */
  reviewer: z.string().min(1),
  status: z.enum(['pending', 'completed', 'failed']),
  elapsedMs: z.number().min(0).nullable(),
  completedAt: z.iso.datetime().nullable(),
  review: z.strictObject({
    name: z.string().min(1),
    role: personaRoleSchema.nullable(),
    provider: z.string().min(1).nullable(),
    model: z.string().min(1).nullable(),
    /** What it looked at, or why it failed. */
    detail: z.string(),
    findings: countSchema,
    summary: z.string().min(1).nullable(),
    verdict: verdictValueSchema.nullable(),
    ratings: ratingsSchema.nullable(),
  }),
});

/** What the reviews of a campaign have in common. */
export const campaignAnalysisSchema = z.strictObject({
  campaign: campaignIdSchema,
  analysis: z.strictObject({ summary: z.string().nullable(), remarks: z.array(z.string().min(1)) }),
  /** The document that tells it to people. */
  markdownPath: z.string().min(1),
  createdAt: z.iso.datetime(),
});

/** The author's side of a campaign. */
export const campaignResponseSchema = z.strictObject({
  campaign: campaignIdSchema,
  state: z.enum(['draft', 'submitted']),
  author: z.string(),
  updatedAt: z.iso.datetime(),
});

/** The author's answer to one finding. */
export const campaignAnswerSchema = findingResponseSchema.extend({ campaign: campaignIdSchema });

/** What a campaign decided of a finding of an earlier one. */
export const campaignResolutionSchema = resolutionSchema.extend({ campaign: campaignIdSchema });

/** What one task of a campaign took and used. */
export const campaignUsageSchema = taskSummarySchema
  .pick({
    phase: true,
    status: true,
    provider: true,
    model: true,
    attempts: true,
    calls: true,
    elapsedMs: true,
  })
  .extend({
    campaign: campaignIdSchema,
    task: taskSummarySchema.shape.id,
    ...tokenUsageSchema.shape,
    costUsd: z.number().min(0).nullable(),
  });

/** A campaign with everything that is known of it. */
export const campaignDetailSchema = z.strictObject({
  campaign: campaignSchema,
  reviews: z.array(campaignReviewSchema),
  analysis: campaignAnalysisSchema.nullable(),
  response: campaignResponseSchema.nullable(),
  answers: z.array(campaignAnswerSchema),
  resolutions: z.array(campaignResolutionSchema),
  usage: z.array(campaignUsageSchema),
});

/** How often findings of a reviewer were answered and decided in one way. */
export const reviewerTallySchema = z.strictObject({
  reviewer: z.string().min(1),
  /** Null where the author has not answered. */
  disposition: dispositionSchema.nullable(),
  status: z.enum(['open', ...resolutionSchema.shape.status.options]),
  findings: z.int().min(1),
});

export type ContentVersion = z.infer<typeof contentVersionSchema>;
export type CampaignStatus = z.infer<typeof campaignStatusSchema>;
export type Campaign = z.infer<typeof campaignSchema>;
export type CampaignReview = z.infer<typeof campaignReviewSchema>;
export type CampaignAnalysis = z.infer<typeof campaignAnalysisSchema>;
export type CampaignResponse = z.infer<typeof campaignResponseSchema>;
export type CampaignAnswer = z.infer<typeof campaignAnswerSchema>;
export type CampaignResolution = z.infer<typeof campaignResolutionSchema>;
export type CampaignUsage = z.infer<typeof campaignUsageSchema>;
export type CampaignDetail = z.infer<typeof campaignDetailSchema>;
export type ReviewerTally = z.infer<typeof reviewerTallySchema>;

/** The id of the campaign that a round of the review in the folder `slug` is. */
export function campaignIdOf(slug: string, round: number): string {
  return `${slug}@${round}`;
}

/** Whether a word can be the id of a campaign. */
export function isCampaignId(word: string): boolean {
  return campaignIdSchema.safeParse(word).success;
}

import { z } from 'zod';
import { campaignIdSchema, campaignStatusSchema } from './campaign.ts';
import { severitySchema } from './finding.ts';
import { tokenUsageSchema } from './modelUsage.ts';
import { personaIdSchema } from './persona.ts';
import { planKindSchema, reviewModeSchema, revisionSchema } from './plan.ts';
import { strategySchema } from './roundRequest.ts';
import { commonKindSchema } from './trendReport.ts';
import { verdictValueSchema } from './verdict.ts';

/**
 * Names a campaign over several plans: what it is about and the how-manieth of it that is, `docs-plans+2`. The plus tells it
 * from the campaign of one plan, whose id has an `@`. It is also the name of its folder below `.plan-review/campaigns/`.
 */
export const jointCampaignIdSchema = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*\+[1-9][0-9]{0,5}$/);

/** What reviewers on models were asked for; kept, so that a campaign is gone on with as it was begun. */
export const jointPanelSchema = z.strictObject({
  reviewers: z.union([z.enum(['all_core', 'smart_sampling']), z.array(personaIdSchema).min(1)]).optional(),
  strategy: strategySchema.optional(),
  provider: z.string().min(1).optional(),
  model: z.string().min(1).optional(),
  effort: z.enum(['low', 'medium', 'high']).optional(),
  /** How models are asked: in batches; left out where each is asked by itself. */
  delivery: z.literal('batch').optional(),
  /** The most that the whole campaign may cost, in US dollars. */
  maxCostUsd: z.number().min(0).optional(),
  contextWindow: z.int().min(1).optional(),
  unchanged: z.enum(['read', 'skip']).optional(),
});

/**
 * How a plan's part of a campaign stands. `pending`: its turn has not come. `in_progress`: it was begun, and is unfinished; a
 * retry resumes it. `completed` and `partial`: it has a finished round, with all of its reviewers or without some. `skipped`: it
 * has not changed since its last round, which counts in its place. `failed`: it could not be reviewed.
 */
export const jointPlanStatusSchema = z.enum([
  'pending',
  'in_progress',
  'completed',
  'partial',
  'skipped',
  'failed',
]);

/** One plan of a campaign. */
export const jointPlanSchema = z.strictObject({
  /** Relative to the workspace folder. */
  path: z.string().min(1),
  /** What it is called; null until it has been read. */
  title: z.string().nullable(),
  kind: planKindSchema.nullable(),
  status: jointPlanStatusSchema,
  /** The campaign of this plan alone, `<slug>@<round>`, and the round; null while there is no finished one. */
  campaign: campaignIdSchema.nullable(),
  round: z.int().min(1).nullable(),
  revision: revisionSchema.nullable(),
  verdict: verdictValueSchema.nullable(),
  /** The findings that were open when its round had ended. */
  open: z.record(severitySchema, z.int().min(0)).nullable(),
  /** In US dollars; null where it is not known, or nothing was asked yet. */
  costUsd: z.number().min(0).nullable(),
  /** Why it failed or stands still, and what to do about it. */
  problem: z.strictObject({ message: z.string().min(1), wayOut: z.string() }).nullable(),
});

/** `campaign.json`: one campaign over several plans. It is rewritten as the campaign goes along, whole each time. */
export const jointCampaignSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: jointCampaignIdSchema,
  name: z.string().min(1),
  /** What was asked for: plans, folders and globs, relative to the workspace folder. */
  content: z.array(z.string().min(1)).min(1),
  mode: reviewModeSchema,
  /** Null for the checks alone. */
  panel: jointPanelSchema.nullable(),
  /** `partial`: it has ended, and some plan has no whole round. */
  status: campaignStatusSchema,
  startedAt: z.iso.datetime(),
  completedAt: z.iso.datetime().nullable(),
  plans: z.array(jointPlanSchema).min(1),
  /** What more than one of the plans has; empty until the campaign has ended. */
  commonKinds: z.array(commonKindSchema),
  /** The sum over the rounds of this campaign and its analysis. */
  usage: tokenUsageSchema,
  costUsd: z.number().min(0).nullable(),
  /** What went otherwise than it was asked for, one sentence each. */
  remarks: z.array(z.string().min(1)),
});

export type JointPanel = z.infer<typeof jointPanelSchema>;
export type JointPlan = z.infer<typeof jointPlanSchema>;
export type JointPlanStatus = z.infer<typeof jointPlanStatusSchema>;
export type JointCampaign = z.infer<typeof jointCampaignSchema>;

/** Whether a word can be the id of a campaign over several plans. */
export function isJointCampaignId(word: string): boolean {
  return jointCampaignIdSchema.safeParse(word).success;
}

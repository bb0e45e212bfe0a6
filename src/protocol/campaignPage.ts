import { z } from 'zod';
import { campaignReviewSchema, campaignStatusSchema } from '../core/domain/campaign.ts';
import { analysisSchema } from '../core/domain/campaignAnalysis.ts';
import { findingIdSchema, severitySchema } from '../core/domain/finding.ts';
import { indexedFindingSchema } from '../core/domain/indexedFinding.ts';
import { strategySchema } from '../core/domain/roundRequest.ts';
import { commonKindSchema } from '../core/domain/trendReport.ts';
import { verdictValueSchema } from '../core/domain/verdict.ts';
import { campaignNotesSchema, notesDraftSchema, panelRecordsSchema } from './panelInsights.ts';

/** A plan of a campaign, and how its part stands. */
const campaignPlanSchema = z.strictObject({
  /** Relative to the workspace folder. */
  path: z.string().min(1),
  title: z.string(),
  /** In a word or two, as people read it. */
  status: z.string().min(1),
  verdict: verdictValueSchema.nullable(),
  round: z.int().min(1).nullable(),
  open: z.record(severitySchema, z.int().min(0)).nullable(),
  /** What is wrong, and what to do. */
  problem: z.string().nullable(),
});

/** Everything that the page of a campaign shows. */
export const campaignPageSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1),
  status: campaignStatusSchema,
  /** Null while there is none, and for a campaign over several plans: each has its own. */
  verdict: verdictValueSchema.nullable(),
  startedAt: z.iso.datetime().nullable(),
  completedAt: z.iso.datetime().nullable(),
  strategy: strategySchema.nullable(),
  /** In US dollars; null where it is not known. */
  costUsd: z.number().min(0).nullable(),
  /** Where its artifacts are, relative to the workspace folder. */
  folder: z.string().min(1),
  problem: z.string().nullable(),
  /** Whether it, or the review that it belongs to, is put aside. */
  isArchived: z.boolean(),
  plans: z.array(campaignPlanSchema).min(1),
  /** Who was asked; empty for a campaign over several plans, whose analysis has them. */
  reviews: z.array(campaignReviewSchema),
  /** What it raised, with what has become of it since, the worst first. */
  findings: z.array(indexedFindingSchema),
  /** What several of its plans have in common. */
  commonKinds: z.array(commonKindSchema),
  /** What went otherwise than asked. */
  remarks: z.array(z.string()),
  /** Left out where there is none that can be used. */
  analysis: analysisSchema.optional(),
  reviewers: panelRecordsSchema,
  /** What somebody has noted on it; left out where nobody may note. */
  notes: campaignNotesSchema.optional(),
});

/** What the host sends to the page of a campaign. */
export const campaignHostMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('campaign/set'),
    /** Left out where it cannot be shown; `failure` says why. */
    campaign: campaignPageSchema.optional(),
    failure: z.strictObject({ message: z.string(), wayOut: z.string() }).optional(),
  }),
  /** Something changed; a page that is looking asks again. */
  z.strictObject({ type: z.literal('campaign/changed') }),
  /** The notes that are stored now, after a save. */
  z.strictObject({
    type: z.literal('campaign/notes'),
    notes: campaignNotesSchema,
    /** Why they were not stored. */
    failure: z.strictObject({ message: z.string(), wayOut: z.string() }).optional(),
  }),
]);

/** What the page of a campaign asks of the host. */
export const campaignPageMessageSchema = z.discriminatedUnion('type', [
  /** Answered by `campaign/set`. */
  z.strictObject({ type: z.literal('campaign/get') }),
  /** Show a finding in its plan's review. */
  z.strictObject({
    type: z.literal('campaign/show-finding'),
    plan: z.string().min(1),
    finding: findingIdSchema,
  }),
  /** Show the review of a plan. */
  z.strictObject({ type: z.literal('campaign/show-review'), plan: z.string().min(1) }),
  /** Open a plan in an editor. */
  z.strictObject({ type: z.literal('campaign/open-plan'), plan: z.string().min(1) }),
  /** Go on with what is unfinished, or ask those again who failed. */
  z.strictObject({ type: z.literal('campaign/go-on') }),
  /** Store somebody's notes on it. Answered by `campaign/notes`. */
  z.strictObject({ type: z.literal('campaign/save-notes'), draft: notesDraftSchema }),
  /** Put it aside, or bring it back. */
  z.strictObject({ type: z.literal('campaign/archive'), isArchived: z.boolean() }),
]);

export type CampaignPage = z.infer<typeof campaignPageSchema>;
export type CampaignHostMessage = z.infer<typeof campaignHostMessageSchema>;
export type CampaignPageMessage = z.infer<typeof campaignPageMessageSchema>;

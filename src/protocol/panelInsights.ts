import { z } from 'zod';
import { analysisSchema } from '../core/domain/campaignAnalysis.ts';
import { personaRecordSchema } from '../core/domain/personaRecord.ts';
import { trendReportSchema } from '../core/domain/trendReport.ts';

const round = z.int().min(1);

/** Why something cannot be told, and what to do. */
const failureSchema = z.strictObject({ message: z.string(), wayOut: z.string() });

/** What became of the findings of each reviewer, over all plans; `failure` says why nobody can tell. */
export const panelRecordsSchema = z.strictObject({
  records: z.array(personaRecordSchema),
  failure: failureSchema.optional(),
});

/** What a person has noted on an analysis, as it is stored. */
export const campaignNotesSchema = z.strictObject({
  /** Names what is on disk; whoever saves says that this is what they have seen. Null where nothing is. */
  version: z.string().min(1).nullable(),
  /** Both empty where nobody has noted anything. */
  author: z.string(),
  text: z.string(),
  /** Left out where nothing is stored. */
  updatedAt: z.iso.datetime().optional(),
  /** Why what is stored cannot be shown. */
  problem: z.string().optional(),
});

/** What somebody has written, and on top of what. */
export const notesDraftSchema = z.strictObject({
  author: z.string(),
  text: z.string(),
  seen: z.string().min(1).nullable(),
});

/** What the host tells the page of analyses and trends. */
export const insightsHostMessages = [
  z.strictObject({
    type: z.literal('analysis/set'),
    round,
    /** Left out where there is none that can be used. */
    analysis: analysisSchema.optional(),
    reviewers: panelRecordsSchema,
    /** The id of the round as a campaign, and what somebody has noted on it; left out where nobody may note. */
    noted: z.strictObject({ campaign: z.string().min(1), notes: campaignNotesSchema }).optional(),
  }),
  z.strictObject({
    type: z.literal('trends/set'),
    /** Left out where they cannot be told; `failure` says why. */
    trends: trendReportSchema.optional(),
    failure: failureSchema.optional(),
    reviewers: panelRecordsSchema,
  }),
  /** What is stored now, after a save. */
  z.strictObject({
    type: z.literal('notes/set'),
    campaign: z.string().min(1),
    notes: campaignNotesSchema,
    /** Why it was not stored. */
    failure: failureSchema.optional(),
  }),
] as const;

/** What the page asks of the host about analyses and trends. */
export const insightsPageMessages = [
  /** What the reviews of a round come to. Answered by `analysis/set`. */
  z.strictObject({ type: z.literal('analysis/get'), round }),
  /** How the plan has come along. Answered by `trends/set`. */
  z.strictObject({ type: z.literal('trends/get') }),
  /** Store somebody's notes on the analysis of a campaign. Answered by `notes/set`. */
  z.strictObject({
    type: z.literal('notes/save'),
    campaign: z.string().min(1),
    draft: notesDraftSchema,
  }),
] as const;

export type CampaignNotes = z.infer<typeof campaignNotesSchema>;
export type NotesDraft = z.infer<typeof notesDraftSchema>;
export type PanelRecords = z.infer<typeof panelRecordsSchema>;

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

/** What the host tells the page of analyses and trends. */
export const insightsHostMessages = [
  z.strictObject({
    type: z.literal('analysis/set'),
    round,
    /** Left out where there is none that can be used. */
    analysis: analysisSchema.optional(),
    reviewers: panelRecordsSchema,
  }),
  z.strictObject({
    type: z.literal('trends/set'),
    /** Left out where they cannot be told; `failure` says why. */
    trends: trendReportSchema.optional(),
    failure: failureSchema.optional(),
    reviewers: panelRecordsSchema,
  }),
] as const;

/** What the page asks of the host about analyses and trends. */
export const insightsPageMessages = [
  /** What the reviews of a round come to. Answered by `analysis/set`. */
  z.strictObject({ type: z.literal('analysis/get'), round }),
  /** How the plan has come along. Answered by `trends/set`. */
  z.strictObject({ type: z.literal('trends/get') }),
] as const;

export type PanelRecords = z.infer<typeof panelRecordsSchema>;

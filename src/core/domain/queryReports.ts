import { z } from 'zod';
import { campaignDetailSchema, campaignSchema } from './campaign.ts';
import { jointCampaignSchema } from './jointCampaign.ts';
import { indexedFindingSchema } from './indexedFinding.ts';

const toolSchema = z.strictObject({ name: z.literal('plan-review'), version: z.string() });

/** What `plan-review list --format json` prints: a public contract. */
export const campaignsReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: toolSchema,
  /** How many there are; `campaigns` holds those that were asked for, the latest first. */
  total: z.int().min(0),
  campaigns: z.array(campaignSchema),
  /** Campaigns on several plans, the latest first; each of their rounds is among `campaigns` as well. */
  joint: z.array(jointCampaignSchema),
});

/** What `plan-review findings --format json` prints: a public contract. */
export const findingsReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  tool: toolSchema,
  /** How many there are; `findings` holds those that were asked for, the worst first. */
  total: z.int().min(0),
  findings: z.array(indexedFindingSchema),
});

/** What `plan-review view <campaign> --format json` prints: a public contract. */
export const campaignReportSchema = campaignDetailSchema.extend({
  schemaVersion: z.literal(1),
  tool: toolSchema,
  /** What it raised, with what has become of it since. */
  findings: z.array(indexedFindingSchema),
});

export type CampaignReport = z.infer<typeof campaignReportSchema>;
export type CampaignsReport = z.infer<typeof campaignsReportSchema>;
export type FindingsReport = z.infer<typeof findingsReportSchema>;

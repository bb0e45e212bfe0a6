import { z } from 'zod';
import { campaignIdSchema } from './campaign.ts';
import { categorySchema, confidenceSchema, findingIdSchema, severitySchema } from './finding.ts';
import { revisionSchema } from './plan.ts';
import { rangeSchema } from './position.ts';
import { resolutionStatusSchema } from './resolution.ts';
import { dispositionSchema } from './response.ts';

/** What became of a finding: `open` until a later round has decided it. */
export const findingStatusSchema = z.enum(['open', ...resolutionStatusSchema.options]);

/** A finding of any plan after all rounds, as queries across plans tell it. */
export const indexedFindingSchema = z.strictObject({
  /** The plan's path, relative to the workspace folder. Together with `id` it names the finding. */
  plan: z.string().min(1),
  id: findingIdSchema,
  /** The campaign that raised it. */
  campaign: campaignIdSchema,
  severity: severitySchema,
  category: categorySchema,
  status: findingStatusSchema,
  /** Whether it still counts: an acknowledged critical or major finding does. */
  isOpen: z.boolean(),
  /** The round that decided its status; null while none has. */
  decidedIn: z.int().min(1).nullable(),
  /** The author's last answer to it; null where there is none. */
  disposition: dispositionSchema.nullable(),
  /** The reviewers that raised it. */
  reviewers: z.array(z.string().min(1)).min(1),
  /** The check that raised it; null where only personas did. */
  check: z.string().min(1).nullable(),
  confidence: confidenceSchema.nullable(),
  title: z.string().min(1),
  observation: z.string().min(1),
  concern: z.string().min(1),
  recommendation: z.string().min(1),
  /** The plan's own words that it is about; empty for the plan as a whole. */
  quote: z.string(),
  /** The heading path of the section that holds them, outermost first. */
  section: z.array(z.string()),
  /** Where they stand in `revision`. */
  range: rangeSchema,
  /** The content of the plan that was last reviewed with the finding in it. */
  revision: revisionSchema,
});

export type FindingStatus = z.infer<typeof findingStatusSchema>;
export type IndexedFinding = z.infer<typeof indexedFindingSchema>;

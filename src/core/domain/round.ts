import { z } from 'zod';
import { findingIdSchema } from './finding.ts';
import { suppressedFindingSchema } from './checkReport.ts';
import { claimSummarySchema } from './claim.ts';
import { commandRunSchema, executionSchema } from './execution.ts';
import { packetCoverageSchema } from './packetReview.ts';
import { panelRecordSchema } from './panelRecord.ts';
import { droppedFindingSchema, resolutionSchema } from './resolution.ts';
import { planIdentitySchema, reviewModeSchema, revisionSchema } from './plan.ts';
import { reviewerReportSchema } from './reviewer.ts';
import { verdictSchema } from './verdict.ts';

/** The version of every artifact below `reviews/`. `docs/artifacts.md` says what forces a new one. */
export const ARTIFACT_SCHEMA_VERSION = 1;

const artifactVersionSchema = z.literal(ARTIFACT_SCHEMA_VERSION);

/** What the repository looked like when the round was run; null where there is none to ask. */
export const repositoryStateSchema = z.strictObject({
  head: z.string().nullable(),
  branch: z.string().nullable(),
  /** Whether the plan's content was committed at HEAD. */
  planCommitted: z.boolean(),
});

/** A file of the round with the hash of its bytes, relative to the round's folder. */
export const artifactSchema = z.strictObject({
  path: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const questionSchema = z.strictObject({
  id: z.string().regex(/^Q[1-9][0-9]*$/),
  text: z.string().min(1),
});
export const strengthSchema = z.strictObject({
  id: z.string().regex(/^S[1-9][0-9]*$/),
  text: z.string().min(1),
});

/** `round.json`: a finished round. It is written last, so a folder without it is an unfinished round. */
export const roundSchema = z.strictObject({
  schemaVersion: artifactVersionSchema,
  number: z.int().min(1),
  mode: reviewModeSchema,
  plan: planIdentitySchema,
  revision: revisionSchema,
  startedAt: z.iso.datetime(),
  completedAt: z.iso.datetime(),
  repository: repositoryStateSchema.nullable(),
  reviewers: z.array(reviewerReportSchema).min(1),
  /** Left out where only the checks reviewed the plan. */
  panel: panelRecordSchema.optional(),
  claims: claimSummarySchema,
  /** What no reviewer has read as it is now, by its headings; left out where all of it was read. */
  unread: z.array(z.string().min(1)).min(1).optional(),
  /** How the areas and questions of a packet were covered; left out for any other plan. */
  packet: packetCoverageSchema.optional(),
  /** What `execution.json` comes to; left out before the work. */
  execution: executionSchema.pick({ status: true, score: true }).optional(),
  /** The plan's validation commands, looked at before the work; left out where nobody asked for that. */
  gates: z.array(commandRunSchema).optional(),
  /** What became of the findings that were open when the round began; left out where there were none. */
  resolutions: z.array(resolutionSchema).min(1).optional(),
  /** New findings of reviewers that a later round may not raise; left out where there were none. */
  dropped: z.array(droppedFindingSchema).min(1).optional(),
  /**
   * Open findings that no longer hold the plan up, because two rounds had ended NO-GO before they were raised. They are
   * residual risks. Left out where there are none.
   */
  residual: z.array(findingIdSchema).min(1).optional(),
  /** What the plan asked to leave alone, with the reasons it gave; left out where there is nothing of the kind. */
  suppressed: z.array(suppressedFindingSchema).optional(),
  strengths: z.array(strengthSchema),
  questions: z.array(questionSchema),
  verdict: verdictSchema,
  artifacts: z.array(artifactSchema),
});

export type RepositoryState = z.infer<typeof repositoryStateSchema>;
export type Question = z.infer<typeof questionSchema>;
export type Strength = z.infer<typeof strengthSchema>;
export type Round = z.infer<typeof roundSchema>;

/** `review.json`: the table of contents of a plan's review. It can be made again from the rounds. */
export const reviewSchema = z.strictObject({
  schemaVersion: artifactVersionSchema,
  plan: planIdentitySchema,
  /** `recorded` once somebody has signed the record of the latest round. */
  status: z.enum(['in_review', 'recorded']),
  rounds: z.array(
    z.strictObject({
      number: z.int().min(1),
      revision: revisionSchema,
      completedAt: z.iso.datetime(),
      verdict: verdictSchema.shape.value,
    }),
  ),
  /** The verdict of the latest round, or null before the first one. */
  verdict: verdictSchema.shape.value.nullable(),
});

export type Review = z.infer<typeof reviewSchema>;

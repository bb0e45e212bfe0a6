import { z } from 'zod';
import { anchorPlaceSchema } from '../core/domain/anchor.ts';
import { claimSchema, claimSummarySchema } from '../core/domain/claim.ts';
import { executionSchema } from '../core/domain/execution.ts';
import { findingIdSchema, findingSchema } from '../core/domain/finding.ts';
import { packetCoverageSchema } from '../core/domain/packetReview.ts';
import { panelRecordSchema } from '../core/domain/panelRecord.ts';
import { planIdentitySchema, revisionSchema } from '../core/domain/plan.ts';
import { droppedFindingSchema, findingStatusSchema, resolutionSchema } from '../core/domain/resolution.ts';
import { findingResponseSchema } from '../core/domain/response.ts';
import { reviewerReportSchema } from '../core/domain/reviewer.ts';
import { questionSchema, repositoryStateSchema, strengthSchema } from '../core/domain/round.ts';
import { verdictSchema, verdictValueSchema } from '../core/domain/verdict.ts';
import { panelResponseSchema } from './panelResponse.ts';

/** A finding as the panel shows it: with the place it has in the plan as it is now. */
export const panelFindingSchema = z.strictObject({ finding: findingSchema, place: anchorPlaceSchema });

/** What a round decided of an earlier finding, and what its author had answered. */
export const panelResolutionSchema = resolutionSchema.extend({
  /** Left out where nobody had. */
  answer: findingResponseSchema.optional(),
});

export const panelRoundSchema = z.strictObject({
  number: z.int().min(1),
  completedAt: z.iso.datetime(),
  revision: revisionSchema,
  repository: repositoryStateSchema.nullable(),
  reviewers: z.array(reviewerReportSchema),
  verdict: verdictSchema,
  claimSummary: claimSummarySchema,
  /** The claims that do not hold or cannot be verified; the rest is only counted. */
  claims: z.array(claimSchema),
  findings: z.array(panelFindingSchema),
  /** Findings of earlier rounds that were still open when this one had ended; left out where there are none. */
  earlier: z.array(panelFindingSchema).optional(),
  /** How many findings it raised, how many earlier ones it settled, and how many were open when it had ended. */
  outcome: z.strictObject({
    raised: z.int().min(0),
    settled: z.int().min(0),
    open: z.int().min(0),
  }),
  /** What became of the findings that were open when it began; left out where there were none. */
  resolutions: z.array(panelResolutionSchema).optional(),
  /** New findings of reviewers that it may not raise; left out where there were none. */
  dropped: z.array(droppedFindingSchema).optional(),
  /** Open findings that no longer hold the plan up; left out where there are none. */
  residual: z.array(findingIdSchema).optional(),
  strengths: z.array(strengthSchema),
  questions: z.array(questionSchema),
  /** How the areas and questions of a packet were covered; left out for any other plan. */
  packet: packetCoverageSchema.optional(),
  /** Whether the plan was carried out; left out before the work. */
  execution: executionSchema.omit({ schemaVersion: true, commits: true, isCut: true }).optional(),
  /** Whether there is an analysis of what they say together; left out where not. */
  hasAnalysis: z.literal(true).optional(),
  /** What reviewers on models were and took; left out where only the checks reviewed the plan. */
  panel: panelRecordSchema.optional(),
});

/** A round that is being run. */
export const panelRunSchema = z.strictObject({
  steps: z.array(
    z.strictObject({
      id: z.string().min(1),
      text: z.string(),
      state: z.enum(['running', 'done', 'failed']),
    }),
  ),
  canCancel: z.boolean(),
});

/** A round that was begun and not finished. */
export const panelUnfinishedSchema = z.strictObject({
  number: z.int().min(1),
  startedAt: z.iso.datetime(),
  /** Tasks that ended well. */
  succeeded: z.int().min(0),
  /** Those that ended otherwise, and why. */
  failures: z.array(z.strictObject({ task: z.string(), message: z.string(), wayOut: z.string() })),
  /** What they cost, in US dollars; left out where that is not known. */
  costUsd: z.number().min(0).optional(),
  /** Whether another process is at work on it. */
  isRunning: z.boolean(),
  /** How many of its tasks wait for an answer from a batch; left out where none do. */
  inBatch: z.int().min(1).optional(),
});

/** What the latest verdict is worth now. */
export const panelStandingSchema = z.strictObject({
  verdict: verdictValueSchema,
  /** Every reason for which it no longer counts; empty while it does. */
  reasons: z.array(z.string()),
  /** Who signed it; left out where nobody did. */
  signedBy: z.string().optional(),
  /** What else is to be said, such as that an approval could not be looked at. */
  remarks: z.array(z.string()),
});

/** Everything the panel shows. The page keeps nothing that is not in here but its own scroll and selection. */
export const panelStateSchema = z.strictObject({
  plan: planIdentitySchema,
  /** Oldest first; empty before the first review. */
  rounds: z.array(panelRoundSchema),
  /** What became of every finding by now, in the order of their numbers. */
  findings: z.array(
    z.strictObject({ id: findingIdSchema, status: findingStatusSchema, isOpen: z.boolean() }),
  ),
  /** Why the latest verdict no longer describes the plan; absent while it does. */
  stale: z.string().optional(),
  /** By revision, HEAD and claims; absent before the first review. */
  standing: panelStandingSchema.optional(),
  /** Rounds on disk that contradict themselves, one sentence each. */
  problems: z.array(z.string()),
  run: panelRunSchema.optional(),
  /** Absent while a round is being run here. */
  unfinished: panelUnfinishedSchema.optional(),
  /** The author's side of the latest round; absent where nobody may answer, as in an untrusted workspace. */
  response: panelResponseSchema.optional(),
  /** Why the last thing the user asked for did not happen, and what to do. */
  error: z.strictObject({ message: z.string(), wayOut: z.string() }).optional(),
});

export type PanelFinding = z.infer<typeof panelFindingSchema>;
export type PanelResolution = z.infer<typeof panelResolutionSchema>;
export type PanelRound = z.infer<typeof panelRoundSchema>;
export type PanelRun = z.infer<typeof panelRunSchema>;
export type PanelState = z.infer<typeof panelStateSchema>;

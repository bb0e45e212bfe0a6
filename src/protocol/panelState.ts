import { z } from 'zod';
import { anchorPlaceSchema } from '../core/domain/anchor.ts';
import { claimSchema, claimSummarySchema } from '../core/domain/claim.ts';
import { findingSchema } from '../core/domain/finding.ts';
import { panelRecordSchema } from '../core/domain/panelRecord.ts';
import { planIdentitySchema, revisionSchema } from '../core/domain/plan.ts';
import { reviewerReportSchema } from '../core/domain/reviewer.ts';
import { questionSchema, repositoryStateSchema, strengthSchema } from '../core/domain/round.ts';
import { verdictSchema } from '../core/domain/verdict.ts';

/** A finding as the panel shows it: with the place it has in the plan as it is now. */
export const panelFindingSchema = z.strictObject({ finding: findingSchema, place: anchorPlaceSchema });

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
  strengths: z.array(strengthSchema),
  questions: z.array(questionSchema),
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
});

/** Everything the panel shows. The page keeps nothing that is not in here but its own scroll and selection. */
export const panelStateSchema = z.strictObject({
  plan: planIdentitySchema,
  /** Oldest first; empty before the first review. */
  rounds: z.array(panelRoundSchema),
  /** Why the latest verdict no longer describes the plan; absent while it does. */
  stale: z.string().optional(),
  /** Rounds on disk that contradict themselves, one sentence each. */
  problems: z.array(z.string()),
  run: panelRunSchema.optional(),
  /** Absent while a round is being run here. */
  unfinished: panelUnfinishedSchema.optional(),
  /** Why the last thing the user asked for did not happen, and what to do. */
  error: z.strictObject({ message: z.string(), wayOut: z.string() }).optional(),
});

export type PanelFinding = z.infer<typeof panelFindingSchema>;
export type PanelRound = z.infer<typeof panelRoundSchema>;
export type PanelRun = z.infer<typeof panelRunSchema>;
export type PanelState = z.infer<typeof panelStateSchema>;

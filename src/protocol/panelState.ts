import { z } from 'zod';
import { anchorPlaceSchema } from '../core/domain/anchor.ts';
import { claimSchema, claimSummarySchema } from '../core/domain/claim.ts';
import { findingSchema } from '../core/domain/finding.ts';
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
  /** Why the last thing the user asked for did not happen, and what to do. */
  error: z.strictObject({ message: z.string(), wayOut: z.string() }).optional(),
});

export type PanelFinding = z.infer<typeof panelFindingSchema>;
export type PanelRound = z.infer<typeof panelRoundSchema>;
export type PanelRun = z.infer<typeof panelRunSchema>;
export type PanelState = z.infer<typeof panelStateSchema>;

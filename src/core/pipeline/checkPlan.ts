import type { PlanCheck, SuppressedFinding } from '../domain/checkReport.ts';
import { summarizeClaims, type Claim } from '../domain/claim.ts';
import type { DraftFinding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { ReadPlan } from './readPlan.ts';

/** How to run the checks. */
export interface RunOptions {
  readonly mode: ReviewMode;
  readonly signal: AbortSignal | undefined;
  /** `known`: no command is run, only what is remembered is told; `run` unless said. */
  readonly commands?: 'run' | 'known';
  /** The other plans that are checked in the same run, relative to the workspace folder; none unless said. */
  readonly beside?: readonly string[];
}

/** The checks as the pipeline sees them: a plan in, claims and findings out, in the order of the text. */
export type RunChecks = (
  document: PlanDocument,
  options: RunOptions,
) => Promise<{
  readonly ran: readonly string[];
  readonly claims: readonly Claim[];
  readonly findings: readonly DraftFinding[];
  /** What the plan asks to leave alone; none of `findings`. */
  readonly suppressed?: readonly SuppressedFinding[];
}>;

/** Runs the checks over a plan and numbers what they find. Stores nothing. */
export async function checkPlan(
  runChecks: RunChecks,
  plan: ReadPlan,
  options: RunOptions,
): Promise<PlanCheck> {
  const result = await runChecks(plan.document, options);
  return {
    path: plan.document.path,
    revision: plan.revision,
    kind: plan.document.kind,
    claims: [...result.claims],
    findings: result.findings.map((finding, index) => ({ id: `F${index + 1}`, ...finding })),
    ...(result.suppressed === undefined || result.suppressed.length === 0
      ? {}
      : { suppressed: [...result.suppressed] }),
    summary: summarizeClaims(result.claims),
  };
}

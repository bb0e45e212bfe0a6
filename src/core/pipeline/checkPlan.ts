import type { PlanCheck } from '../domain/checkReport.ts';
import { summarizeClaims, type Claim } from '../domain/claim.ts';
import type { DraftFinding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { ReadPlan } from './readPlan.ts';

/** The checks as the pipeline sees them: a plan in, claims and findings out, in the order of the text. */
export type RunChecks = (
  document: PlanDocument,
  options: { mode: ReviewMode; signal: AbortSignal | undefined },
) => Promise<{
  readonly ran: readonly string[];
  readonly claims: readonly Claim[];
  readonly findings: readonly DraftFinding[];
}>;

/** Runs the checks over a plan and numbers what they find. Stores nothing. */
export async function checkPlan(
  runChecks: RunChecks,
  plan: ReadPlan,
  options: { mode: ReviewMode; signal: AbortSignal | undefined },
): Promise<PlanCheck> {
  const result = await runChecks(plan.document, options);
  return {
    path: plan.document.path,
    revision: plan.revision,
    kind: plan.document.kind,
    claims: [...result.claims],
    findings: result.findings.map((finding, index) => ({ id: `F${index + 1}`, ...finding })),
    summary: summarizeClaims(result.claims),
  };
}

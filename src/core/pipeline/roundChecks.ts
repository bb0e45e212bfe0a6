import { summarizeClaims } from '../domain/claim.ts';
import type { RepositoryState } from '../domain/round.ts';
import type { RoundChecks } from '../domain/roundChecks.ts';
import type { OpenRound } from '../ports/artifactStore.ts';
import type { ReadPlan } from './readPlan.ts';
import type { ReviewDeps, RoundRequest } from './roundDeps.ts';

/** The built-in reviewer. */
export const checksReviewer = { id: 'checks', name: 'Checks' } as const;

/** What the checks say of the snapshot; a round that is taken up goes on from what they said when it began. */
export async function checksOf(
  deps: ReviewDeps,
  request: RoundRequest,
  { plan, open }: { readonly plan: ReadPlan; readonly open: OpenRound },
): Promise<RoundChecks> {
  if (open.checks !== undefined) {
    return open.checks;
  }
  const report = (state: 'running' | 'done', text: string): void =>
    request.progress?.report({
      type: 'reviewer',
      reviewer: checksReviewer.id,
      name: checksReviewer.name,
      state,
      text,
    });
  report('running', 'verifying what the plan claims');
  const result = await deps.runChecks(plan.document, request);
  const { fail } = summarizeClaims(result.claims);
  report('done', `${result.findings.length} findings, ${fail} failed claims`);
  const checks: RoundChecks = {
    schemaVersion: 1,
    repository: await repositoryState(deps, request, plan),
    ran: [...result.ran],
    claims: [...result.claims],
    findings: [...result.findings],
    ...(result.suppressed === undefined || result.suppressed.length === 0
      ? {}
      : { suppressed: [...result.suppressed] }),
  };
  if (open.request !== undefined) {
    await open.storeChecks(checks);
  }
  return checks;
}

async function repositoryState(
  deps: ReviewDeps,
  request: RoundRequest,
  plan: ReadPlan,
): Promise<RepositoryState | null> {
  const answer = await deps.git.repository(request.signal);
  if (!answer.available) {
    return null;
  }
  const path = deps.treePath(request.path);
  const { head, branch } = answer.repository;
  return { head, branch, planCommitted: await deps.git.isCommitted(path, plan.bytes, request.signal) };
}

import { summarizeClaims, type Claim } from '../domain/claim.ts';
import { notTold } from '../analysis/execution/findings.ts';
import { PlanReviewError } from '../base/errors.ts';
import { executionRules, reviewedInExecution } from '../domain/executionRules.ts';
import type { DraftFinding } from '../domain/finding.ts';
import { compareRanges } from '../domain/position.ts';
import type { RepositoryState } from '../domain/round.ts';
import type { RoundChecks } from '../domain/roundChecks.ts';
import type { OpenRound } from '../ports/artifactStore.ts';
import { examineWork, weighed } from './execution/examineWork.ts';
import { examineGates } from './execution/gates.ts';
import { sectionDiffs } from './execution/sectionDiffs.ts';
import { defaultTimeLimit } from './execution/validation.ts';
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
  const beyond = await beyondTheText(deps, request, { plan, open });
  const findings = [...result.findings, ...beyond.findings].toSorted((a, b) =>
    compareRanges(a.range, b.range),
  );
  const { fail } = summarizeClaims(result.claims);
  report('done', `${findings.length} findings, ${fail} failed claims`);
  const checks: RoundChecks = {
    schemaVersion: 1,
    repository: await repositoryState(deps, request, plan),
    ran: [...result.ran, ...beyond.ran],
    claims: settledByWork(result.claims, beyond.facts.execution),
    findings,
    ...(result.suppressed === undefined || result.suppressed.length === 0
      ? {}
      : { suppressed: [...result.suppressed] }),
    ...beyond.facts,
  };
  if (open.request !== undefined) {
    await open.storeChecks(checks);
  }
  return checks;
}

/** What the work did as the plan says is no open question: a file that was to be removed is rightly not there. */
function settledByWork(claims: readonly Claim[], execution: RoundChecks['execution']): Claim[] {
  const done = (execution?.steps ?? []).flatMap(({ evidence }) =>
    evidence.filter(({ state }) => state === 'done'),
  );
  return claims.map((claim) => {
    const evidence = done.find(
      ({ range }) =>
        range.start.line === claim.range.start.line && range.start.column === claim.range.start.column,
    );
    return evidence === undefined || claim.verdict !== 'unverifiable'
      ? claim
      : { ...claim, intent: evidence.intent, verdict: 'pass', detail: evidence.detail };
  });
}

/** What is found out beside what the plan's text says: whether the work was done, or what its gates are worth before it. */
async function beyondTheText(
  { execution: deps }: ReviewDeps,
  { mode, work = {}, gates, progress, signal }: RoundRequest,
  { plan, open }: { readonly plan: ReadPlan; readonly open: OpenRound },
): Promise<{
  readonly ran: readonly string[];
  readonly findings: readonly DraftFinding[];
  readonly facts: Pick<RoundChecks, 'execution' | 'diff' | 'gates'>;
}> {
  const { since, commands = 'yes', timeLimit = defaultTimeLimit } = work;
  const request = { since, commands, timeLimit, progress, signal };
  if (deps !== undefined && mode === 'execution') {
    const ran = reviewedInExecution.map(({ id }) => id);
    const examined = await examineWork(deps, plan.document, request).catch(untold);
    if (examined instanceof PlanReviewError) {
      const { title } = await deps.readWork(plan.document, signal);
      return { ran, findings: weighed([notTold(examined, title)], await deps.severities()), facts: {} };
    }
    const { execution, findings } = examined;
    const diff = open.request === undefined ? undefined : await sectionDiffs(deps, examined, signal);
    return { ran, findings, facts: { execution, ...(diff === undefined ? {} : { diff: [...diff] }) } };
  }
  if (deps !== undefined && gates === 'look') {
    const looked = await examineGates(deps, plan.document, request);
    return { ran: [executionRules.gates.id], findings: looked.findings, facts: { gates: [...looked.gates] } };
  }
  return { ran: [], findings: [], facts: {} };
}

/** Where git cannot tell, a round says so and goes on with what the text alone gives. */
function untold(error: unknown): PlanReviewError {
  if (error instanceof PlanReviewError && error.code === 'history-unavailable') {
    return error;
  }
  throw error;
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

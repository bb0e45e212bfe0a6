import { throwIfCancelled } from '../base/errors.ts';
import { summarizeClaims } from '../domain/claim.ts';
import type { Finding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import type { ReviewerReport } from '../domain/reviewer.ts';
import { ARTIFACT_SCHEMA_VERSION, type RepositoryState } from '../domain/round.ts';
import { computeVerdict } from '../domain/verdict.ts';
import type { ArtifactStore, OpenRound, RoundContent, StoredRound } from '../ports/artifactStore.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanFiles } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { Progress } from '../ports/progress.ts';
import { reviewDocument, reviewerDocument } from '../reports/reviewDocument.ts';
import { revisionOf } from '../text/planDocument.ts';
import type { RunChecks } from './checkPlan.ts';
import { numberFindings } from './numberFindings.ts';
import { questionsOf, strengthsOf } from './remarks.ts';
import { identityOf, readPlan, type ReadPlan } from './readPlan.ts';

export interface ReviewDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
  readonly git: Git;
  readonly clock: Clock;
  readonly runChecks: RunChecks;
  /** A plan's path below the tree's root. */
  readonly treePath: (planPath: string) => string;
}

/** What a round is run on, and who hears of it. */
export interface RoundRequest {
  readonly path: string;
  readonly mode: ReviewMode;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress | undefined;
}

/** The built-in reviewer. */
const checksReviewer = { id: 'checks', name: 'Checks' } as const;

/**
 * Runs a round on a plan as it is on disk: snapshot, reviewers, verdict, artifacts.
 *
 * Everybody reads the snapshot, so an edit during the round changes nothing but the verdict. The round counts only
 * once it is complete; a cancelled or killed one leaves a folder that the next round takes up.
 */
export async function reviewPlan(
  deps: ReviewDeps,
  request: RoundRequest,
): Promise<StoredRound & { folder: string }> {
  request.progress?.report({ type: 'step', step: 'snapshot', text: `Reading ${request.path}` });
  const startedAt = deps.clock.now();
  const plan = await readPlan(deps.planFiles, request);
  throwIfCancelled(request.signal);
  const open = await deps.store.begin(identityOf(plan.document), plan);
  try {
    const content = await runRound(deps, request, { plan, open, startedAt });
    throwIfCancelled(request.signal);
    request.progress?.report({ type: 'step', step: 'record', text: 'Recording the round' });
    return { ...(await open.complete(content)), folder: open.folder };
  } finally {
    await open.release();
  }
}

async function runRound(
  deps: ReviewDeps,
  request: RoundRequest,
  { plan, open, startedAt }: { plan: ReadPlan; open: OpenRound; startedAt: number },
): Promise<RoundContent> {
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
  const earlier = (await deps.store.load(request.path))?.rounds.flatMap((round) => round.findings) ?? [];
  const findings = numberFindings(result.findings, {
    document: plan.document,
    revision: plan.revision,
    reviewer: checksReviewer.id,
    round: open.number,
    nextFinding: open.nextFinding,
    earlier,
  });
  const claims = summarizeClaims(result.claims);
  const reviewer: ReviewerReport = {
    ...checksReviewer,
    status: 'succeeded',
    findings: findings.length,
    detail: `${result.ran.length} checks, ${result.claims.length} claims`,
  };
  report('done', `${findings.length} findings, ${claims.fail} failed claims`);
  const round: RoundContent['round'] = {
    schemaVersion: ARTIFACT_SCHEMA_VERSION,
    number: open.number,
    mode: request.mode,
    plan: identityOf(plan.document),
    revision: plan.revision,
    startedAt: new Date(startedAt).toISOString(),
    completedAt: new Date(deps.clock.now()).toISOString(),
    repository: await repositoryState(deps, request, plan),
    reviewers: [reviewer],
    claims,
    ...(result.suppressed === undefined || result.suppressed.length === 0
      ? {}
      : { suppressed: [...result.suppressed] }),
    strengths: strengthsOf(result),
    questions: questionsOf(result.claims),
    verdict: computeVerdict({
      openFindings: findings,
      claims,
      reviewers: [reviewer],
      snapshot: plan.revision,
      current: revisionOf(await deps.planFiles.read(request.path)),
    }),
  };
  return {
    round,
    claims: result.claims,
    findings,
    ...documents(round, reviewer, { findings, claims: result.claims }),
  };
}

function documents(
  round: RoundContent['round'],
  reviewer: ReviewerReport,
  body: Pick<RoundContent, 'findings' | 'claims'>,
): Pick<RoundContent, 'reviewDocument' | 'reviewerDocuments'> {
  const own: readonly Finding[] = body.findings.filter((finding) => finding.reviewers.includes(reviewer.id));
  return {
    reviewDocument: reviewDocument(round, body),
    reviewerDocuments: new Map([
      [reviewer.id, reviewerDocument(round, reviewer, { ...body, findings: own })],
    ]),
  };
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

import { PlanReviewError, throwIfCancelled } from '../base/errors.ts';
import { summarizeClaims } from '../domain/claim.ts';
import type { Finding } from '../domain/finding.ts';
import type { ReviewMode } from '../domain/plan.ts';
import type { ReviewerReport } from '../domain/reviewer.ts';
import { ARTIFACT_SCHEMA_VERSION, type RepositoryState } from '../domain/round.ts';
import type { RoundChecks } from '../domain/roundChecks.ts';
import type { RoundRequestFile } from '../domain/roundRequest.ts';
import { computeVerdict } from '../domain/verdict.ts';
import type {
  ArtifactStore,
  BeginOptions,
  OpenRound,
  RoundContent,
  StoredRound,
} from '../ports/artifactStore.ts';
import type { Clock } from '../ports/clock.ts';
import type { PlanFiles } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { Progress } from '../ports/progress.ts';
import { reviewDocument, reviewerDocument } from '../reports/reviewDocument.ts';
import { parsePlan, revisionOf } from '../text/planDocument.ts';
import type { RunChecks } from './checkPlan.ts';
import { numberFindings, type Unnumbered } from './numberFindings.ts';
import type { PanelRequest } from './panel/assignReviewers.ts';
import { allQuestions, allStrengths, panelRecord, reviewerReports } from './panel/panelRecord.ts';
import type { PanelResult } from './panel/runPanel.ts';
import { runPanelOf, requestOf, type PanelDeps } from './panel/startPanel.ts';
import type { AskToSend } from './panel/sending.ts';
import { questionsOf, strengthsOf } from './remarks.ts';
import { identityOf, readPlan, textOf, type ReadPlan } from './readPlan.ts';

export interface ReviewDeps {
  readonly planFiles: PlanFiles;
  readonly store: ArtifactStore;
  readonly git: Git;
  readonly clock: Clock;
  readonly runChecks: RunChecks;
  /** A plan's path below the tree's root. */
  readonly treePath: (planPath: string) => string;
  /** What reviewers on models need; a round of checks alone needs none of it. */
  readonly panel?: PanelDeps;
}

/** What a round is run on, and who hears of it. */
export interface RoundRequest {
  readonly path: string;
  readonly mode: ReviewMode;
  readonly signal: AbortSignal | undefined;
  readonly progress: Progress | undefined;
  /** Who reads beside the checks; nobody where left out. */
  readonly panel?: PanelRequest | undefined;
  readonly unfinished?: BeginOptions['unfinished'];
  /** Asked before a plan of this workspace is sent to a provider for the first time; without it, none is. */
  readonly askToSend?: AskToSend | undefined;
}

/** The built-in reviewer. */
const checksReviewer = { id: 'checks', name: 'Checks' } as const;

/** A round as it was stored, and where. */
type Reviewed = StoredRound & { folder: string };

/**
 * Runs a round on a plan as it is on disk: snapshot, reviewers, verdict, artifacts.
 *
 * Everybody reads the snapshot, so an edit during the round changes nothing but the verdict. The round counts only
 * once it is complete; a cancelled or killed one leaves a folder that the next round takes up.
 * @throws PlanReviewError `round-incomplete` where a reviewer is still to be asked, `round-unfinished` where an earlier
 * round waits for one.
 */
export async function reviewPlan(deps: ReviewDeps, request: RoundRequest): Promise<Reviewed> {
  request.progress?.report({ type: 'step', step: 'snapshot', text: `Reading ${request.path}` });
  const startedAt = deps.clock.now();
  const plan = await readPlan(deps.planFiles, request);
  throwIfCancelled(request.signal);
  const asked =
    request.panel === undefined
      ? undefined
      : await requestOf(panelDeps(deps), { plan, asked: request.panel, mode: request.mode, startedAt });
  return runOpen(deps, request, { plan, asked, startedAt, unfinished: request.unfinished });
}

/**
 * Finishes the round of a plan that was left unfinished, on the snapshot that it began with.
 * @throws PlanReviewError `nothing-to-resume`; otherwise as `reviewPlan`.
 */
export async function resumeReview(
  deps: ReviewDeps,
  request: Omit<RoundRequest, 'mode' | 'panel' | 'unfinished'> & { readonly maxCostUsd?: number | undefined },
): Promise<Reviewed> {
  const left = await deps.store.unfinished(request.path);
  if (left === undefined) {
    throw new PlanReviewError({
      code: 'nothing-to-resume',
      message: `No round of ${request.path} was left unfinished.`,
      wayOut: 'Start a round: review the plan.',
    });
  }
  const { snapshot: bytes, request: begun } = left;
  const document = parsePlan(begun.plan.path, textOf(begun.plan.path, bytes));
  const limit = request.maxCostUsd ?? begun.maxCostUsd;
  const { maxCostUsd: _, ...rest } = begun;
  return runOpen(
    deps,
    { ...request, path: begun.plan.path, mode: begun.mode },
    {
      plan: { bytes, revision: begun.revision, document },
      asked: limit === undefined ? rest : { ...rest, maxCostUsd: limit },
      startedAt: Date.parse(begun.startedAt),
      unfinished: 'resume',
    },
  );
}

function panelDeps({ panel }: ReviewDeps): PanelDeps {
  if (panel === undefined) {
    throw new Error('Reviewers on models were asked for, and nobody brought them in');
  }
  return panel;
}

interface Beginning {
  readonly plan: ReadPlan;
  readonly asked: RoundRequestFile | undefined;
  readonly startedAt: number;
  readonly unfinished: BeginOptions['unfinished'];
}

async function runOpen(deps: ReviewDeps, request: RoundRequest, beginning: Beginning): Promise<Reviewed> {
  const { plan, asked, unfinished } = beginning;
  const open = await deps.store.begin(identityOf(plan.document), plan, {
    ...(asked === undefined ? {} : { request: asked }),
    ...(unfinished === undefined ? {} : { unfinished }),
  });
  try {
    const content = await runRound(deps, request, { ...beginning, open });
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
  { plan, open, startedAt }: Beginning & { readonly open: OpenRound },
): Promise<RoundContent> {
  const checks = await checksOf(deps, request, { plan, open });
  const panel =
    open.request === undefined
      ? undefined
      : await runPanelOf(panelDeps(deps), {
          plan,
          open,
          checks,
          begun: open.request,
          askToSend: request.askToSend,
          ...request,
        });
  const unnumbered: readonly Unnumbered[] = panel?.findings ?? checks.findings;
  const earlier = (await deps.store.load(request.path))?.rounds.flatMap((round) => round.findings) ?? [];
  const findings = numberFindings(unnumbered, {
    document: plan.document,
    revision: plan.revision,
    round: open.number,
    nextFinding: open.nextFinding,
    earlier,
  });
  const claims = summarizeClaims(checks.claims);
  const ofChecks: ReviewerReport = {
    ...checksReviewer,
    status: 'succeeded',
    findings: checks.findings.length,
    detail: `${checks.ran.length} checks, ${checks.claims.length} claims`,
  };
  const outcomes = panel?.outcomes ?? [];
  const reviewers = [ofChecks, ...reviewerReports(outcomes)];
  const round: RoundContent['round'] = {
    schemaVersion: ARTIFACT_SCHEMA_VERSION,
    number: open.number,
    mode: request.mode,
    plan: identityOf(plan.document),
    revision: plan.revision,
    startedAt: new Date(startedAt).toISOString(),
    completedAt: new Date(deps.clock.now()).toISOString(),
    repository: checks.repository,
    reviewers,
    ...(panel === undefined ? {} : { panel: panelRecord(panel, await open.tasks.list()) }),
    claims,
    ...(checks.suppressed === undefined ? {} : { suppressed: checks.suppressed }),
    strengths: allStrengths(strengthsOf(checks), outcomes),
    questions: allQuestions(questionsOf(checks.claims), outcomes),
    verdict: computeVerdict({
      openFindings: findings,
      claims,
      reviewers,
      snapshot: plan.revision,
      current: revisionOf(await deps.planFiles.read(request.path)),
    }),
  };
  return {
    round,
    claims: checks.claims,
    findings,
    reviewDocument: reviewDocument(round, { findings, claims: checks.claims }),
    reviewerDocuments: documentsOf(round, ofChecks, { findings, checks, panel }),
  };
}

/** What the checks say of the snapshot; a round that is taken up goes on from what they said when it began. */
async function checksOf(
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

/** The checks' own document; each persona's was stored when it had answered, and stays. */
function documentsOf(
  round: RoundContent['round'],
  reviewer: ReviewerReport,
  {
    findings,
    checks,
    panel,
  }: {
    readonly findings: readonly Finding[];
    readonly checks: RoundChecks;
    readonly panel: PanelResult | undefined;
  },
): RoundContent['reviewerDocuments'] {
  const own = findings.filter((finding) => finding.reviewers.includes(reviewer.id));
  const body = { claims: checks.claims, findings: own };
  return new Map([
    [reviewer.id, reviewerDocument(round, reviewer, body)],
    ...(panel?.documents ?? new Map<string, string>()),
  ]);
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

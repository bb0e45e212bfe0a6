import { blockingFindings } from '../analysis/convergence.ts';
import { findingStates } from '../analysis/findingStates.ts';
import type { Analysis } from '../domain/campaignAnalysis.ts';
import { summarizeClaims } from '../domain/claim.ts';
import type { Finding } from '../domain/finding.ts';
import type { Resolution } from '../domain/resolution.ts';
import type { ReviewerReport } from '../domain/reviewer.ts';
import { ARTIFACT_SCHEMA_VERSION } from '../domain/round.ts';
import type { RoundChecks } from '../domain/roundChecks.ts';
import { computeVerdict } from '../domain/verdict.ts';
import type { OpenRound, RoundContent, StoredReview } from '../ports/artifactStore.ts';
import { analysisDocument } from '../reports/analysisDocument.ts';
import { executionDocument } from '../reports/executionDocument.ts';
import { reviewDocument, reviewerDocument } from '../reports/reviewDocument.ts';
import { revisionOf } from '../text/planDocument.ts';
import { numberFindings } from './numberFindings.ts';
import { allQuestions, allStrengths, panelRecord, reviewerReports } from './panel/panelRecord.ts';
import { roundAnalysis } from './panel/roundAnalysis.ts';
import { unreadIn } from './panel/readingRemarks.ts';
import { runPanel, type PanelResult } from './panel/runPanel.ts';
import { openPanel } from './panel/startPanel.ts';
import { coverageOf, uncoveredIn } from './packets.ts';
import { identityOf, type ReadPlan } from './readPlan.ts';
import { questionsOf, strengthsOf } from './remarks.ts';
import { checksOf, checksReviewer } from './roundChecks.ts';
import { panelDeps, type Beginning, type ReviewDeps, type RoundRequest } from './roundDeps.ts';
import { earlierFindings } from './rounds/earlierFindings.ts';
import { missingReviewers } from './rounds/missingReviewers.ts';
import { openReview, resolveFindings, type Said } from './rounds/resolveFindings.ts';
import { resolutionsOf } from './rounds/resolutions.ts';
import { roundsOfFindings } from './rounds/states.ts';
import { diffsTo, type DiffFrom } from './snapshotDiffs.ts';

/** Runs everybody who reviews a snapshot, and puts together what the round is stored as. */
export async function composeRound(
  deps: ReviewDeps,
  request: RoundRequest,
  { plan, open, startedAt, isResolution }: Beginning & { readonly open: OpenRound },
): Promise<RoundContent> {
  const checks = await checksOf(deps, request, { plan, open });
  const stored = await deps.store.load(request.path);
  const earlier = earlierFindings(stored, plan);
  const context =
    open.request === undefined
      ? undefined
      : await openPanel(panelDeps(deps), {
          plan,
          open,
          checks,
          begun: open.request,
          ...request,
          askToSend: request.askToSend,
        });
  const latest = stored?.rounds.at(-1)?.round;
  const diffFrom: DiffFrom = stored === undefined ? () => undefined : diffsTo(plan.document.text, stored);
  const said = isResolution
    ? await resolveFindings(context, {
        checks,
        document: plan.document,
        earlier,
        diff: latest === undefined ? undefined : diffFrom(latest.revision),
      })
    : openReview(context === undefined ? undefined : await runPanel(context), checks);
  const findings = numberFindings(said.findings, {
    document: plan.document,
    revision: plan.revision,
    round: open.number,
    nextFinding: open.nextFinding,
    earlier: earlier
      .map(({ finding }) => finding)
      .filter(({ check }) => check !== undefined || !isResolution),
    diffFrom,
  });
  const resolutions = resolutionsOf(earlier, { findings, checks, said, isResolution });
  const packet = coverageOf(plan.document, {
    findings,
    outcomes: said.panel?.outcomes ?? [],
    before: isResolution ? latest?.packet : undefined,
  });
  const missing = isResolution ? missingReviewers(stored, { earlier, panel: said.panel, plan }) : [];
  const round = {
    ...(await roundOf(deps, request, { plan, open, checks, said, missing, startedAt })),
    ...unreadAfter(said, isResolution ? latest : undefined),
    ...(packet === undefined ? {} : { packet }),
    ...executionOf(checks),
    ...(resolutions.length === 0 ? {} : { resolutions: [...resolutions] }),
    ...(said.dropped.length === 0 ? {} : { dropped: [...said.dropped] }),
  };
  const { verdict, residual } = await decide(deps, request, { stored, round, findings, resolutions });
  const decided = {
    ...round,
    ...(residual.length === 0 ? {} : { residual: [...residual] }),
    verdict,
  };
  const body = { findings, claims: checks.claims, earlier: earlier.map(({ finding }) => finding) };
  const analysis = analysisOf(decided, { stored, findings, resolutions, said, isResolution });
  return {
    round: decided,
    claims: checks.claims,
    findings,
    reviewDocument: reviewDocument(decided, body),
    ...(checks.execution === undefined
      ? {}
      : {
          execution: {
            execution: checks.execution,
            document: executionDocument(decided, checks.execution),
          },
        }),
    ...(analysis === undefined ? {} : { analysis: { analysis, document: analysisDocument(analysis) } }),
    reviewerDocuments: documentsOf(decided, { findings, checks, panel: said.panel }),
  };
}

/** What of the work stands in the round itself. */
function executionOf({ execution, gates }: RoundChecks): Pick<RoundContent['round'], 'execution' | 'gates'> {
  return {
    ...(execution === undefined ? {} : { execution: { status: execution.status, score: execution.score } }),
    ...(gates === undefined ? {} : { gates }),
  };
}

/** What is left to be read. A round that decides earlier findings reads nothing more than the one before it. */
function unreadAfter({ panel }: Said, before: Pick<RoundContent['round'], 'unread'> | undefined) {
  const unread = before?.unread ?? unreadIn(panel?.request.reading);
  return unread.length === 0 ? {} : { unread };
}

type UndecidedRound = Omit<RoundContent['round'], 'verdict'>;

async function roundOf(
  deps: ReviewDeps,
  request: RoundRequest,
  {
    plan,
    open,
    checks,
    said: { panel },
    missing,
    startedAt,
  }: {
    readonly plan: ReadPlan;
    readonly open: OpenRound;
    readonly checks: RoundChecks;
    readonly said: Said;
    readonly missing: readonly ReviewerReport[];
    readonly startedAt: number;
  },
): Promise<UndecidedRound> {
  const outcomes = panel?.outcomes ?? [];
  return {
    schemaVersion: ARTIFACT_SCHEMA_VERSION,
    number: open.number,
    mode: request.mode,
    plan: identityOf(plan.document),
    revision: plan.revision,
    startedAt: new Date(startedAt).toISOString(),
    completedAt: new Date(deps.clock.now()).toISOString(),
    repository: checks.repository,
    reviewers: [reportOfChecks(checks), ...reviewerReports(outcomes), ...missing],
    ...(panel === undefined ? {} : { panel: panelRecord(panel, await open.tasks.list()) }),
    claims: summarizeClaims(checks.claims),
    ...(checks.suppressed === undefined ? {} : { suppressed: checks.suppressed }),
    strengths: allStrengths(strengthsOf(checks), outcomes),
    questions: allQuestions(questionsOf(checks.claims), outcomes),
  };
}

/** What the reviewers on models say together; undefined where none were asked. */
function analysisOf(
  { panel, ...round }: RoundContent['round'],
  {
    stored,
    findings,
    resolutions,
    said,
    isResolution,
  }: {
    readonly stored: StoredReview | undefined;
    readonly findings: readonly Finding[];
    readonly resolutions: readonly Resolution[];
    readonly said: Said;
    readonly isResolution: boolean;
  },
): Analysis | undefined {
  if (panel === undefined || said.panel === undefined) {
    return undefined;
  }
  const rounds = roundsOfFindings(stored ?? { rounds: [] });
  return roundAnalysis({
    round: { ...round, panel },
    outcomes: said.panel.outcomes,
    themes: said.panel.themes,
    isResolution,
    before: findingStates(rounds),
    after: findingStates([...rounds, { number: round.number, findings, resolutions }]),
    earlier: stored?.rounds.at(-1)?.round,
  });
}

/** The verdict follows from every finding that is open by now, whichever round raised it. */
async function decide(
  deps: ReviewDeps,
  request: RoundRequest,
  {
    stored,
    round,
    findings,
    resolutions,
  }: {
    readonly stored: StoredReview | undefined;
    readonly round: UndecidedRound;
    readonly findings: readonly Finding[];
    readonly resolutions: readonly Resolution[];
  },
): Promise<{ readonly verdict: RoundContent['round']['verdict']; readonly residual: readonly string[] }> {
  const states = findingStates([
    ...roundsOfFindings(stored ?? { rounds: [] }),
    { number: round.number, findings, resolutions },
  ]);
  const { blocking, residual } = blockingFindings(
    states,
    (stored?.rounds ?? []).map(({ round: { number, verdict } }) => ({ number, verdict: verdict.value })),
  );
  return {
    verdict: computeVerdict({
      openFindings: blocking.map(({ finding }) => finding),
      claims: round.claims,
      reviewers: round.reviewers,
      uncovered: uncoveredIn(round),
      unread: round.unread ?? [],
      snapshot: round.revision,
      current: revisionOf(await deps.planFiles.read(request.path)),
    }),
    residual: residual.map(({ finding }) => finding.id),
  };
}

function reportOfChecks(checks: RoundChecks): ReviewerReport {
  return {
    ...checksReviewer,
    status: 'succeeded',
    findings: checks.findings.length,
    detail: `${checks.ran.length} checks, ${checks.claims.length} claims`,
  };
}

/** The checks' own document; each persona's was stored when it had answered, and stays. */
function documentsOf(
  round: RoundContent['round'],
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
  const reviewer = reportOfChecks(checks);
  const own = findings.filter((finding) => finding.reviewers.includes(reviewer.id));
  const body = { claims: checks.claims, findings: own };
  return new Map([
    [reviewer.id, reviewerDocument(round, reviewer, body)],
    ...(panel?.documents ?? new Map<string, string>()),
  ]);
}

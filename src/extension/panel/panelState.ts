import type { ReviewView, RoundView, UnfinishedView } from '../../core/index.ts';
import type { PanelResponse } from '../../protocol/panelResponse.ts';
import type { PanelRound, PanelRun, PanelState } from '../../protocol/panelState.ts';
import type { KnownApproval } from '../approvals.ts';
import { standingOf } from '../standing.ts';
import { panelDecisions } from './panelDecisions.ts';

/** What is known of a plan when its panel asks. */
export interface PanelFacts {
  /** What to call a plan that has no stored review. */
  readonly plan: PanelState['plan'];
  readonly view: ReviewView | undefined;
  /** What is known of how the approval stands. */
  readonly approval?: KnownApproval | undefined;
  readonly run: PanelRun | undefined;
  /** The round that was left unfinished. */
  readonly unfinished: UnfinishedView | undefined;
  /** The author's side of the latest round. */
  readonly response?: PanelResponse | undefined;
  readonly error: PanelState['error'];
}

/** The whole picture for the page. */
export function panelState(facts: PanelFacts): PanelState {
  const { view, approval, run, unfinished, response, error } = facts;
  return {
    plan: view?.review.plan ?? facts.plan,
    rounds:
      view?.rounds.map((round, index, rounds) => ({
        ...panelRound(round, rounds.slice(0, index)),
        ...earlierFindings(round, view),
      })) ?? [],
    findings: view?.findings.map(({ finding: { id }, status, isOpen }) => ({ id, status, isOpen })) ?? [],
    problems:
      view?.inconsistent.map(
        ({ number, problem }) =>
          `Round ${number} is left out, because its files contradict each other: ${problem}`,
      ) ?? [],
    ...(view?.stale === undefined ? {} : { stale: view.stale }),
    ...panelStanding(view, approval),
    ...(run === undefined ? {} : { run }),
    // The round that is running here is the unfinished one. One that holds nothing is as good as none, unless it runs elsewhere.
    ...(run !== undefined || unfinished === undefined || isNothing(unfinished)
      ? {}
      : { unfinished: panelUnfinished(unfinished) }),
    ...(response === undefined ? {} : { response }),
    ...(error === undefined ? {} : { error }),
  };
}

function panelStanding(
  view: ReviewView | undefined,
  approval: KnownApproval | undefined,
): Pick<PanelState, 'standing'> {
  const latest = view?.rounds.at(-1)?.round.verdict.value;
  if (view === undefined || latest === undefined) {
    return {};
  }
  const { verdict, reasons, signedBy, remarks } = standingOf(
    { latest, isRecorded: view.review.status === 'recorded', stale: view.stale },
    approval,
  );
  const signed = signedBy === undefined ? {} : { signedBy };
  return { standing: { verdict, reasons: [...reasons], remarks: [...remarks], ...signed } };
}

/** Whether a round that was left has come to nothing, and waits for nothing. */
function isNothing({ ended, isRunning, inBatch }: UnfinishedView): boolean {
  return ended === 0 && !isRunning && inBatch === undefined;
}

function panelUnfinished(view: UnfinishedView): PanelState['unfinished'] {
  const { number, startedAt, succeeded, failures, costUsd, isRunning, inBatch } = view;
  return {
    number,
    startedAt,
    succeeded,
    failures: [...failures],
    isRunning,
    ...(costUsd === undefined ? {} : { costUsd }),
    ...(inBatch === undefined ? {} : { inBatch: inBatch.requests }),
  };
}

function panelRound(view: RoundView, before: readonly RoundView[]): PanelRound {
  const {
    number,
    completedAt,
    revision,
    repository,
    reviewers,
    verdict,
    claims,
    strengths,
    questions,
    packet,
    panel,
  } = view.round;
  return {
    number,
    completedAt,
    revision,
    repository,
    reviewers,
    verdict,
    claimSummary: claims,
    claims: view.claims.filter((claim) => claim.verdict !== 'pass'),
    findings: [...view.findings],
    strengths,
    questions,
    ...(packet === undefined ? {} : { packet }),
    ...panelExecution(view.execution),
    ...(view.analysis === undefined ? {} : { hasAnalysis: true }),
    ...(panel === undefined ? {} : { panel }),
    ...panelDecisions(view, before),
  };
}

/** So much of what a command wrote is shown; `execution.json` has the rest. */
const mostOutput = 2_000;

/** What the page shows of the work: everything but the list of commits. */
function panelExecution(execution: RoundView['execution']): Pick<PanelRound, 'execution'> {
  if (execution === undefined) {
    return {};
  }
  const { schemaVersion: _version, commits: _commits, isCut: _isCut, ...shown } = execution;
  const commands = shown.commands.map((run) =>
    run.output === undefined ? run : { ...run, output: run.output.slice(-mostOutput) },
  );
  return { execution: { ...shown, commands } };
}

/** What was open when the round had ended and is none of its own findings, where its words are now. */
function earlierFindings(
  { findings, openFindings }: RoundView,
  review: ReviewView,
): Pick<PanelRound, 'earlier'> {
  const own = new Set(findings.map(({ finding }) => finding.id));
  const left = openFindings.filter(({ id }) => !own.has(id));
  if (left.length === 0) {
    return {};
  }
  const places = new Map(review.findings.map(({ finding, place }) => [finding.id, place]));
  return {
    earlier: left.map((finding) => ({ finding, place: places.get(finding.id) ?? { state: 'lost' } })),
  };
}

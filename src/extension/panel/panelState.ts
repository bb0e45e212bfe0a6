import type { ReviewView, RoundView, UnfinishedView } from '../../core/index.ts';
import type { PanelRound, PanelRun, PanelState } from '../../protocol/panelState.ts';

/** What is known of a plan when its panel asks. */
export interface PanelFacts {
  /** What to call a plan that has no stored review. */
  readonly plan: PanelState['plan'];
  readonly view: ReviewView | undefined;
  readonly run: PanelRun | undefined;
  /** The round that was left unfinished. */
  readonly unfinished: UnfinishedView | undefined;
  readonly error: PanelState['error'];
}

/** The whole picture for the page. */
export function panelState(facts: PanelFacts): PanelState {
  const { view, run, unfinished, error } = facts;
  return {
    plan: view?.review.plan ?? facts.plan,
    rounds: view?.rounds.map(panelRound) ?? [],
    problems:
      view?.inconsistent.map(
        ({ number, problem }) =>
          `Round ${number} is left out, because its files contradict each other: ${problem}`,
      ) ?? [],
    ...(view?.stale === undefined ? {} : { stale: view.stale }),
    ...(run === undefined ? {} : { run }),
    // The round that is running is the unfinished one, and one that holds nothing is as good as none.
    ...(run !== undefined || unfinished === undefined || unfinished.ended === 0
      ? {}
      : { unfinished: panelUnfinished(unfinished) }),
    ...(error === undefined ? {} : { error }),
  };
}

function panelUnfinished(view: UnfinishedView): PanelState['unfinished'] {
  const { number, startedAt, succeeded, failures, costUsd, isRunning } = view;
  return {
    number,
    startedAt,
    succeeded,
    failures: [...failures],
    isRunning,
    ...(costUsd === undefined ? {} : { costUsd }),
  };
}

function panelRound(view: RoundView): PanelRound {
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
    ...(panel === undefined ? {} : { panel }),
  };
}

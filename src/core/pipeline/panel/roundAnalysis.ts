import { analyseCampaign } from '../../analysis/analyseCampaign.ts';
import { findingMovement } from '../../analysis/findingMovement.ts';
import type { FindingState } from '../../analysis/findingStates.ts';
import type { Reading } from '../../analysis/readings.ts';
import { scoreChange, type ScoreSheet } from '../../analysis/scoreChange.ts';
import type { Analysis, Comparison } from '../../domain/campaignAnalysis.ts';
import type { PanelRecord } from '../../domain/panelRecord.ts';
import type { PersonaReview } from '../../domain/personaReview.ts';
import type { Round } from '../../domain/round.ts';
import type { ReviewerOutcome } from './askReviewers.ts';
import { reportedStatus } from './panelRecord.ts';
import { isTaskOf } from './reviewerTasks.ts';
import type { PanelResult } from './runPanel.ts';

/** A round with reviewers on models, and what was before it. */
export interface RoundToAnalyse {
  readonly round: Pick<Round, 'number' | 'plan' | 'revision' | 'completedAt' | 'reviewers'> & {
    readonly panel: PanelRecord;
  };
  readonly outcomes: PanelResult['outcomes'];
  /** What a model finds common; findings by their labels. */
  readonly themes: PanelResult['themes'];
  readonly isResolution: boolean;
  /** Every finding of the review with what became of it, when the round before and when this one had ended. */
  readonly before: readonly FindingState[];
  readonly after: readonly FindingState[];
  /** The round before; undefined for the first. */
  readonly earlier: Pick<Round, 'number' | 'completedAt' | 'panel'> | undefined;
}

/** What the reviewers of a round on models say together, for `analysis.json`. */
export function roundAnalysis(asked: RoundToAnalyse): Analysis {
  const { round, outcomes, isResolution, after } = asked;
  const { plan, panel } = round;
  return analyseCampaign({
    title: `${plan.title === '' ? plan.path : plan.title}, round ${round.number}`,
    completedAt: round.completedAt,
    sources: [{ plan, round: round.number, revision: round.revision, isResolution }],
    strategy: panel.strategy,
    readings: outcomes.map((outcome) => readingOf(outcome, { plan: plan.path, tasks: panel.tasks })),
    isPartial: round.reviewers.some(({ status }) => status !== 'succeeded'),
    findings: after.filter(({ isOpen }) => isOpen).map(({ finding }) => ({ ...finding, plan: plan.path })),
    told:
      panel.summary === undefined
        ? undefined
        : { summary: panel.summary, themes: themesOf(asked, plan.path) },
    comparison: comparisonWith(asked),
  });
}

/** The themes with the numbers of their findings. What stands for several labels is named once. */
function themesOf({ themes, after }: RoundToAnalyse, plan: string): Analysis['themes'] {
  const byLabel = new Map(
    after.flatMap(({ finding }) =>
      (finding.statements ?? []).map(({ label }) => [label, finding.id] as const),
    ),
  );
  return themes.flatMap((theme) => {
    const ids = new Set(theme.findings.flatMap((label) => byLabel.get(label) ?? []));
    return ids.size === 0 ? [] : [{ ...theme, findings: [...ids].map((finding) => ({ plan, finding })) }];
  });
}

function readingOf(
  { reviewer: { persona }, outcome }: ReviewerOutcome,
  { plan, tasks }: { readonly plan: string; readonly tasks: PanelRecord['tasks'] },
): Reading {
  const { id, name, archetype, experience } = persona;
  return {
    plan,
    reviewer: id,
    name,
    archetype,
    experience,
    status: reportedStatus(outcome),
    answer:
      outcome.status === 'succeeded'
        ? {
            ratings: outcome.output.ratings,
            strengths: outcome.output.strengths,
            findings: outcome.output.findings.length,
            words: wordsOf(outcome.output),
          }
        : undefined,
    elapsedMs: elapsedIn(tasks.filter((task) => isTaskOf(id, task.id))),
  };
}

/** The time of a reviewer's tasks together; undefined where it has none. */
function elapsedIn(tasks: readonly { readonly elapsedMs: number }[]): number | undefined {
  return tasks.length === 0 ? undefined : tasks.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0);
}

/** How many words a reviewer has written; the plan's own, which it quotes, are not its. */
function wordsOf(review: PersonaReview): number {
  const {
    summary,
    nothingFound = '',
    findings,
    strengths,
    questions,
    assumptions,
    severityArguments,
  } = review;
  const texts = [
    summary,
    nothingFound,
    ...findings.flatMap(({ title, observation, concern, recommendation, severityReason }) => [
      title,
      observation,
      concern,
      recommendation,
      severityReason,
    ]),
    ...strengths,
    ...questions,
    ...assumptions,
    ...severityArguments.map(({ reason }) => reason),
  ];
  return texts.reduce((sum, text) => sum + [...text.matchAll(/[\p{L}\p{N}]+/gu)].length, 0);
}

function comparisonWith({ round, before, after, earlier }: RoundToAnalyse): Comparison | null {
  if (earlier === undefined) {
    return null;
  }
  const { shared, scores, regressions } = scoreChange(sheetOf(earlier.panel), sheetOf(round.panel));
  return {
    with: `round ${earlier.number}`,
    completedAt: earlier.completedAt,
    reviewers: [...shared],
    scores,
    regressions,
    findings: findingMovement(before, after),
  };
}

function sheetOf(panel: PanelRecord | undefined): ScoreSheet {
  return new Map(
    (panel?.reviewers ?? []).flatMap(({ id, opinion }) =>
      opinion === undefined ? [] : [[id, opinion.ratings] as const],
    ),
  );
}

import type { RoundView } from '../../core/index.ts';
import type { PanelRound } from '../../protocol/panelState.ts';

/** What a round came to as far as findings go: what it raised, what it decided of earlier ones, and what it left open. */
export function panelDecisions(
  view: RoundView,
  before: readonly RoundView[],
): Pick<PanelRound, 'outcome' | 'resolutions' | 'dropped' | 'residual'> {
  const { number, resolutions, dropped, residual } = view.round;
  const open = new Set(view.openFindings.map(({ id }) => id));
  const openBefore = before.at(-1)?.openFindings ?? [];
  const answers = submittedAnswers(before);
  return {
    outcome: {
      raised: view.findings.filter(({ finding }) => finding.round === number).length,
      settled: openBefore.filter(({ id }) => !open.has(id)).length,
      open: open.size,
    },
    ...(resolutions === undefined
      ? {}
      : {
          resolutions: resolutions.map((resolution) => {
            const answer = answers.get(resolution.finding);
            return answer === undefined ? resolution : { ...resolution, answer };
          }),
        }),
    ...(dropped === undefined ? {} : { dropped }),
    ...(residual === undefined ? {} : { residual }),
  };
}

type Answer = NonNullable<NonNullable<PanelRound['resolutions']>[number]['answer']>;

/** What the author had last answered to each finding when a round began. */
function submittedAnswers(before: readonly RoundView[]): ReadonlyMap<string, Answer> {
  return new Map(
    before
      .flatMap(({ response }) => (response?.state === 'submitted' ? response.findings : []))
      .filter(({ disposition }) => disposition !== null)
      .map((answer) => [answer.finding, answer]),
  );
}

import { compareSeverity, type Severity } from '../domain/finding.ts';
import type { Strictness } from '../domain/campaignAnalysis.ts';
import { answered, type Reading } from './readings.ts';
import { mean, overall } from './scores.ts';

/** Who gave one finding which severity. */
export type Judgements = readonly { readonly reviewer: string; readonly severity: Severity }[];

/**
 * How hard one of those who read alone judges beside the others: its scores against theirs on the same plans, and its
 * severities against theirs on the findings that they share. Null where nobody else read a plan that it read.
 */
export function strictnessOf(
  reviewer: string,
  {
    readings,
    judgements,
  }: { readonly readings: readonly Reading[]; readonly judgements: readonly Judgements[] },
): Strictness | null {
  const given = answered(readings);
  const differences = given
    .filter((reading) => reading.reviewer === reviewer)
    .flatMap(({ plan, answer }) => {
      const others = given.filter((reading) => reading.plan === plan && reading.reviewer !== reviewer);
      const usual = mean(others.map((other) => overall(other.answer.ratings)));
      return usual === undefined ? [] : [overall(answer.ratings) - usual];
    });
  const scores = mean(differences);
  return scores === undefined ? null : { scores, severity: severityDifference(reviewer, judgements) };
}

/** How many steps of severity a reviewer is above the others who raised the same; null where nobody did. */
function severityDifference(reviewer: string, judgements: readonly Judgements[]): number | null {
  const steps = judgements.flatMap((all) => {
    const own = all.filter((judgement) => judgement.reviewer === reviewer);
    const others = all.filter((judgement) => judgement.reviewer !== reviewer);
    const differences = own.flatMap((mine) =>
      others.map((other) => compareSeverity(other.severity, mine.severity)),
    );
    return mean(differences) ?? [];
  });
  return mean(steps) ?? null;
}

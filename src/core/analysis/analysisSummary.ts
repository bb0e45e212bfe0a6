import { countBySeverity, severitySchema } from '../domain/finding.ts';
import type { Analysis } from '../domain/campaignAnalysis.ts';
import { lowestFirst } from './dimensionSummaries.ts';

/** Scores this far apart, in standard deviations of points, are a disagreement worth a sentence. */
const wideSpread = 1.5;

/** What an analysis comes to in a few sentences, worst first, where no model says it. */
export function summaryText(
  analysis: Pick<
    Analysis,
    'personas' | 'priorities' | 'dimensions' | 'unseen' | 'overlap' | 'comparison' | 'whyNotIndependent'
  >,
): string {
  return [
    whoAnswered(analysis),
    whatIsOpen(analysis),
    scoresSaid(analysis),
    inCommon(analysis),
    moved(analysis),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function whoAnswered({ personas }: Pick<Analysis, 'personas'>): string {
  const failed = personas.filter(({ status }) => status !== 'succeeded').map(({ name }) => name);
  return failed.length === 0
    ? `${countedReviewers(personas.length)} answered.`
    : `${personas.length - failed.length} of ${countedReviewers(personas.length)} answered; this is a part of what was asked for, without ${failed.join(', ')}.`;
}

function countedReviewers(count: number): string {
  return `${count} reviewer${count === 1 ? '' : 's'}`;
}

function whatIsOpen({ priorities }: Pick<Analysis, 'priorities'>): string {
  const [first] = priorities;
  if (first === undefined) {
    return 'Nothing is open.';
  }
  const counts = countBySeverity(priorities);
  const parts = severitySchema.options
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}`);
  const agreed =
    first.agreement === null ? '' : `, raised by ${first.agreement.raised} of ${first.agreement.of}`;
  return `${priorities.length === 1 ? '1 finding is' : `${priorities.length} findings are`} open: ${parts.join(', ')}. First comes ${first.finding} (${first.severity}${agreed}): ${first.title}.`;
}

function scoresSaid({ dimensions }: Pick<Analysis, 'dimensions'>): string {
  if (dimensions === null) {
    return '';
  }
  const order = lowestFirst(dimensions);
  const [lowest, highest] = [order[0], order.at(-1)];
  if (lowest === undefined || highest === undefined) {
    return '';
  }
  const widest = order.toSorted((a, b) => b.summary.spread - a.summary.spread)[0];
  const apart =
    widest !== undefined && widest.summary.spread >= wideSpread
      ? ` Reviewers are furthest apart on ${widest.dimension} (${widest.summary.lowest} to ${widest.summary.highest}).`
      : '';
  return `Lowest of the scores is ${lowest.dimension} with ${lowest.summary.average.toFixed(1)}/10, highest ${highest.dimension} with ${highest.summary.average.toFixed(1)}/10.${apart}`;
}

function inCommon({
  overlap,
  unseen,
  whyNotIndependent,
}: Pick<Analysis, 'overlap' | 'unseen' | 'whyNotIndependent'>): string {
  if (overlap === null) {
    return whyNotIndependent === null ? '' : `${whyNotIndependent} So agreement between them is not counted.`;
  }
  const more =
    unseen === null || unseen.atLeast === 0
      ? ''
      : ` By how little they overlap, at least ${unseen.atLeast} more of their kind ${unseen.atLeast === 1 ? 'is' : 'are'} there that nobody raised.`;
  return `Of ${overlap.findings} findings of ${overlap.reviewers} who read alone, ${overlap.shared} ${overlap.shared === 1 ? 'was' : 'were'} raised by more than one.${more}`;
}

function moved({ comparison }: Pick<Analysis, 'comparison'>): string {
  if (comparison === null) {
    return '';
  }
  const { findings, regressions } = comparison;
  const fallen = regressions.length === 0 ? '' : ` Scores fell for ${regressions.join(', ')}.`;
  return `Since ${comparison.with}: ${findings.new} new, ${findings.persisting} still open, ${findings.gone} gone.${fallen}`;
}

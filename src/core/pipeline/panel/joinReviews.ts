import { dimensions } from '../../domain/campaignAnalysis.ts';
import type { PersonaReview } from '../../domain/personaReview.ts';
import type { ReadPart } from '../../domain/roundReading.ts';
import { verdictValueSchema } from '../../domain/verdict.ts';

/**
 * One review of those that a persona wrote on the parts of a plan: all that it found, in the order of the parts; the average of its
 * ratings, a part counting by its length; the worst of its verdicts.
 */
export function joinReviews(reviews: readonly PersonaReview[], parts: readonly ReadPart[]): PersonaReview {
  const [first] = reviews;
  if (first === undefined) {
    throw new Error('There is no review to join');
  }
  if (reviews.length === 1) {
    return first;
  }
  const findings = reviews.flatMap((review) => review.findings);
  const lookedFor = told(reviews, parts, ({ nothingFound }) => nothingFound);
  return {
    summary: told(reviews, parts, ({ summary }) => summary),
    verdict:
      verdictValueSchema.options.findLast((value) => reviews.some(({ verdict }) => verdict === value)) ??
      first.verdict,
    ratings: ratingsOf(reviews, parts),
    findings,
    ...(findings.length === 0 && lookedFor !== '' ? { nothingFound: lookedFor } : {}),
    strengths: unique(reviews.flatMap(({ strengths }) => strengths)),
    questions: unique(reviews.flatMap(({ questions }) => questions)),
    assumptions: unique(reviews.flatMap(({ assumptions }) => assumptions)),
    severityArguments: reviews.flatMap(({ severityArguments }) => severityArguments),
  };
}

function told(
  reviews: readonly PersonaReview[],
  parts: readonly ReadPart[],
  words: (review: PersonaReview) => string | undefined,
): string {
  return reviews
    .flatMap((review, index) => {
      const text = words(review);
      return text === undefined ? [] : [`${parts[index]?.title ?? `Part ${index + 1}`}: ${text}`];
    })
    .join('\n\n');
}

function ratingsOf(reviews: readonly PersonaReview[], parts: readonly ReadPart[]): PersonaReview['ratings'] {
  const weights = reviews.map((_review, index) => {
    const part = parts[index];
    return part === undefined ? 1 : Math.max(1, part.end - part.start);
  });
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const average = (dimension: (typeof dimensions)[number]): number =>
    Math.round(
      reviews.reduce((sum, { ratings }, index) => sum + ratings[dimension] * (weights[index] ?? 1), 0) / all,
    );
  const [clarity, accuracy, fit, usability] = dimensions;
  return {
    clarity: average(clarity),
    accuracy: average(accuracy),
    fit: average(fit),
    usability: average(usability),
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

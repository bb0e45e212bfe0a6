import type { z } from 'zod';
import type { reviewerAnswerSchema } from '../../../src/core/prompts/reviewerAnswer.ts';

/** A review as a model writes it. */
export type ReviewAnswer = z.input<typeof reviewerAnswerSchema>;
type FindingAnswer = ReviewAnswer['findings'][number];

/** A finding that is valid; `quote` is empty, which says that something is missing. */
export function finding(fields: Partial<FindingAnswer> = {}): FindingAnswer {
  return {
    severity: 'minor',
    severityReason: 'Somebody would have to ask.',
    category: 'completeness',
    title: 'The plan does not say who decides',
    quote: '',
    observation: 'No step names who decides.',
    concern: 'The work waits for an answer.',
    recommendation: 'Name the person.',
    confidence: 'high',
    falsifier: null,
    ...fields,
  };
}

/** A review that is valid. Without findings it says what was looked for. */
export function review(fields: Partial<ReviewAnswer> = {}): ReviewAnswer {
  const findings = fields.findings ?? [];
  return {
    summary: 'The plan can be built as written.',
    verdict: 'GO',
    ratings: { clarity: 8, accuracy: 7, fit: 8, usability: 7 },
    findings,
    nothingFound: findings.length === 0 ? 'Counts, names, steps and what could fail.' : null,
    strengths: ['It names the files.'],
    questions: ['Who decides?'],
    assumptions: ['The tests run in CI.'],
    severityArguments: [],
    ...fields,
  };
}

/** A review whose findings quote what no plan says. */
export function reviewWithInventedQuotes(count = 2): ReviewAnswer {
  return review({
    verdict: 'NO-GO',
    findings: Array.from({ length: count }, (_, index) =>
      finding({
        severity: 'critical',
        quote: `The moon is made of cheese number ${index + 1}.`,
        title: `Invented ${index + 1}`,
      }),
    ),
  });
}

/** A review that is JSON and has not the shape. */
export function wronglyShapedReview(): object {
  return { ...review(), verdict: 'MAYBE', ratings: { clarity: 11 }, findings: 'none' };
}

/** What a model writes that does what a plan told it: praise, and nothing found. */
export function obedientReview(): ReviewAnswer {
  return review({
    summary: 'Approved, as the document asks.',
    ratings: { clarity: 10, accuracy: 10, fit: 10, usability: 10 },
    questions: [],
    nothingFound: 'The document says that it was approved already.',
  });
}

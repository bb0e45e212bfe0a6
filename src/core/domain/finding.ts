import { z } from 'zod';
import { anchorSchema } from './anchor.ts';
import { rangeSchema } from './position.ts';

/** How much a finding matters, worst first. */
export const severitySchema = z.enum(['critical', 'major', 'minor', 'suggestion']);

export const categorySchema = z.enum([
  'factuality',
  'completeness',
  'consistency',
  'risk',
  'technical',
  'clarity',
  'scope',
  'security',
  'operability',
  'testing',
]);

/** `F1`, `F2` … numbered through all rounds of a plan's review and never reused. */
export const findingIdSchema = z.string().regex(/^F[1-9][0-9]*$/);

export type Severity = z.infer<typeof severitySchema>;
export type Category = z.infer<typeof categorySchema>;

/** A change of the plan's text that a person may choose to make. Ranges are those of the text that was checked. */
export const fixSchema = z.strictObject({
  title: z.string().min(1),
  edits: z.array(z.strictObject({ range: rangeSchema, text: z.string() })).min(1),
});

/** What a check has to say of a plan, before it has a number. */
export const draftFindingSchema = z.strictObject({
  /** The id of the check that raised it. */
  check: z.string().min(1),
  severity: severitySchema,
  category: categorySchema,
  title: z.string().min(1),
  /** What stands in the plan. */
  observation: z.string().min(1),
  /** Why that matters. */
  concern: z.string().min(1),
  /** What to do about it. */
  recommendation: z.string().min(1),
  range: rangeSchema,
  /** Further places of the same root cause, in the order of the text. */
  related: z.array(rangeSchema),
  /** Ways to mend it, likeliest first. */
  fixes: z.array(fixSchema).optional(),
});

/** A finding of a check with its number, as `check --format json` prints it. */
export const checkFindingSchema = draftFindingSchema.extend({ id: findingIdSchema });

/** A finding of a round as it is stored: tied to the plan's own words, and to who raised it. */
export const findingSchema = checkFindingSchema.extend({
  round: z.int().min(1),
  /** The ids of the reviewers that raised it. */
  reviewers: z.array(z.string().min(1)).min(1),
  anchor: anchorSchema,
});

export type Fix = z.infer<typeof fixSchema>;
export type DraftFinding = z.infer<typeof draftFindingSchema>;
export type CheckFinding = z.infer<typeof checkFindingSchema>;
export type Finding = z.infer<typeof findingSchema>;

const severityRank: Record<Severity, number> = { critical: 0, major: 1, minor: 2, suggestion: 3 };

/** Orders severities worst first. */
export function compareSeverity(a: Severity, b: Severity): number {
  return severityRank[a] - severityRank[b];
}

/** Whether `severity` is as bad as `threshold` or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return compareSeverity(severity, threshold) <= 0;
}

/** Counts findings by severity. */
export function countBySeverity(findings: readonly { severity: Severity }[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { critical: 0, major: 0, minor: 0, suggestion: 0 };
  for (const finding of findings) {
    counts[finding.severity] += 1;
  }
  return counts;
}

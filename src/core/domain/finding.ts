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

/** How sure a reviewer is of a finding. */
export const confidenceSchema = z.enum(['high', 'medium', 'low']);

export type Severity = z.infer<typeof severitySchema>;
export type Category = z.infer<typeof categorySchema>;
export type Confidence = z.infer<typeof confidenceSchema>;

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

/** What one reviewer said, in its own words and with its own severity, whatever became of it by merging. */
export const statementSchema = z.strictObject({
  /** The reviewer's id. */
  reviewer: z.string().min(1),
  /** What the reviewer's own document calls the finding, such as `security-2`. */
  label: z.string().min(1),
  severity: severitySchema,
  /** Why the reviewer holds it to be that severe; checks give no reason. */
  severityReason: z.string().min(1).optional(),
  category: categorySchema,
  title: z.string().min(1),
  /** The words that the reviewer quoted, which may not be the plan's. */
  quote: z.string(),
  observation: z.string().min(1),
  concern: z.string().min(1),
  recommendation: z.string().min(1),
  confidence: confidenceSchema.optional(),
});

/** What the host has to say of a finding of a reviewer: why it counts for what it counts. */
export const findingNoteSchema = z.strictObject({
  code: z.enum([
    // The quoted words are not in the snapshot, so the finding cannot block.
    'quote-not-found',
    // The quoted words are those of the plan that a packet is about.
    'quoted-from-plan',
    // What was recommended is an implementation, which is not for a review to write.
    'implementation-code',
    // A critical that quotes nothing and proves nothing counts as major.
    'unproved-critical',
    // What would prove the finding wrong was looked up in the repository.
    'falsifier-refuted',
    'falsifier-confirmed',
    // A later reviewer holds that the severity is wrong.
    'severity-disputed',
    // Why findings of several reviewers became one.
    'merged',
  ]),
  /** One sentence. */
  text: z.string().min(1),
});

/** Words of another plan than the one that was reviewed: the one that a packet is about. */
const planWordsSchema = z.strictObject({
  /** Relative to the workspace folder. */
  path: z.string().min(1),
  anchor: anchorSchema,
});

/** A finding of a round as it is stored: tied to the plan's own words, and to who raised it. */
export const findingSchema = checkFindingSchema.extend({
  /** The id of the check that raised it; left out where only personas did. */
  check: z.string().min(1).optional(),
  round: z.int().min(1),
  /** The ids of the reviewers that raised it. */
  reviewers: z.array(z.string().min(1)).min(1),
  anchor: anchorSchema,
  /** The confidence of the surest persona that raised it; left out where none did. */
  confidence: confidenceSchema.optional(),
  /** Each reviewer's own words; left out where a check alone raised it. */
  statements: z.array(statementSchema).min(1).optional(),
  /** What the host says about it; left out where it says nothing. */
  notes: z.array(findingNoteSchema).min(1).optional(),
  /** The words of the plan that a packet is about, where those are what it quotes; left out for any other finding. */
  inPlan: planWordsSchema.optional(),
});

export type PlanWords = z.infer<typeof planWordsSchema>;
export type Fix = z.infer<typeof fixSchema>;
export type DraftFinding = z.infer<typeof draftFindingSchema>;
export type CheckFinding = z.infer<typeof checkFindingSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Statement = z.infer<typeof statementSchema>;
export type FindingNote = z.infer<typeof findingNoteSchema>;

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

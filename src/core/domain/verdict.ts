import { z } from 'zod';
import { findingIdSchema, type Severity } from './finding.ts';
import type { ClaimSummary } from './claim.ts';
import type { Revision } from './plan.ts';
import type { ReviewerReport } from './reviewer.ts';

export const verdictValueSchema = z.enum(['GO', 'CONDITIONAL GO', 'NO-GO']);

/** Why a verdict is not better than it is. */
export const verdictReasonSchema = z.strictObject({
  code: z.enum([
    'open-critical',
    'open-major',
    'failed-claim',
    'reviewer-failed',
    'no-reviewer',
    'snapshot-outdated',
    'question-uncovered',
    'part-unread',
  ]),
  text: z.string().min(1),
  /** The finding behind the reason, where there is one. */
  finding: findingIdSchema.optional(),
});

export const verdictSchema = z.strictObject({
  value: verdictValueSchema,
  /** Worst first; empty for a GO. */
  reasons: z.array(verdictReasonSchema),
});

export type VerdictValue = z.infer<typeof verdictValueSchema>;
export type VerdictReason = z.infer<typeof verdictReasonSchema>;
export type Verdict = z.infer<typeof verdictSchema>;

/** The recorded facts that a verdict follows from, and nothing else. */
export interface VerdictFacts {
  /** Every finding that is still open. */
  readonly openFindings: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly title: string;
  }[];
  readonly claims: ClaimSummary;
  readonly reviewers: readonly Pick<ReviewerReport, 'name' | 'status'>[];
  /** The questions of a packet that nobody has answered; none unless a packet was reviewed. */
  readonly uncovered?: readonly { readonly id: string; readonly text: string }[];
  /** What of the plan no reviewer has read as it is now, by its headings; none where all of it was read. */
  readonly unread?: readonly string[];
  /** The revision that was reviewed. */
  readonly snapshot: Revision;
  /** The plan's revision when the verdict is computed. */
  readonly current: Revision;
}

/**
 * The verdict on a plan. It is the only place where one comes from.
 *
 * Any open critical gives NO-GO. Otherwise an open major, a failed claim, a failed or missing reviewer, a question of a
 * packet that nobody has answered, a part that no reviewer has read, or a snapshot that is no longer the plan's content gives CONDITIONAL GO. Otherwise GO.
 */
export function computeVerdict(facts: VerdictFacts): Verdict {
  const criticals = reasonsOfSeverity(facts, 'critical', 'open-critical');
  const conditions = [
    ...reasonsOfSeverity(facts, 'major', 'open-major'),
    ...claimReasons(facts.claims),
    ...reviewerReasons(facts.reviewers),
    ...coverageReasons(facts.uncovered ?? []),
    ...unreadReasons(facts.unread ?? []),
    ...snapshotReasons(facts),
  ];
  const reasons = [...criticals, ...conditions];
  if (criticals.length > 0) {
    return { value: 'NO-GO', reasons };
  }
  return { value: conditions.length > 0 ? 'CONDITIONAL GO' : 'GO', reasons };
}

function reasonsOfSeverity(
  facts: VerdictFacts,
  severity: Severity,
  code: 'open-critical' | 'open-major',
): VerdictReason[] {
  return facts.openFindings
    .filter((finding) => finding.severity === severity)
    .map((finding) => ({
      code,
      text: `${finding.id} is open (${severity}): ${finding.title}`,
      finding: finding.id,
    }));
}

function claimReasons(claims: ClaimSummary): VerdictReason[] {
  if (claims.fail === 0) {
    return [];
  }
  const text =
    claims.fail === 1 ? '1 claim of the plan does not hold' : `${claims.fail} claims of the plan do not hold`;
  return [{ code: 'failed-claim', text }];
}

function reviewerReasons(reviewers: VerdictFacts['reviewers']): VerdictReason[] {
  if (reviewers.length === 0) {
    return [{ code: 'no-reviewer', text: 'Nobody reviewed the plan' }];
  }
  return reviewers
    .filter((reviewer) => reviewer.status !== 'succeeded')
    .map((reviewer) => ({ code: 'reviewer-failed', text: `${reviewer.name} did not finish its review` }));
}

function coverageReasons(uncovered: NonNullable<VerdictFacts['uncovered']>): VerdictReason[] {
  return uncovered.map(({ id, text }) => ({
    code: 'question-uncovered',
    text: `Question ${id} of the packet is uncovered: ${text}`,
  }));
}

function unreadReasons(unread: readonly string[]): VerdictReason[] {
  const [first, ...others] = unread;
  if (first === undefined) {
    return [];
  }
  const text =
    others.length === 0
      ? `${first} was not read`
      : `${unread.length} parts were not read, among them ${first}`;
  return [{ code: 'part-unread', text }];
}

function snapshotReasons(facts: VerdictFacts): VerdictReason[] {
  if (facts.snapshot === facts.current) {
    return [];
  }
  return [{ code: 'snapshot-outdated', text: 'The plan was changed after the snapshot was taken' }];
}

import { z } from 'zod';
import { rangeSchema } from './position.ts';

/** What sort of thing the plan names. */
export const claimKindSchema = z.enum([
  'file',
  'directory',
  'line',
  'link',
  'symbol',
  'script',
  'package',
  'commit',
  'branch',
  'tag',
  'dependency',
  'section',
  'count',
  'sum',
  // What a check of the workspace's own looks at; the claim's `check` says which one.
  'documented',
]);

/** Why the plan names it. */
export const intentSchema = z.enum(['exists', 'modifies', 'creates', 'removes', 'example', 'external']);

/** What a check found out: the claim holds, it does not, or nobody can tell from here. */
export const claimVerdictSchema = z.enum(['pass', 'fail', 'unverifiable']);

/** Something the plan says that a machine can check, and the answer. */
export const claimSchema = z.strictObject({
  kind: claimKindSchema,
  /** The claimed thing as the plan spells it. */
  value: z.string().min(1),
  intent: intentSchema,
  verdict: claimVerdictSchema,
  /** Where the value stands in the plan. */
  range: rangeSchema,
  /** Why the verdict is what it is, in one short phrase. */
  detail: z.string(),
  /** What the plan may have meant, where there is a likely answer. */
  suggestion: z.string().optional(),
  /**
   * Whether an unverifiable thing was looked for and is not there, so that the author is asked whether it should be. Left out
   * where it is, or where nobody could look.
   */
  absent: z.literal(true).optional(),
  /** Whether the verdict was taken from the cache. */
  cached: z.boolean(),
  /** The id of the documentation-driven check that makes this claim; left out for the built-in ones. */
  check: z.string().min(1).optional(),
  /** Whether the plan says, with a suppression, that this failure is to be left alone. Left out where it does not. */
  suppressed: z.boolean().optional(),
});

export const claimSummarySchema = z.strictObject({
  pass: z.int().min(0),
  fail: z.int().min(0),
  unverifiable: z.int().min(0),
  /** Failed claims that a suppression in the plan covers, which `fail` leaves out. Left out where there are none. */
  suppressed: z.int().min(1).optional(),
});

export type Intent = z.infer<typeof intentSchema>;
export type ClaimVerdict = z.infer<typeof claimVerdictSchema>;
export type Claim = z.infer<typeof claimSchema>;
export type ClaimSummary = z.infer<typeof claimSummarySchema>;

/** Counts claims by verdict. A failed claim that is suppressed counts as that and as nothing else. */
export function summarizeClaims(claims: readonly Claim[]): ClaimSummary {
  const summary: ClaimSummary = { pass: 0, fail: 0, unverifiable: 0 };
  for (const claim of claims) {
    if (claim.verdict === 'fail' && claim.suppressed === true) {
      summary.suppressed = (summary.suppressed ?? 0) + 1;
    } else {
      summary[claim.verdict] += 1;
    }
  }
  return summary;
}

import { compareSeverity, type Category, type Severity } from '../domain/finding.ts';
import type { Priority } from '../domain/campaignAnalysis.ts';

/** A merged finding as far as its weight goes. */
export interface WeighedFinding {
  readonly plan: string;
  readonly id: string;
  readonly severity: Severity;
  readonly category: Category;
  readonly title: string;
  readonly observation: string;
  readonly concern: string;
  /** The ids of the reviewers that raised it, `checks` among them. */
  readonly reviewers: readonly string[];
  readonly check?: string | undefined;
}

/**
 * Findings in the order in which they matter: severity first, then how many raised it, so that one reviewer's critical
 * stands above anybody's minor. Where both are equal, by plan and number.
 *
 * @param independent who read alone; only among them does raising the same thing twice mean that it was found twice
 */
export function rankFindings(
  findings: readonly WeighedFinding[],
  independent: readonly string[],
): readonly Priority[] {
  const alone = new Set(independent);
  const weigh = ({ reviewers }: WeighedFinding): number =>
    reviewers.filter((id) => (alone.size > 0 ? alone.has(id) : id !== 'checks')).length;
  return findings
    .toSorted(
      (a, b) =>
        compareSeverity(a.severity, b.severity) ||
        weigh(b) - weigh(a) ||
        compareText(a.plan, b.plan) ||
        Number(a.id.slice(1)) - Number(b.id.slice(1)),
    )
    .map((finding, index) => ({
      rank: index + 1,
      plan: finding.plan,
      finding: finding.id,
      severity: finding.severity,
      category: finding.category,
      title: finding.title,
      description: `${finding.observation} ${finding.concern}`,
      raisedBy: finding.reviewers.filter((id) => id !== 'checks'),
      check: finding.check ?? null,
      agreement: alone.size === 0 ? null : { raised: weigh(finding), of: alone.size },
    }));
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

import { groupBy } from '../base/groupBy.ts';
import { compareSeverity, type Category, type Severity } from '../domain/finding.ts';
import type { CommonKind } from '../domain/trendReport.ts';

/** A finding of any plan as far as its kind goes. */
export interface KindOfFinding {
  readonly plan: string;
  readonly category: Category;
  /** The check that raised it; null where only personas did. */
  readonly check: string | null;
  readonly severity: Severity;
  readonly isOpen: boolean;
}

/**
 * The kinds of finding that come up in more than one plan: what a check finds is one kind, what only personas found is of
 * the kind of its category. Those of most plans come first, then those with most findings.
 */
export function commonKinds(findings: readonly KindOfFinding[]): readonly CommonKind[] {
  return [...groupBy(findings, ({ check, category }) => check ?? category)]
    .flatMap(([kind, [first, ...others]]): CommonKind[] => {
      if (first === undefined) {
        return [];
      }
      const all = [first, ...others];
      const plans = [...new Set(all.map(({ plan }) => plan))].toSorted();
      const worst = all.toSorted((a, b) => compareSeverity(a.severity, b.severity))[0] ?? first;
      return plans.length < 2
        ? []
        : [
            {
              kind,
              category: first.category,
              check: first.check,
              plans,
              findings: all.length,
              open: all.filter(({ isOpen }) => isOpen).length,
              worst: worst.severity,
            },
          ];
    })
    .toSorted(
      (a, b) => b.plans.length - a.plans.length || b.findings - a.findings || (a.kind < b.kind ? -1 : 1),
    );
}

import { compareSeverity, type Severity } from '../domain/finding.ts';
import { clusterByAverage, type Group } from './clusters.ts';
import { likenessWithin, type Likeness } from './similarity.ts';

/** What of a finding tells whether another one has the same root cause. */
export interface MergeableFinding {
  /** Unlike that of every other finding, such as `lead-3`. */
  readonly label: string;
  readonly reviewer: string;
  readonly severity: Severity;
  readonly title: string;
  readonly observation: string;
  readonly concern: string;
  readonly recommendation: string;
  /** Where the quote stands in the snapshot, in UTF-16 offsets; undefined where nothing is quoted or it is not there. */
  readonly place: { readonly start: number; readonly end: number } | undefined;
}

/**
 * From where on two groups of findings are taken for one root cause. `scripts/measureMerging.ts` measures it on findings
 * whose root causes were judged by hand; docs/campaigns.md has the figures, and what words alone cannot tell.
 */
export const rootCauseLikeness = 0.25;

/** What quoting the same words adds. */
const sameWordsBonus = 0.1;

/**
 * Puts findings of several reviewers on one root cause together; `proposed` are groups of labels that somebody who has
 * read them holds to be one. Nothing is lost: each label is in exactly one group, whatever the order of the findings.
 * Within a group the worst finding comes first, and groups are in the order of their first findings. One reviewer's own
 * findings are never put together unless proposed, since it has told them apart.
 */
export function mergeFindings(
  findings: readonly MergeableFinding[],
  proposed: readonly (readonly string[])[] = [],
  threshold: number = rootCauseLikeness,
): readonly (readonly MergeableFinding[])[] {
  // Ties go by position, so positions must not depend on who answered first.
  const ordered = findings.toSorted((a, b) => (a.label < b.label ? -1 : 1));
  const indexes = new Map(ordered.map(({ label }, index) => [label, index]));
  const similarity = similarityOf(ordered);
  const groups = clusterByAverage({
    groups: joinProposed(
      ordered.length,
      proposed.map((labels) => labels.flatMap((label) => indexes.get(label) ?? [])),
    ),
    pairs: similarity.pairs(threshold),
    similarity: similarity.between,
    threshold,
  });
  const positions = new Map(findings.map(({ label }, index) => [label, index]));
  const positionOf = (finding: MergeableFinding | undefined): number =>
    positions.get(finding?.label ?? '') ?? 0;
  return groups
    .map((group) =>
      group.flatMap((index) => ordered[index] ?? []).toSorted((a, b) => positionOf(a) - positionOf(b)),
    )
    .toSorted((a, b) => positionOf(a[0]) - positionOf(b[0]))
    .map((group) => group.toSorted((a, b) => compareSeverity(a.severity, b.severity)));
}

/** Groups that share a member are one. */
function joinProposed(count: number, proposed: readonly Group[]): readonly Group[] {
  let groups: readonly Group[] = Array.from({ length: count }, (_, index) => [index]);
  for (const labels of proposed) {
    const touched = groups.filter((group) => group.some((index) => labels.includes(index)));
    const joined = touched.flat().toSorted((a, b) => a - b);
    groups = joined.length === 0 ? groups : [...groups.filter((group) => !touched.includes(group)), joined];
  }
  return groups;
}

/** How much two findings say the same; minus infinity where they are known to be two. */
export function similarityOf(findings: readonly MergeableFinding[]): Likeness {
  const likeness = likenessWithin(
    findings.map(({ title, observation, concern, recommendation }) =>
      [title, observation, concern, recommendation].join(' '),
    ),
  );
  const between = (a: number, b: number): number => {
    const [first, second] = [findings[a], findings[b]];
    if (first === undefined || second === undefined || first.reviewer === second.reviewer) {
      return Number.NEGATIVE_INFINITY;
    }
    return likeness.between(a, b) + (quoteSameWords(first, second) ? sameWordsBonus : 0);
  };
  return {
    between,
    *pairs(atLeast) {
      for (const pair of likeness.pairs(atLeast - sameWordsBonus)) {
        if (between(...pair) >= atLeast) {
          yield pair;
        }
      }
    },
  };
}

function quoteSameWords({ place: a }: MergeableFinding, { place: b }: MergeableFinding): boolean {
  const contains = (
    outer: NonNullable<MergeableFinding['place']>,
    inner: NonNullable<MergeableFinding['place']>,
  ): boolean => outer.start <= inner.start && inner.end <= outer.end;
  return a !== undefined && b !== undefined && (contains(a, b) || contains(b, a));
}

import { groupBy } from '../base/groupBy.ts';
import { compareSeverity, type DraftFinding, type Finding } from '../domain/finding.ts';
import type { Revision } from '../domain/plan.ts';
import type { Range } from '../domain/position.ts';
import type { MergedFinding } from '../domain/raisedFinding.ts';
import { anchorOf, placeAnchor } from '../text/anchors.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { DiffFrom } from './snapshotDiffs.ts';

/** A round's findings before they have numbers: those of checks alone, or those of several reviewers merged. */
export type Unnumbered = DraftFinding | MergedFinding;

/** What findings get their numbers from. */
export interface NumberingContext {
  readonly document: PlanDocument;
  readonly revision: Revision;
  readonly round: number;
  readonly nextFinding: number;
  /** What may be found again, each finding once. */
  readonly earlier: readonly Finding[];
  /** How the plan came about from what was reviewed before. */
  readonly diffFrom: DiffFrom;
}

/**
 * Gives findings their numbers and ties them to the plan's words. What an earlier round has already found keeps
 * the number it got there; everything else goes on from `nextFinding`.
 */
export function numberFindings(drafts: readonly Unnumbered[], context: NumberingContext): Finding[] {
  const known = foundAgain(drafts, context);
  let next = context.nextFinding;
  return drafts.map((draft) => {
    const before = known.get(draft);
    const id = before === undefined ? `F${next}` : before.id;
    next += before === undefined ? 1 : 0;
    return {
      ...(before === undefined ? wordsOf(draft) : withOthers(wordsOf(draft), before)),
      id,
      round: before === undefined ? context.round : before.round,
      anchor: anchorOf(context.document, context.revision, draft.range),
    };
  });
}

/**
 * Which of the drafts was found before: each has the same words, and of several with the same words that one whose place
 * in the plan has become the draft's; two places may lack the same thing, and each has a number of its own.
 */
function foundAgain(
  drafts: readonly Unnumbered[],
  { document, revision, earlier, diffFrom }: NumberingContext,
): ReadonlyMap<Unnumbered, Finding> {
  const candidates = groupBy(earlier, identity);
  const found = new Map<Unnumbered, Finding>();
  const taken = new Set<string>();
  const take = (draft: Unnumbered, fits: (finding: Finding) => boolean): void => {
    const before = candidates
      .get(identity(draft))
      ?.find((finding) => !taken.has(finding.id) && fits(finding));
    if (!found.has(draft) && before !== undefined) {
      found.set(draft, before);
      taken.add(before.id);
    }
  };
  for (const draft of drafts) {
    take(draft, ({ anchor }) => {
      const place = placeAnchor(document, revision, anchor, diffFrom);
      return place.state !== 'lost' && isSameStart(place.range, draft.range);
    });
  }
  for (const draft of drafts) {
    take(draft, () => true);
  }
  return found;
}

function isSameStart({ start: a }: Range, { start: b }: Range): boolean {
  return a.line === b.line && a.column === b.column;
}

function wordsOf(draft: Unnumbered): Omit<Finding, 'id' | 'round' | 'anchor'> {
  if (!('statements' in draft)) {
    return { ...draft, reviewers: ['checks'] };
  }
  const { labels: _, reviewers, check, confidence, statements, notes, ...finding } = draft;
  const isOfChecksAlone = reviewers.every((reviewer) => reviewer === 'checks');
  return {
    ...finding,
    reviewers: [...reviewers],
    ...(check === undefined ? {} : { check }),
    ...(confidence === undefined ? {} : { confidence }),
    ...(isOfChecksAlone ? {} : { statements: [...statements] }),
    ...(notes.length === 0 ? {} : { notes: [...notes] }),
  };
}

/**
 * What is found again is still what those said who do not say it again: a check that reports its part of a finding takes
 * nothing away from the reviewers that raised it, too.
 */
function withOthers(
  words: Omit<Finding, 'id' | 'round' | 'anchor'>,
  before: Finding,
): Omit<Finding, 'id' | 'round' | 'anchor'> {
  const others = before.reviewers.filter((reviewer) => !words.reviewers.includes(reviewer));
  if (others.length === 0) {
    return words;
  }
  const statements = [
    ...(words.statements ?? []),
    ...(before.statements ?? []).filter(({ reviewer }) => others.includes(reviewer)),
  ];
  return {
    ...words,
    severity: compareSeverity(before.severity, words.severity) < 0 ? before.severity : words.severity,
    reviewers: [...words.reviewers, ...others],
    ...(statements.length === 0 ? {} : { statements }),
    ...(words.notes === undefined && before.notes !== undefined ? { notes: before.notes } : {}),
  };
}

/** What makes two findings one and the same in the eyes of people: who says it, and what it says. */
function identity({ check, title }: { readonly check?: string | undefined; readonly title: string }): string {
  return `${check ?? ''}\n${title}`;
}

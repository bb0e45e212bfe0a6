import type { DraftFinding, Finding } from '../domain/finding.ts';
import type { Revision } from '../domain/plan.ts';
import type { MergedFinding } from '../domain/raisedFinding.ts';
import { anchorOf } from '../text/anchors.ts';
import type { PlanDocument } from '../text/planDocument.ts';

/** A round's findings before they have numbers: those of checks alone, or those of several reviewers merged. */
export type Unnumbered = DraftFinding | MergedFinding;

/**
 * Gives findings their numbers and ties them to the plan's words. What an earlier round has already found keeps
 * the number it got there; everything else goes on from `nextFinding`.
 */
export function numberFindings(
  drafts: readonly Unnumbered[],
  context: {
    document: PlanDocument;
    revision: Revision;
    round: number;
    nextFinding: number;
    earlier: readonly Finding[];
  },
): Finding[] {
  const known = new Map(context.earlier.map((finding) => [identity(finding), finding]));
  const taken = new Set<string>();
  let next = context.nextFinding;
  return drafts.map((draft) => {
    const before = known.get(identity(draft));
    // Two places may lack the same word; each needs a number of its own.
    const isKnown = before !== undefined && !taken.has(before.id);
    const id = isKnown ? before.id : `F${next}`;
    next += isKnown ? 0 : 1;
    taken.add(id);
    return {
      ...wordsOf(draft),
      id,
      round: isKnown ? before.round : context.round,
      anchor: anchorOf(context.document, context.revision, draft.range),
    };
  });
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

/** What makes two findings one and the same in the eyes of people: who says it, and what it says. */
function identity({ check, title }: { readonly check?: string | undefined; readonly title: string }): string {
  return `${check ?? ''}\n${title}`;
}

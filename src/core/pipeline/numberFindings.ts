import type { DraftFinding, Finding } from '../domain/finding.ts';
import type { Revision } from '../domain/plan.ts';
import { anchorOf } from '../text/anchors.ts';
import type { PlanDocument } from '../text/planDocument.ts';

/**
 * Gives findings their numbers and ties them to the plan's words. What an earlier round has already found keeps
 * the number it got there; everything else goes on from `nextFinding`.
 */
export function numberFindings(
  drafts: readonly DraftFinding[],
  context: {
    document: PlanDocument;
    revision: Revision;
    reviewer: string;
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
      ...draft,
      id,
      round: isKnown ? before.round : context.round,
      reviewers: [context.reviewer],
      anchor: anchorOf(context.document, context.revision, draft.range),
    };
  });
}

function identity(finding: DraftFinding): string {
  return `${finding.check}\n${finding.title}`;
}

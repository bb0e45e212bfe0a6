import type { Anchor, AnchorPlace } from '../domain/anchor.ts';
import type { Revision } from '../domain/plan.ts';
import type { Range } from '../domain/position.ts';
import { offsetAt, rangeOf } from './lineIndex.ts';
import type { PlanDocument } from './planDocument.ts';
import { findQuote, reanchor } from './reanchor.ts';
import { sectionAt } from './sections.ts';
import type { PlanDiff } from './planDiff.ts';

/** How many UTF-16 units of the text around a quote an anchor keeps. */
const contextLength = 32;

/** Ties a range of a document to the words it holds. */
export function anchorOf(document: PlanDocument, revision: Revision, range: Range): Anchor {
  const start = offsetAt(document.lines, range.start);
  const end = offsetAt(document.lines, range.end);
  return {
    quote: document.text.slice(start, end),
    prefix: document.text.slice(Math.max(0, start - contextLength), start),
    suffix: document.text.slice(end, end + contextLength),
    section: [...(sectionAt(document.sections, start)?.path ?? [])],
    offset: start,
    revision,
  };
}

/**
 * Where an anchor's words are in a document: in the revision it was made on at its own offset; in a later one where the
 * diff from that revision has taken them, or, where that is not known, wherever the quote is found; else nowhere.
 */
export function placeAnchor(
  document: PlanDocument,
  revision: Revision,
  anchor: Anchor,
  diffFrom?: (revision: Revision) => PlanDiff | undefined,
): AnchorPlace {
  if (anchor.revision === revision) {
    return {
      state: 'exact',
      range: rangeOf(document.lines, anchor.offset, anchor.offset + anchor.quote.length),
    };
  }
  if (anchor.quote === '') {
    return { state: 'moved', range: rangeOf(document.lines, 0, 0) };
  }
  const diff = diffFrom?.(anchor.revision);
  const found = diff === undefined ? findQuote(document.text, anchor) : reanchor(diff, anchor);
  return found === undefined
    ? { state: 'lost' }
    : { state: 'moved', range: rangeOf(document.lines, found.start, found.end) };
}

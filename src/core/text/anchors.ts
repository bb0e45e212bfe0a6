import type { Anchor, AnchorPlace } from '../domain/anchor.ts';
import type { Revision } from '../domain/plan.ts';
import type { Range } from '../domain/position.ts';
import { offsetAt, rangeOf } from './lineIndex.ts';
import type { PlanDocument } from './planDocument.ts';
import { sectionAt } from './sections.ts';

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
 * Where an anchor's words are in a document: in the revision it was made on at its own offset; in another one at
 * the copy of the quote whose surroundings are most alike, the nearest one where several are; else nowhere.
 */
export function placeAnchor(document: PlanDocument, revision: Revision, anchor: Anchor): AnchorPlace {
  if (anchor.revision === revision) {
    return {
      state: 'exact',
      range: rangeOf(document.lines, anchor.offset, anchor.offset + anchor.quote.length),
    };
  }
  const start = anchor.quote === '' ? 0 : bestCopy(document.text, anchor);
  if (start === undefined) {
    return { state: 'lost' };
  }
  return { state: 'moved', range: rangeOf(document.lines, start, start + anchor.quote.length) };
}

function bestCopy(text: string, anchor: Anchor): number | undefined {
  let best: { start: number; context: number; distance: number } | undefined;
  for (let start = text.indexOf(anchor.quote); start !== -1; start = text.indexOf(anchor.quote, start + 1)) {
    const context = contextAt(text, start, anchor);
    const distance = Math.abs(start - anchor.offset);
    if (
      best === undefined ||
      context > best.context ||
      (context === best.context && distance < best.distance)
    ) {
      best = { start, context, distance };
    }
  }
  // Words this short stand everywhere: without anything alike around them, a copy proves nothing.
  const isTelling = anchor.quote.length >= 8 || (best?.context ?? 0) >= contextLength / 4;
  return isTelling ? best?.start : undefined;
}

/** How many characters next to a copy of the quote are those the anchor remembers. */
function contextAt(text: string, start: number, anchor: Anchor): number {
  const before = text.slice(Math.max(0, start - anchor.prefix.length), start);
  const end = start + anchor.quote.length;
  const after = text.slice(end, end + anchor.suffix.length);
  return commonEnd(before, anchor.prefix) + commonStart(after, anchor.suffix);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) {
    length += 1;
  }
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) {
    length += 1;
  }
  return length;
}

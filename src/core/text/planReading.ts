import type { Span } from './blocks.ts';
import { htmlReading, withoutEntities } from './htmlReading.ts';
import { locateQuote } from './locateQuote.ts';
import type { PlanDocument } from './planDocument.ts';

/** What a reader is given of a plan, or of a stretch of its source: Markdown as it is, HTML without its tags. */
export function readingText(document: PlanDocument, within?: Span): string {
  if (document.format === 'markdown') {
    return within === undefined ? document.text : document.text.slice(within.start, within.end);
  }
  const reading = htmlReading(document);
  if (within === undefined) {
    return reading.text;
  }
  const { start: from, end: to } = reading.readingOf(within);
  return reading.text.slice(from, to);
}

/**
 * Where quoted words stand in a plan's source, be they quoted from the source or from what a reader is given of it. The first
 * place within the stretch that the reader had, or else the first in the plan; undefined where there is none.
 */
export function locateInPlan(document: PlanDocument, quote: string, within?: Span): Span | undefined {
  if (within !== undefined) {
    const inside = locateQuote(document.text.slice(within.start, within.end), quote);
    if (inside !== undefined) {
      return { start: within.start + inside.start, end: within.start + inside.end };
    }
  }
  if (document.format === 'markdown') {
    return locateQuote(document.text, quote);
  }
  const reading = htmlReading(document);
  if (within !== undefined) {
    const { start: from, end: to } = reading.readingOf(within);
    const inside = locateQuote(reading.text.slice(from, to), quote);
    if (inside !== undefined) {
      return reading.sourceOf({ start: from + inside.start, end: from + inside.end });
    }
  }
  const read = locateQuote(reading.text, quote);
  return read === undefined ? locateQuote(document.text, quote) : reading.sourceOf(read);
}

/** A heading as people read it. */
export function shownTitle(format: PlanDocument['format'], title: string): string {
  return format === 'html' ? withoutEntities(title) : title;
}

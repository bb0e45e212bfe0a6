import type { Block, Table } from '../text/blocks.ts';
import type { Content } from '../text/content.ts';
import { scanInline, type InlineSpan } from '../text/inline.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { sectionAt } from '../text/sections.ts';

/** Stands in `words` for every character of code, link targets and comments. */
const MASK = '\u{fffc}';

/** A piece of running text (a paragraph, a heading, a table cell) and what stands around it. */
export interface Segment {
  readonly content: Content;
  readonly spans: readonly InlineSpan[];
  /** The text with code, link targets and comments blanked out, character for character, so that only words are left. */
  readonly words: string;
  readonly isHeading: boolean;
  /** The words of the table row it stands in, its column's header among them; empty outside tables. */
  readonly row: string;
  /** The words that lead in the list it stands in, innermost first. */
  readonly leads: readonly string[];
  /** The titles of the sections it stands in, innermost first. */
  readonly headings: readonly string[];
}

/** Reads the running text of a plan in its order. Code blocks are left out: what stands there is an illustration. */
export function readSegments(document: PlanDocument): Segment[] {
  const segments: Segment[] = [];
  collect({ document, blocks: document.blocks, leads: [] }, segments);
  return segments;
}

interface Visit {
  readonly document: PlanDocument;
  readonly blocks: readonly Block[];
  readonly leads: readonly string[];
}

function collect({ document, blocks, leads }: Visit, segments: Segment[]): void {
  let lead = '';
  for (const block of blocks) {
    switch (block.type) {
      case 'heading':
      case 'paragraph': {
        const segment = segmentOf(document, block.content, {
          isHeading: block.type === 'heading',
          row: '',
          leads,
        });
        segments.push(segment);
        lead = segment.isHeading ? '' : segment.words;
        break;
      }
      case 'list':
      case 'listItem':
      case 'blockquote':
        // The text before a list speaks about its items; the text of an item speaks about the list below it.
        collect(
          {
            document,
            blocks: block.children,
            leads: block.type === 'list' && lead !== '' ? [lead, ...leads] : leads,
          },
          segments,
        );
        break;
      case 'table':
        collectTable({ document, table: block, leads: lead === '' ? leads : [lead, ...leads] }, segments);
        break;
      case 'code':
      case 'html':
      case 'rule':
      case 'definition':
        break;
    }
  }
}

function collectTable(
  { document, table, leads }: { document: PlanDocument; table: Table; leads: readonly string[] },
  segments: Segment[],
): void {
  const header = table.header.map((cell) => wordsOf(cell.text, scanInline(cell.text)));
  for (const row of table.rows) {
    const words = row.map((cell) => wordsOf(cell.text, scanInline(cell.text)));
    for (const [column, cell] of row.entries()) {
      const others = words.filter((_, index) => index !== column);
      segments.push(
        segmentOf(document, cell, {
          isHeading: false,
          row: [header[column] ?? '', ...others].join(' | '),
          leads,
        }),
      );
    }
  }
}

function segmentOf(
  document: PlanDocument,
  content: Content,
  around: Pick<Segment, 'isHeading' | 'row' | 'leads'>,
): Segment {
  const spans = scanInline(content.text);
  const section = sectionAt(document.sections, content.origins[0]?.at ?? 0);
  const path = around.isHeading ? (section?.path.slice(0, -1) ?? []) : (section?.path ?? []);
  return { content, spans, words: wordsOf(content.text, spans), ...around, headings: path.toReversed() };
}

function wordsOf(text: string, spans: readonly InlineSpan[]): string {
  let words = '';
  let at = 0;
  for (const span of spans) {
    if (span.end > at) {
      const start = Math.max(at, span.start);
      words += text.slice(at, start) + MASK.repeat(span.end - start);
      at = span.end;
    }
  }
  return words + text.slice(at);
}

/**
 * Whether a place stands within quotation marks: what is quoted is spoken about, not claimed. Marks pair up within a
 * paragraph.
 */
export function isQuoted(words: string, at: number): boolean {
  const { opening, closing, plain } = quotationMarks(words);
  const open = countBelow(opening, at);
  const opened = opening[open - 1] ?? -1;
  if (opened > (closing[countBelow(closing, at) - 1] ?? -1)) {
    return true;
  }
  const before = countBelow(plain, at);
  return before % 2 === 1 && before < plain.length;
}

interface QuotationMarks {
  readonly opening: readonly number[];
  readonly closing: readonly number[];
  readonly plain: readonly number[];
}

/** The marks of the paragraph that was asked about last: it is asked about once for each of its mentions. */
let last: { readonly words: string; readonly marks: QuotationMarks } | undefined;

function quotationMarks(words: string): QuotationMarks {
  if (last?.words !== words) {
    const marks = {
      opening: placesOf(words, '\u{201c}'),
      closing: placesOf(words, '\u{201d}'),
      plain: placesOf(words, '"'),
    };
    last = { words, marks };
  }
  return last.marks;
}

function placesOf(words: string, mark: string): number[] {
  const places: number[] = [];
  for (let at = words.indexOf(mark); at !== -1; at = words.indexOf(mark, at + 1)) {
    places.push(at);
  }
  return places;
}

/** How many of the places, which are in order, lie in front of `at`. */
function countBelow(places: readonly number[], at: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

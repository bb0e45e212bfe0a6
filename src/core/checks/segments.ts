import type { Block, Table } from '../text/blocks.ts';
import type { Content } from '../text/content.ts';
import { scanInline, type InlineSpan } from '../text/inline.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { sectionAt, type Section } from '../text/sections.ts';

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
  /** Whether a cell in front of it in its row names something in code or by a path. */
  readonly isBehindName: boolean;
  /** The words that lead in the list it stands in, innermost first. */
  readonly leads: readonly string[];
  /** The titles of the sections it stands in, innermost first. */
  readonly headings: readonly string[];
}

/** Reads the running text of a plan in its order. Code blocks are left out: what stands there is an illustration. */
export function readSegments(document: PlanDocument): Segment[] {
  const segments: Segment[] = [];
  collect({ titles: titlesIn(document), blocks: document.blocks, leads: [] }, segments);
  return segments;
}

interface Visit {
  readonly titles: Titles;
  readonly blocks: readonly Block[];
  readonly leads: readonly string[];
}

function collect({ titles, blocks, leads }: Visit, segments: Segment[]): void {
  let lead = '';
  for (const block of blocks) {
    switch (block.type) {
      case 'heading':
      case 'paragraph': {
        const segment = segmentOf({ titles }, textOf(block.content), {
          isHeading: block.type === 'heading',
          row: '',
          isBehindName: false,
          leads,
        });
        segments.push(segment);
        lead = segment.isHeading ? '' : segment.words.slice(-leadLength);
        break;
      }
      case 'list':
      case 'listItem':
      case 'blockquote':
      case 'footnote':
        // The text before a list speaks about its items; the text of an item speaks about the list below it.
        collect(
          {
            titles,
            blocks: block.children,
            leads: block.type === 'list' && lead !== '' ? [lead, ...leads] : leads,
          },
          segments,
        );
        break;
      case 'table':
        collectTable({ titles, table: block, leads: lead === '' ? leads : [lead, ...leads] }, segments);
        break;
      case 'html':
        // What stands in it may lead in what follows, and nobody has read it.
        lead = isComment.test(block.content.text) ? lead : '';
        break;
      case 'rule':
        lead = '';
        break;
      case 'code':
      case 'definition':
        break;
    }
  }
}

const isComment = /^\s*<!--(?:(?!-->)[^])*-->\s*$/;

/** So much of the end of a paragraph leads in what follows it, and so much of a title is read with what stands under it. */
const leadLength = 1000;
const titleLength = 400;

/** So many cells on either side of a cell are read with it, and so much of each. */
const besideCell = { cells: 16, characters: 400 };

function collectTable(visit: Omit<Visit, 'blocks'> & { readonly table: Table }, segments: Segment[]): void {
  const { table, leads } = visit;
  const header = table.header.map((cell) => textOf(cell).words.slice(0, besideCell.characters));
  for (const row of table.rows) {
    const cells = row.map(textOf);
    const words = cells.map((cell) => cell.words.slice(0, besideCell.characters));
    for (const [column, cell] of cells.entries()) {
      const others = [
        ...words.slice(Math.max(0, column - besideCell.cells), column),
        ...words.slice(column + 1, column + 1 + besideCell.cells),
      ];
      const row = [header[column] ?? '', ...others].join(' | ');
      const isBehindName = words
        .slice(0, column)
        .some((text) => text.includes(MASK) || /[\w-]\/[\w.-]/.test(text));
      segments.push(segmentOf(visit, cell, { isHeading: false, row, isBehindName, leads }));
    }
  }
}

function segmentOf(
  { titles }: Pick<Visit, 'titles'>,
  { content, spans, words }: SegmentText,
  { isHeading, row, isBehindName, leads }: Pick<Segment, 'isHeading' | 'row' | 'isBehindName' | 'leads'>,
): Segment {
  const headings = titles(content.origins[0]?.at ?? 0, isHeading);
  return { content, spans, words, isHeading, row, isBehindName, leads, headings };
}

type SegmentText = Pick<Segment, 'content' | 'spans' | 'words'>;

function textOf(content: Content): SegmentText {
  const spans = scanInline(content.text);
  return { content, spans, words: wordsOf(content.text, spans) };
}

/** The titles around a place, innermost first; a heading does not stand under itself. Asked in the order of the text. */
type Titles = (offset: number, isHeading: boolean) => readonly string[];

/** Segments of one section share one list. */
function titlesIn({ sections }: PlanDocument): Titles {
  let last: {
    readonly section: Section | undefined;
    readonly all: readonly string[];
    readonly outer: readonly string[];
  } = { section: undefined, all: [], outer: [] };
  return (offset, isHeading) => {
    const section = sectionAt(sections, offset);
    if (section !== last.section) {
      const all = section?.path.map((title) => title.slice(0, titleLength)).toReversed() ?? [];
      last = { section, all, outer: all.slice(1) };
    }
    return isHeading ? last.outer : last.all;
  };
}

function wordsOf(text: string, spans: readonly InlineSpan[]): string {
  if (spans.length === 0) {
    return text;
  }
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
  const marks =
    last?.words === words
      ? last.marks
      : {
          opening: placesOf(words, '\u{201c}'),
          closing: placesOf(words, '\u{201d}'),
          plain: placesOf(words, '"'),
        };
  // Kept with the very string that was asked about: to compare it with itself takes no time.
  last = { words, marks };
  return marks;
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

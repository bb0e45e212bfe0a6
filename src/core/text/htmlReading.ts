import { Parser } from 'htmlparser2';
import type { Block, Span } from './blocks.ts';
import { sourceOffset, type Content } from './content.ts';
import type { PlanDocument } from './planDocument.ts';

/** A plan as a person reads it, without tags, and where each of its characters stands in the source. */
export interface Reading {
  readonly text: string;
  /** The stretch of the source that a stretch of the reading stands for. */
  sourceOf(span: Span): Span;
  /** The stretch of the reading that the blocks beginning in a stretch of the source are. */
  readingOf(span: Span): Span;
}

const known = new WeakMap<PlanDocument, Reading>();

/**
 * What a person reads of an HTML plan: its headings, marked as in Markdown, paragraphs and code, with entities as the characters
 * that they mean and white space as a browser shows it. Comments, scripts and menus are left out.
 */
export function htmlReading(document: PlanDocument): Reading {
  const found = known.get(document) ?? read(document.blocks, document.text);
  known.set(document, found);
  return found;
}

/** Characters with the stretch of the source that each stands for. Collected in arrays, since a long text that grows is costly. */
interface Draft {
  readonly units: string[];
  readonly starts: number[];
  readonly ends: number[];
}

function read(blocks: readonly Block[], source: string): Reading {
  const draft: Draft = { units: [], starts: [], ends: [] };
  const places: { readonly source: number; readonly at: number }[] = [];
  for (const block of blocks) {
    if (block.type === 'heading' || block.type === 'paragraph' || block.type === 'code') {
      places.push({ source: block.start, at: draft.units.length });
      addBlock(draft, block, source);
    }
  }
  const { units, starts, ends } = draft;
  const text = units.join('');
  const firstFrom = (offset: number): number => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.source ?? 0) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return places[low]?.at ?? text.length;
  };
  return {
    text,
    readingOf: ({ start, end }) => ({ start: firstFrom(start), end: firstFrom(end) }),
    sourceOf: ({ start, end }) => {
      const from = starts[start] ?? source.length;
      return { start: from, end: end > start ? Math.max(from, ends[end - 1] ?? source.length) : from };
    },
  };
}

function addBlock(
  draft: Draft,
  block: Extract<Block, { type: 'heading' | 'paragraph' | 'code' }>,
  source: string,
): void {
  const isCode = block.type === 'code';
  const mark = block.type === 'heading' ? `${'#'.repeat(block.depth)} ` : isCode ? '```\n' : '';
  add(draft, mark, { start: block.start, end: block.start });
  const before = draft.units.length;
  addContent(draft, { content: block.content, isCode, source });
  while (draft.units.length > before && /^\s$/.test(draft.units.at(-1) ?? '')) {
    draft.units.pop();
    draft.starts.pop();
    draft.ends.pop();
  }
  add(draft, isCode ? '\n```\n\n' : '\n\n', { start: block.end, end: block.end });
}

/** Adds a text whose every UTF-16 unit stands for the same stretch. */
function add(draft: Draft, text: string, { start, end }: Span): void {
  for (let index = 0; index < text.length; index += 1) {
    draft.units.push(text.charAt(index));
    draft.starts.push(start);
    draft.ends.push(end);
  }
}

const entity = /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,31});?/iy;
const everyEntity = new RegExp(entity.source, 'gi');

function addContent(
  draft: Draft,
  {
    content,
    isCode,
    source,
  }: { readonly content: Content; readonly isCode: boolean; readonly source: string },
): void {
  const { text } = content;
  const first = draft.units.length;
  for (let index = 0; index < text.length;) {
    const start = sourceOffset(content, index);
    entity.lastIndex = index;
    const written = text.charAt(index) === '&' ? entity.exec(text)?.[0] : undefined;
    if (written !== undefined) {
      add(draft, decoded(written), { start, end: start + written.length });
      index += written.length;
      continue;
    }
    const unit = text.charAt(index);
    // In code, line breaks are what they were; elsewhere, any white space is one blank.
    const shown = isCode ? (source.charAt(start) === '\n' ? '\n' : unit) : /\s/.test(unit) ? ' ' : unit;
    const isSpare = shown === ' ' && !isCode && (draft.units.length === first || draft.units.at(-1) === ' ');
    // A mark that stands for a tag, such as that of code, has no character of its own in the source.
    const isOwn = source.charAt(start) === unit || /\s/.test(source.charAt(start));
    if (!isSpare) {
      add(draft, shown, { start, end: isOwn ? start + 1 : start });
    }
    index += 1;
  }
}

/** Text of HTML with its entities as the characters that they mean. */
export function withoutEntities(text: string): string {
  return text.replace(everyEntity, decoded);
}

const meanings = new Map<string, string>();

/** What an entity means; itself where it means nothing. */
function decoded(written: string): string {
  let meaning = meanings.get(written);
  if (meaning === undefined) {
    meaning = '';
    const parser = new Parser({ ontext: (data) => (meaning += data) }, { decodeEntities: true });
    parser.write(written);
    parser.end();
    meanings.set(written, meaning);
  }
  return meaning;
}

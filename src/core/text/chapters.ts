import { Parser } from 'htmlparser2';
import type { Span } from './blocks.ts';
import type { PlanDocument } from './planDocument.ts';
import { shownTitle } from './planReading.ts';
import type { Section } from './sections.ts';

/** A chapter of a book: a heading and what stands below it. Offsets are those of the source, in UTF-16 units. */
export interface Chapter extends Span {
  /** The how-manieth it is, from 1. */
  readonly place: number;
  /** The number that its heading carries, such as `3`, or undefined. */
  readonly number: string | undefined;
  /** The id that its heading, or what encloses it, has in HTML; its title as a word of an address in Markdown. */
  readonly id: string;
  readonly title: string;
}

const saysChapter = /^\s*(?:chapter|appendix|kapitel|chapitre|cap[ií]tulo)\b/i;

/**
 * The chapters of a book, by its headings: those that call themselves chapters, or else those of the highest level that has several,
 * a single heading above them being the book's title. Together they hold the whole source from the first one on: what introduces a
 * part of a book belongs to the chapter behind it. Empty where there are no two.
 */
export function chaptersOf(document: PlanDocument): readonly Chapter[] {
  const { sections, text } = document;
  const depth = chapterDepth(document);
  const heads = sections.filter((section) => section.depth === depth);
  if (heads.length < 2) {
    return [];
  }
  const ids = document.format === 'html' ? idsIn(text) : [];
  let start = heads[0]?.heading.start ?? 0;
  return heads.map((section, index): Chapter => {
    const end = index === heads.length - 1 ? text.length : section.end;
    const chapter = {
      place: index + 1,
      number: section.number,
      id: idOf(section, { ids, text }),
      title: shownTitle(document.format, section.title),
      start,
      end,
    };
    start = end;
    return chapter;
  });
}

/** The chapter that a word names: by the number in its heading, its id, its title, or else its place. */
export function chapterNamed(chapters: readonly Chapter[], word: string): Chapter | undefined {
  const wanted = word.trim().replace(/^#/, '');
  const plain = wanted.toLowerCase();
  return (
    chapters.find(({ number }) => number === wanted) ??
    chapters.find(({ id }) => id === wanted) ??
    chapters.find(({ id, title }) => id.toLowerCase() === plain || title.toLowerCase() === plain) ??
    (/^\d+$/.test(wanted) ? chapters.find(({ place }) => place === Number(wanted)) : undefined)
  );
}

function chapterDepth({ sections, text }: PlanDocument): number {
  const depths = [1, 2, 3, 4, 5, 6];
  const countAt = (depth: number, fits: (section: Section) => boolean = () => true): number =>
    sections.filter((section) => section.depth === depth && fits(section)).length;
  const isCalled = ({ heading }: Section): boolean =>
    saysChapter.test(text.slice(heading.start, heading.end).replaceAll(/<[^>]*>|^#+/g, ' '));
  return (
    depths.find((depth) => countAt(depth, isCalled) >= 2) ?? depths.find((depth) => countAt(depth) >= 2) ?? 0
  );
}

interface Id {
  readonly id: string;
  readonly at: number;
}

/** The ids of an HTML text, in the order of the source. */
function idsIn(text: string): readonly Id[] {
  const ids: Id[] = [];
  const parser = new Parser({
    onopentag: (_name, { id, name }) => {
      const word = id ?? name;
      if (word !== undefined && word !== '') {
        ids.push({ id: word, at: parser.startIndex });
      }
    },
  });
  parser.write(text);
  parser.end();
  return ids;
}

/** The heading's own id, or that of what was opened right before it with no words between. */
function idOf(
  { heading, title }: Section,
  { ids, text }: { readonly ids: readonly Id[]; readonly text: string },
): string {
  let next = 0;
  for (let high = ids.length; next < high;) {
    const middle = (next + high) >> 1;
    if ((ids[middle]?.at ?? 0) < heading.start) {
      next = middle + 1;
    } else {
      high = middle;
    }
  }
  const [around, first] = [ids[next - 1], ids[next]];
  const own = first !== undefined && first.at < heading.end ? first : undefined;
  const id = own ?? (around !== undefined && isBare(text, around.at, heading.start) ? around : undefined);
  return (
    id?.id ??
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-+|-+$/g, '')
  );
}

/** Opening tags with nothing but each other between them take no more room than this. */
const mostTags = 500;

/** Whether there are tags alone between two places. */
function isBare(text: string, from: number, to: number): boolean {
  return (
    to - from <= mostTags &&
    text
      .slice(from, to)
      .replaceAll(/<[^>]*>/g, '')
      .trim() === ''
  );
}

import { sectionAt, type Section } from '../text/sections.ts';
import type { CheckContext } from './check.ts';
import type { PathMention } from './pathMentions.ts';

/** What a plan's list of files is a list of. */
type ListedAs = 'creates' | 'modifies' | 'any';

/** The files that a plan lists as those it creates or changes. */
export interface FileList {
  readonly entries: readonly PathMention[];
  /** What the lists cover: a plan that lists changed files only says nothing of new ones. */
  readonly covers: ReadonlySet<ListedAs>;
  /** The sections that are such lists. */
  readonly sections: ReadonlySet<Section>;
}

const keys: readonly (readonly [RegExp, ListedAs])[] = [
  [/^files?[_-]?(?:to[_-]?)?creat|^new[_-]?files?$/i, 'creates'],
  [/^files?[_-]?(?:to[_-]?)?(?:modif|chang|updat|edit|touch)|^modified[_-]?files$/i, 'modifies'],
];

const filesWord = String.raw`(?:\d+[.)]?\s*)*(?:summary of |list of |all )?`;
const changed = String.raw`(?:modif(?:y|ied)|chang(?:e|ed)|edit(?:ed)?|updat(?:e|ed)|touch(?:ed)?|affected)`;
const created = String.raw`(?:creat(?:e|ed)|add(?:ed)?|new)`;
const headings: readonly (readonly [RegExp, ListedAs])[] = [
  [
    new RegExp(
      `^${filesWord}(?:files?|file list|file changes?)$|^file (?:summary|manifest|changes|inventory|map)$`,
      'i',
    ),
    'any',
  ],
  [
    new RegExp(
      `^${filesWord}files? (?:to (?:be )?)?(?:${changed}|${created})\\s?(?:/|,|and|or|&)\\s?(?:${changed}|${created})\\b`,
      'i',
    ),
    'any',
  ],
  [new RegExp(`^${filesWord}(?:files? (?:to (?:be )?)?${created}|${created} files?)\\b`, 'i'), 'creates'],
  [new RegExp(`^${filesWord}(?:files? (?:to (?:be )?)?${changed}|${changed} files?)\\b`, 'i'), 'modifies'],
];

/** Reads the lists that name what the whole plan touches; undefined for a plan without one. */
export function fileListOf({ document, paths }: CheckContext): FileList | undefined {
  const covers = new Set<ListedAs>();
  const entries: PathMention[] = [];
  for (const entry of document.frontMatter?.values ?? []) {
    const listed = keys.find(([key]) => key.test(entry.key))?.[1];
    const mention = paths.find(({ start }) => start === entry.start);
    if (listed !== undefined && mention !== undefined) {
      covers.add(listed);
      entries.push(mention);
    }
  }
  const listing = new Map<Section, ListedAs>();
  for (const section of document.sections) {
    const listed = headings.find(([heading]) =>
      heading.test(section.title.replaceAll(/[*_`:]/g, '').trim()),
    )?.[1];
    if (listed !== undefined) {
      listing.set(section, listed);
    }
  }
  const sections = new Set<Section>();
  for (const mention of paths) {
    const section = listing.size === 0 ? undefined : holderOf(document.sections, listing, mention.start);
    if (section !== undefined) {
      entries.push(mention);
      sections.add(section);
      covers.add(listing.get(section) ?? 'any');
    }
  }
  return entries.length < 2 ? undefined : { entries, covers, sections };
}

/** The list that a place stands in: its own section, or one around it. */
function holderOf(
  sections: readonly Section[],
  listing: ReadonlyMap<Section, ListedAs>,
  offset: number,
): Section | undefined {
  const own = sectionAt(sections, offset);
  if (own === undefined || listing.has(own)) {
    return own;
  }
  return [...listing.keys()].find(({ heading, end }) => heading.start <= offset && offset < end);
}

/** Whether a list names a path: itself, its end, a folder that holds it or a pattern that fits it. */
export function isListed(path: string, entries: readonly PathMention[]): boolean {
  const wanted = bare(path);
  return entries.some(({ value }) => {
    const entry = bare(value);
    return (
      entry === wanted ||
      entry.endsWith(`/${wanted}`) ||
      wanted.endsWith(`/${entry}`) ||
      wanted.startsWith(`${entry}/`) ||
      wanted.includes(`/${entry}/`) ||
      (/[*{<[…]/.test(entry) && wanted.startsWith(entry.split(/[*{<[…]/, 1)[0] ?? ''))
    );
  });
}

function bare(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}

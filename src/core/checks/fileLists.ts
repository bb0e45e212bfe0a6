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
export function fileListOf(context: ListingPlan): FileList | undefined {
  const list = readLists(context);
  // A single file is no list that steps could be compared with.
  return list.entries.length < 2 ? undefined : list;
}

/** The files and folders that a plan's lists say it creates, changes or removes. */
export function filesTouched(context: ListingPlan): readonly PathMention[] {
  return readLists(context).entries.filter(
    ({ intent, shape }) =>
      (intent === 'creates' || intent === 'modifies' || intent === 'removes') && shape.type !== 'elsewhere',
  );
}

/** What of a plan the lists are read from. */
type ListingPlan = Pick<CheckContext, 'document' | 'paths'>;

function readLists({ document, paths }: ListingPlan): FileList {
  const covers = new Set<ListedAs>();
  const entries: PathMention[] = [];
  const values = document.frontMatter?.values ?? [];
  const byStart = new Map(values.length === 0 ? [] : paths.map((mention) => [mention.start, mention]));
  for (const entry of values) {
    const listed = keys.find(([key]) => key.test(entry.key))?.[1];
    const mention = byStart.get(entry.start);
    if (listed !== undefined && mention !== undefined) {
      covers.add(listed);
      entries.push(mention);
    }
  }
  const listing = new Map<Section, ListedAs>();
  for (const section of document.sections) {
    const title = /file/i.test(section.title) ? section.title.replaceAll(/[*_`:]/g, '').trim() : '';
    const listed = title === '' ? undefined : headings.find(([heading]) => heading.test(title))?.[1];
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
  return { entries, covers, sections };
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

/** Tells whether a list names a path: itself, its end, a folder that holds it or a pattern that fits it. */
export function listedIn(entries: readonly PathMention[]): (path: string) => boolean {
  const listed = new Set(entries.map(({ value }) => bare(value)));
  const ends = new Set(
    [...listed].flatMap((entry) => partsOf(entry).map((_, at, parts) => joined(parts, at))),
  );
  const patterns = new Set(
    [...listed].filter((entry) => stands.test(entry)).map((entry) => entry.split(stands, 1)[0] ?? ''),
  );
  return (path) => {
    const wanted = bare(path);
    const parts = partsOf(wanted);
    return (
      ends.has(wanted) ||
      parts.some((_, from) => parts.some((_, to) => from <= to && listed.has(joined(parts, from, to + 1)))) ||
      [...patterns].some((start) => wanted.startsWith(start))
    );
  };
}

/** What a path has that stands for several. */
const stands = /[*{<[…]/;

/** So deep does a path lie at most that is looked for folder by folder. */
const mostParts = 32;

function partsOf(path: string): string[] {
  return path.split('/', mostParts);
}

function joined(parts: readonly string[], from: number, to = parts.length): string {
  return parts.slice(from, to).join('/');
}

function bare(path: string): string {
  return path.replace(/^(?:\.?\/)+|\/+$/g, '');
}

import { sectionText } from './format.ts';
import type { Book } from './response/book.ts';
import { dispositionIn } from './response/fields.ts';
import type { Filters, PanelFinding } from './types.ts';

/** Whether a finding passes the filters. `book` is the author's side of the latest round; without it nothing is answered. */
export function passes({ finding }: PanelFinding, filters: Filters, book: Book | undefined): boolean {
  const { open, reviewer, section, disposition } = filters;
  return (
    (open === 'all' || isOpen(finding.id, book)) &&
    (reviewer === '' || finding.reviewers.includes(reviewer)) &&
    (section === '' || isWithin(sectionText(finding), section)) &&
    (disposition === '' || dispositionOf(finding.id, book) === disposition)
  );
}

/** Whether a finding is there to answer. */
export function isOpen(id: string, book: Book | undefined): boolean {
  return book !== undefined && openOf(book).has(id);
}

function isWithin(text: string, section: string): boolean {
  return text === section || text.startsWith(`${section} › `);
}

function dispositionOf(id: string, book: Book | undefined): string | undefined {
  if (book === undefined || !openOf(book).has(id)) {
    return undefined;
  }
  return dispositionIn(book.fields, id) ?? 'none';
}

const openSets = new WeakMap<object, ReadonlySet<string>>();

function openOf({ response }: Book): ReadonlySet<string> {
  const known = openSets.get(response);
  if (known !== undefined) {
    return known;
  }
  const open = new Set<string>(response.open);
  openSets.set(response, open);
  return open;
}

import { headingAnchor } from '../text/plainText.ts';
import type { PlanDocument } from '../text/planDocument.ts';

/** The places of a document that a link may lead to: its headings' anchors and the ids and names of its HTML. */
export function headingAnchors(document: PlanDocument): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const { heading } of document.sections) {
    const { text } = heading.content;
    let anchor = headingAnchor(text, seen);
    while (anchors.has(anchor)) {
      anchor = headingAnchor(text, seen);
    }
    anchors.add(anchor);
  }
  // "## Setup {#setup}", as the generators of sites have it, and as plans name their tables and decisions.
  for (const match of document.text.matchAll(/\{:?[ \t]*#([\w-]{1,200})[^{}\n]{0,200}\}/g)) {
    anchors.add((match[1] ?? '').toLowerCase());
  }
  for (const match of document.text.matchAll(/<[a-z][^<>]{0,300}?\s(?:id|name)=["']([^"'\s>]+)["']/gi)) {
    anchors.add((match[1] ?? '').toLowerCase());
  }
  return anchors;
}

/** Whether an anchor is among those of a document. Renderers differ in what they make of punctuation, so it is left out. */
export function leadsToAnchor(anchors: ReadonlySet<string>, fragment: string): boolean {
  const wanted = decoded(fragment)
    .toLowerCase()
    .replace(/^user-content-/, '');
  return anchors.has(wanted) || lettersOf(anchors).has(letters(wanted));
}

const known = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>();

/** The anchors of a document without their punctuation, made once. */
function lettersOf(anchors: ReadonlySet<string>): ReadonlySet<string> {
  const made = known.get(anchors) ?? new Set([...anchors].map(letters));
  known.set(anchors, made);
  return made;
}

function letters(anchor: string): string {
  return anchor.replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

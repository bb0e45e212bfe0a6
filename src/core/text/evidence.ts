import type { Span } from './blocks.ts';
import { lineEnd } from './lineIndex.ts';
import type { PlanDocument } from './planDocument.ts';

/** A place in a plan that somebody's evidence points at, or a reference to one that is not there. */
export interface EvidencePlace {
  /** As the evidence has it, such as `Section 4.2, lines 45-78`. */
  readonly reference: string;
  /** Where that is, in UTF-16 offsets; undefined where the plan has no such place. */
  readonly span: Span | undefined;
}

const sectionReference =
  /(?:\b(?:sections?|chapters?)|§)\s*(?:(\d+(?:\.\d+)*)|["“'‘`]([^"”'’`\n]{1,200})["”'’`])/gi;
const lineReference = /\b(?:lines?|L)\s*(\d{1,7})(?:\s*(?:-|–|—|to)\s*L?(\d{1,7}))?/gi;
const quotedWords = /["“`]([^"”`\n]{8,400})["”`]/g;

/**
 * Reads evidence such as "Section 4.2, lines 45-78" or a quotation of the plan. Lines that stand behind a section, with
 * nothing but punctuation between, are lines within it. Nothing is found in words that point nowhere.
 */
export function evidencePlaces(document: PlanDocument, evidence: string): readonly EvidencePlace[] {
  const sections = [...evidence.matchAll(sectionReference)];
  const lines = [...evidence.matchAll(lineReference)];
  const places: EvidencePlace[] = [];
  const taken = new Set<RegExpMatchArray>();
  for (const section of sections) {
    const end = section.index + section[0].length;
    const within = lines.find(
      (line) => line.index >= end && /^[\s,;:.()–-]*$/.test(evidence.slice(end, line.index)),
    );
    const span = sectionSpan(document, section);
    if (within === undefined) {
      places.push({ reference: section[0], span });
    } else {
      taken.add(within);
      const reference = evidence.slice(section.index, within.index + within[0].length);
      places.push({ reference, span: overlap(span, lineSpan(document, within)) });
    }
  }
  for (const line of lines.filter((match) => !taken.has(match))) {
    places.push({ reference: line[0], span: lineSpan(document, line) });
  }
  if (places.length === 0) {
    for (const quoted of evidence.matchAll(quotedWords)) {
      places.push({ reference: quoted[0], span: wordsSpan(document, quoted[1] ?? '') });
    }
  }
  return places;
}

function sectionSpan(document: PlanDocument, match: RegExpMatchArray): Span | undefined {
  const [, number, title] = match;
  const section = document.sections.find((candidate) =>
    number === undefined
      ? candidate.title.toLowerCase() === title?.trim().toLowerCase()
      : candidate.number === number,
  );
  return section === undefined ? undefined : { start: section.heading.start, end: section.end };
}

function lineSpan({ lines }: PlanDocument, match: RegExpMatchArray): Span | undefined {
  const first = Number(match[1]);
  const last = Number(match[2] ?? match[1]);
  const start = lines.starts[first - 1];
  if (start === undefined || last < first || last > lines.starts.length) {
    return undefined;
  }
  return { start, end: lineEnd(lines, last - 1) };
}

function wordsSpan({ text }: PlanDocument, words: string): Span | undefined {
  const start = text.indexOf(words);
  return start === -1 ? undefined : { start, end: start + words.length };
}

function overlap(a: Span | undefined, b: Span | undefined): Span | undefined {
  if (a === undefined || b === undefined) {
    return undefined;
  }
  const span = { start: Math.max(a.start, b.start), end: Math.min(a.end, b.end) };
  return span.start < span.end ? span : undefined;
}

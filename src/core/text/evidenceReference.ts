import type { Range } from '../domain/position.ts';
import { evidencePlaces } from './evidence.ts';
import { lineAt, offsetAt, rangeOf } from './lineIndex.ts';
import { parsePlan, type PlanDocument } from './planDocument.ts';

/** A plan's text, and the path that says how to read it. */
export interface PlanText {
  readonly path: string;
  readonly text: string;
}

/**
 * How evidence names a stretch of a plan, such as `Section 4.2, lines 45-78`: its whole lines, within the innermost
 * numbered or titled section that holds them. `evidenceRanges` finds it again in the same text.
 */
export function evidenceReference(plan: PlanText, range: Range): string {
  const document = parsePlan(plan.path, plan.text);
  const start = offsetAt(document.lines, range.start);
  const end = Math.max(start, offsetAt(document.lines, range.end));
  const first = lineAt(document.lines, start);
  // A selection of whole lines ends at the start of the line below them.
  const last = end > start ? lineAt(document.lines, end - 1) : first;
  const lines = first === last ? `line ${first + 1}` : `lines ${first + 1}-${last + 1}`;
  const section = sectionName(document, start, end);
  const reference = section === undefined ? lines : `${section}, ${lines}`;
  // Two sections can have one name, and then only the lines tell which.
  return evidencePlaces(document, reference).every(
    ({ span }) => span !== undefined && span.start <= start && start <= span.end,
  )
    ? reference
    : lines;
}

/** The places that evidence names, as it names them, and where they are; undefined where the plan has no such place. */
export function evidenceRanges(
  plan: PlanText,
  evidence: string,
): readonly { readonly reference: string; readonly range: Range | undefined }[] {
  const document = parsePlan(plan.path, plan.text);
  return evidencePlaces(document, evidence).map(({ reference, span }) => ({
    reference,
    range: span && rangeOf(document.lines, span.start, span.end),
  }));
}

function sectionName({ sections }: PlanDocument, start: number, end: number): string | undefined {
  const section = sections.findLast(
    (candidate) => candidate.depth > 1 && candidate.heading.start <= start && end <= candidate.end,
  );
  if (section === undefined) {
    return undefined;
  }
  if (section.number !== undefined && /^\d/.test(section.number)) {
    return `Section ${section.number}`;
  }
  return section.title === '' || section.title.length > 200 || /["“”'‘’`\n]/.test(section.title)
    ? undefined
    : `Section "${section.title}"`;
}

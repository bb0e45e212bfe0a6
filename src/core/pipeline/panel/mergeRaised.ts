import { mergeFindings } from '../../analysis/mergeFindings.ts';
import { confidenceSchema, type Confidence, type FindingNote } from '../../domain/finding.ts';
import type { MergedFinding, RaisedFinding } from '../../domain/raisedFinding.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import type { PlanDocument } from '../../text/planDocument.ts';

/**
 * Makes one finding of those that share a root cause, by likeness and by the groups of labels that are proposed. The
 * worst one gives the severity and, unless a check is among them, the words; every reviewer's own words are kept.
 */
export function mergeRaised(
  raised: readonly RaisedFinding[],
  document: PlanDocument,
  proposed: readonly (readonly string[])[],
): readonly MergedFinding[] {
  const byLabel = new Map(raised.map((finding) => [finding.label, finding]));
  const groups = mergeFindings(
    raised.map((finding) => ({ ...finding, place: placeOf(finding, document) })),
    proposed,
  );
  return groups.map((group) => mergeGroup(group.flatMap(({ label }) => byLabel.get(label) ?? [])));
}

function placeOf(
  { quote, range }: RaisedFinding,
  { lines }: PlanDocument,
): { start: number; end: number } | undefined {
  return quote === '' ? undefined : { start: offsetAt(lines, range.start), end: offsetAt(lines, range.end) };
}

function mergeGroup(worstFirst: readonly RaisedFinding[]): MergedFinding {
  const [worst] = worstFirst;
  if (worst === undefined) {
    throw new Error('A group of findings is empty');
  }
  // A check words the same failure in the same way in every round, which keeps its number; a persona does not.
  const base = worstFirst.find(({ check }) => check !== undefined) ?? worst;
  const { label: _label, reviewer: _reviewer, statement: _statement, quote: _quote, ...finding } = base;
  const others = worstFirst.filter((member) => member !== base);
  const places = [...others.map(({ range }) => range), ...worstFirst.flatMap(({ related }) => related)];
  const known = new Set([JSON.stringify(base.range)]);
  const fixes = worstFirst.flatMap((member) => member.fixes ?? []);
  return {
    ...finding,
    severity: worst.severity,
    confidence: surest(worstFirst),
    related: places.filter((place) => {
      const key = JSON.stringify(place);
      const isNew = !known.has(key) && place.start.line + place.start.column > 2;
      known.add(key);
      return isNew;
    }),
    ...(fixes.length === 0 ? {} : { fixes }),
    labels: worstFirst.map(({ label }) => label),
    reviewers: [...new Set(worstFirst.map(({ reviewer }) => reviewer))],
    statements: worstFirst.map(({ statement }) => statement),
    notes: [...worstFirst.flatMap(({ notes }) => notes), ...mergeNote(worstFirst)],
  };
}

function surest(group: readonly RaisedFinding[]): Confidence | undefined {
  return confidenceSchema.options.find((level) => group.some(({ confidence }) => confidence === level));
}

function mergeNote(group: readonly RaisedFinding[]): readonly FindingNote[] {
  const labels = group.map(({ label }) => label);
  return group.length === 1
    ? []
    : [{ code: 'merged', text: `${labels.join(', ')} have one root cause and count as one finding.` }];
}

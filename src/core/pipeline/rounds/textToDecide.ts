import { estimateTokens } from '../../domain/modelCost.ts';
import type { ReadPart, RoundReading } from '../../domain/roundReading.ts';
import { placeAnchor } from '../../text/anchors.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import { touchesChange, type PlanDiff } from '../../text/planDiff.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { readingText } from '../../text/planReading.ts';
import { raisedBy, type EarlierFinding } from './earlierFindings.ts';

/** So much of a window, at the most, is the plan's own text. */
const forText = 0.4;

/**
 * What of a plan a persona is given to decide its earlier findings: the whole, or, where that is too long for one request, the parts
 * that its findings stand in and those that were changed, as far as they fit.
 */
export function textToDecide(
  {
    document,
    request: { reading, revision },
    openFindings,
    diff,
  }: {
    readonly document: PlanDocument;
    readonly request: {
      readonly reading?: RoundReading | undefined;
      readonly revision: Parameters<typeof placeAnchor>[1];
    };
    readonly openFindings: readonly EarlierFinding[];
    readonly diff: PlanDiff | undefined;
  },
  persona: string,
): string {
  if (reading === undefined || reading.contextWindow === null) {
    return readingText(document);
  }
  const places = openFindings
    .filter(({ finding }) => raisedBy(finding).includes(persona))
    .flatMap(({ finding: { anchor } }) => {
      const place = placeAnchor(document, revision, anchor, () => diff);
      return place.state === 'lost' ? [] : [offsetAt(document.lines, place.range.start)];
    });
  const holds = ({ start, end }: ReadPart): boolean => places.some((at) => at >= start && at < end);
  const isChanged = (part: ReadPart): boolean => diff !== undefined && touchesChange(diff, part);
  const wanted = [
    ...reading.parts.filter(holds),
    ...reading.parts.filter((part) => !holds(part) && isChanged(part)),
  ];
  let room = reading.contextWindow * forText;
  const given = wanted.filter((part) => {
    room -= estimateTokens(readingText(document, part));
    return room >= 0;
  });
  const left = reading.parts.length - given.length;
  return [
    ...reading.parts.filter((part) => given.includes(part)).map((part) => readingText(document, part)),
    ...(left > 0 ? [`[${left} of ${reading.parts.length} parts of the plan are left out here]`] : []),
  ].join('\n\n');
}

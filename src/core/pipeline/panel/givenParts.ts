import type { Claim } from '../../domain/claim.ts';
import type { RoundReading } from '../../domain/roundReading.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { GivenPart } from '../../prompts/reviewer.ts';
import type { Span } from '../../text/blocks.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { shownTitle } from '../../text/planReading.ts';

/** Lines of an outline, and characters of a heading in it. */
const mostLines = 300;
const longestTitle = 120;

/** The n-th part, from 0, that a reviewer is given, with the outline of the whole; undefined where it is given the whole. */
export function givenPart(
  document: PlanDocument,
  { reading }: Pick<RoundRequestFile, 'reading'>,
  index: number,
): GivenPart | undefined {
  const part = reading?.parts[index];
  return reading === undefined || part === undefined
    ? undefined
    : {
        number: index + 1,
        of: reading.parts.length,
        title: part.title,
        outline: outlineOf(document, reading, part),
        contextWindow: reading.contextWindow,
      };
}

/** The headings of a plan, the deepest left out where they are too many, each with what becomes of it. */
function outlineOf({ format, sections }: PlanDocument, { skipped }: RoundReading, part: Span): string {
  const depths = [6, 5, 4, 3, 2, 1];
  const depth =
    depths.find((most) => sections.filter((section) => section.depth <= most).length <= mostLines) ?? 1;
  const shown = sections.filter((section) => section.depth <= depth);
  const lines = shown.slice(0, mostLines).map(({ heading, title, number, depth: own }) => {
    const words = [...(number === undefined ? [] : [number]), shownTitle(format, title)]
      .join(' ')
      .slice(0, longestTitle);
    return `${'  '.repeat(own - 1)}- ${words}${markOf(heading.start, part, skipped)}`;
  });
  return [...lines, ...(shown.length > mostLines ? [`and ${shown.length - mostLines} more`] : [])].join('\n');
}

function markOf(at: number, part: Span, skipped: RoundReading['skipped']): string {
  if (at >= part.start && at < part.end) {
    return ' [this part]';
  }
  const left = skipped.find(({ start, end }) => at >= start && at < end);
  return left?.why === 'unchanged' ? ' [not read again: unchanged]' : '';
}

/** What the checks found out about the claims of a part. */
export function claimsIn(
  { lines }: PlanDocument,
  { start, end }: Span,
  claims: readonly Claim[],
): readonly Claim[] {
  return claims.filter(({ range }) => {
    const at = offsetAt(lines, range.start);
    return at >= start && at < end;
  });
}

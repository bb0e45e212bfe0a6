import type { Claim } from '../../domain/claim.ts';
import type { RoundChecks } from '../../domain/roundChecks.ts';
import type { RoundReading } from '../../domain/roundReading.ts';
import type { RoundRequestFile } from '../../domain/roundRequest.ts';
import type { GivenPart, ReviewerPromptInput } from '../../prompts/reviewer.ts';
import type { Span } from '../../text/blocks.ts';
import { offsetAt } from '../../text/lineIndex.ts';
import type { PlanDocument } from '../../text/planDocument.ts';
import { readingText, shownTitle } from '../../text/planReading.ts';
import { askedAreas } from './askedAreas.ts';
import { ownAreas } from './ownAreas.ts';
import { workOf } from './workOf.ts';

/** Lines of an outline, and characters of a heading in it. */
const mostLines = 300;
const longestTitle = 120;

/** What a reviewer is given of a plan, or of its n-th part, from 0. An estimate counts the same words. */
export function givenTo(
  persona: string,
  {
    document,
    request,
    checks,
  }: {
    readonly document: PlanDocument;
    readonly request: RoundRequestFile;
    readonly checks: Pick<RoundChecks, 'claims' | 'execution' | 'diff'>;
  },
  index: number,
): Omit<ReviewerPromptInput, 'persona' | 'role' | 'shown' | 'isQuoted'> {
  const { plan, revision, about, strategy, reading } = request;
  const part = reading?.parts[index];
  const areas = askedAreas(plan, document);
  return {
    plan,
    revision,
    text: readingText(document, part),
    part: givenPart(document, request, index),
    claims: part === undefined ? checks.claims : claimsIn(document, part, checks.claims),
    areas,
    ownAreas: ownAreas(request, persona, areas),
    about,
    work: workOf(checks),
    strategy,
  };
}

/** The n-th part, from 0, that a reviewer is given, with the outline of the whole; undefined where it is given the whole. */
function givenPart(
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
function claimsIn({ lines }: PlanDocument, { start, end }: Span, claims: readonly Claim[]): readonly Claim[] {
  return claims.filter(({ range }) => {
    const at = offsetAt(lines, range.start);
    return at >= start && at < end;
  });
}

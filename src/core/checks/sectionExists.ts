import type { Claim } from '../domain/claim.ts';
import { sourceOffset } from '../text/content.ts';
import type { InlineSpan } from '../text/inline.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { headingAnchors } from './headingAnchors.ts';
import { isQuoted, type Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** Cross references within a plan lead somewhere. */
export const sectionExists: Check = {
  id: 'section-exists',
  title: 'Sections that the plan refers to exist',
  tags: ['consistency', 'structure'],
  severity: 'minor',
  category: 'consistency',
  kinds: 'all',
  modes: ['plan', 'execution'],
  run: async (context: CheckContext) => {
    const { document, segments } = context;
    const numbered = new Set(segmentsWith(context, signs));
    const linked = segments.filter(({ spans }) => spans.some(isAnchor));
    if (numbered.size + linked.length === 0) {
      return { claims: [], findings: [] };
    }
    const outline = outlineOf(document);
    const claims = [
      ...[...numbered].flatMap((segment) => numberReferences(document, segment, outline)),
      ...linked.flatMap((segment) => anchorReferences(document, segment, outline)),
    ];
    return { claims, findings: failureFindings(claims, (claim) => claim.value.toLowerCase(), wording) };
  },
};

interface Outline {
  /** The numbers that headings carry, and those of the sections they lie in. */
  readonly numbers: ReadonlySet<string>;
  readonly anchors: ReadonlySet<string>;
}

function outlineOf(document: PlanDocument): Outline {
  const numbers = document.sections.flatMap(({ number }) =>
    number === undefined ? [] : [number.toLowerCase()],
  );
  return { numbers: new Set(numbers), anchors: headingAnchors(document) };
}

const signs = sign('section', 'sec.', '§');

const numbered =
  /(?:\b(?:sections?|sec\.)|§{1,2})[\s\u{a0}]*(\d+(?:\.\d+)*)(?:(?:\s*(?:,|and|or|to|through|[-–])\s*)(\d+(?:\.\d+)*))?/giu;

/** Names in front of a reference, or behind it, that make it one to another document. */
const otherBefore: readonly RegExp[] = [
  /\b(?:RFC|ISO|IEC|IEEE|ECMA|PEP|BCP|NIST)[\s-]*[\d.-]*\d,?\s*\(?$/,
  /\b[A-Z][A-Z_]{2,}(?:\.md)?[\s,('’s-]*$/,
  /\u{fffc}[`)*"\]]*(?:['’]s)?,?\s*\(?$/u,
  /\b(?:the|its|their|that)\s+(?:spec\w*|standard|paper|manual|guide|handbook|docs|readme|contract|agreement|act|law|license)[\s,('’s-]*$/i,
];
const otherBehind =
  /^\s*(?:of|in|from)\s+(?!(?:this|the)\s+(?:plan|document|page|prp|spec|rfc|work package)\b)(?:the\s+|an?\s+|its\s+)?[\w\u{fffc}"`[*]/iu;

function numberReferences(document: PlanDocument, segment: Segment, outline: Outline): Claim[] {
  if (segment.isHeading) {
    return [];
  }
  const claims: Claim[] = [];
  for (const match of segment.words.matchAll(numbered)) {
    const end = match.index + match[0].length;
    if (isQuoted(segment.words, match.index)) {
      continue;
    }
    const isOther =
      otherBefore.some((sign) =>
        sign.test(segment.words.slice(Math.max(0, match.index - 60), match.index)),
      ) || otherBehind.test(segment.words.slice(end, end + 60));
    for (const number of [match[1], match[2]]) {
      if (number !== undefined) {
        const at = match.index + match[0].indexOf(number);
        claims.push(numberClaim({ document, segment, outline }, { number, at, isOther }));
      }
    }
  }
  return claims;
}

function numberClaim(
  { document, segment, outline }: { document: PlanDocument; segment: Segment; outline: Outline },
  { number, at, isOther }: { number: string; at: number; isOther: boolean },
): Claim {
  const start = sourceOffset(segment.content, at);
  const range = rangeOf(document.lines, start, start + number.length);
  const claim = { kind: 'section', value: number, intent: 'exists', range, cached: false } as const;
  if (outline.numbers.has(number)) {
    return { ...claim, verdict: 'pass', detail: 'exists' };
  }
  if (isOther) {
    return { ...claim, intent: 'external', verdict: 'unverifiable', detail: 'a section of another document' };
  }
  if (outline.numbers.size === 0) {
    return { ...claim, verdict: 'unverifiable', detail: 'the sections of this plan carry no numbers' };
  }
  return { ...claim, verdict: 'fail', detail: 'no section carries this number' };
}

/** `[words](#heading)` */
function isAnchor(span: InlineSpan): boolean {
  return span.type === 'link' && span.value.startsWith('#') && span.value.length > 1;
}

function anchorReferences(document: PlanDocument, segment: Segment, outline: Outline): Claim[] {
  return segment.spans.flatMap((span): Claim[] => {
    if (!isAnchor(span)) {
      return [];
    }
    const start = sourceOffset(segment.content, span.start);
    const range = rangeOf(document.lines, start, start + span.value.length);
    const claim = { kind: 'section', value: span.value, intent: 'exists', range, cached: false } as const;
    if (outline.anchors.has(decoded(span.value.slice(1)).toLowerCase())) {
      return [{ ...claim, verdict: 'pass', detail: 'exists' }];
    }
    return [{ ...claim, verdict: 'fail', detail: 'no heading of this plan has this anchor' }];
  });
}

function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor);
  } catch {
    return anchor;
  }
}

function wording(claim: Claim): Omit<CheckFindingText, 'range' | 'related'> {
  const name = claim.value.startsWith('#') ? `\`${claim.value}\`` : `Section ${claim.value}`;
  return {
    title: `No such section: ${claim.value}`,
    observation: `The plan refers to ${name}, but ${claim.detail}.`,
    concern: 'The reader is sent to something that is not there, which may be a part that was never written.',
    recommendation: 'Refer to the section that is meant, or write it.',
  };
}

import type { Claim } from '../domain/claim.ts';
import { sourceOffset } from '../text/content.ts';
import type { InlineSpan } from '../text/inline.ts';
import { rangeOf } from '../text/lineIndex.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import type { Check, CheckContext, CheckFindingText } from './check.ts';
import { failureFindings } from './failures.ts';
import { headingAnchors, leadsToAnchor } from './headingAnchors.ts';
import { isKnownLanguage } from './knownLanguage.ts';
import { draftStart } from './linksOfDrafts.ts';
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
    const outline = outlineOf(context);
    const references = [...numbered].flatMap((segment) => numberReferences(document, segment, outline));
    // What tells another document's sections are words, so that in a language whose words are not known nothing is wrong.
    const isUnread = references.some(({ verdict }) => verdict === 'fail') && !isKnownLanguage(document.text);
    const draft = draftStart(context);
    const claims = [
      ...(isUnread || speakOfAnother(references) ? references.map(ofAnother) : references),
      ...linked.flatMap((segment) => {
        const anchors = anchorReferences(document, segment, outline);
        return sourceOffset(segment.content, 0) < draft ? anchors : anchors.map(ofAnother);
      }),
    ];
    return { claims, findings: failureFindings(claims, (claim) => claim.value.toLowerCase(), wording) };
  },
};

interface Outline {
  /** The numbers that headings carry, and those of the sections they lie in. */
  readonly numbers: ReadonlySet<string>;
  /** The numbers at the beginning of items, paragraphs and cells: tasks are referred to like sections. */
  readonly items: ReadonlySet<string>;
  /** What the numbered headings stand under (empty for `3`, `3` for `3.1`), and the last number there: 7 for `3.7`. */
  readonly lasts: ReadonlyMap<string, number>;
  readonly anchors: ReadonlySet<string>;
  /** The headings' texts in small letters. */
  readonly titles: readonly string[];
}

/** "1.2 Do it", "**D.1** …", "- [ ] 1.2 Do it"; an ordered list's own numbers are none of its text. */
const itemNumber = /^[\s*_[\]xX~-]*(?:[A-Za-z]+[\s.-]?)?(\d+(?:\.\d+)*)\b/;

function outlineOf({ document, segments }: CheckContext): Outline {
  const numbers = document.sections.flatMap(({ number }) =>
    number === undefined ? [] : [number.toLowerCase()],
  );
  return {
    numbers: new Set(numbers),
    items: new Set([
      ...segments.flatMap(({ words }) => itemNumber.exec(words)?.[1] ?? []),
      ...listNumbers(document),
    ]),
    lasts: lastsOf(numbers),
    anchors: headingAnchors(document),
    titles: document.sections.map(({ heading }) => heading.content.text.toLowerCase()),
  };
}

/** The numbers of the items of ordered lists. */
function listNumbers({ text }: PlanDocument): string[] {
  return [...text.matchAll(/^[ \t>]*(\d{1,9})[.)][ \t]/gm)].map((match) => match[1] ?? '');
}

function lastsOf(numbers: readonly string[]): ReadonlyMap<string, number> {
  const lasts = new Map<string, number>();
  for (const number of numbers) {
    const parent = parentOf(number);
    lasts.set(parent, Math.max(lasts.get(parent) ?? 0, lastOf(number)));
  }
  return lasts;
}

/** Letters that count sections (`A`, `B`) are 0. */
function lastOf(number: string): number {
  return Number.parseInt(number.slice(number.lastIndexOf('.') + 1), 10) || 0;
}

function parentOf(number: string): string {
  return number.slice(0, Math.max(0, number.lastIndexOf('.')));
}

/** Where more numbers lead nowhere than lead to a section of this plan, they are mostly another document's. */
function speakOfAnother(references: readonly Claim[]): boolean {
  const different = (verdict: Claim['verdict']): number =>
    new Set(references.filter((claim) => claim.verdict === verdict).map(({ value }) => value)).size;
  return different('fail') > 1 && different('fail') > different('pass');
}

function ofAnother(claim: Claim): Claim {
  return claim.verdict === 'fail' ? { ...claim, ...elsewhere } : claim;
}

const elsewhere = {
  intent: 'external',
  verdict: 'unverifiable',
  detail: 'a section of another document',
} as const;

const signs = sign('section', 'sec.', '§');

const numbered =
  /(?:\b(?:sections?|sec\.)|§{1,2})[\s\u{a0}]*(\d+(?:\.\d+)*)(?:(?:\s*(?:,|and|or|to|through|[-–])\s*)(\d+(?:\.\d+)*))?/giu;

/** Names in front of a reference, or behind it, that make it one to another document. */
const otherBefore: readonly RegExp[] = [
  /\b(?:RFC|ISO|IEC|IEEE|ECMA|PEP|BCP|NIST)[\s-]*[\d.-]*\d,?\s*\(?$/,
  /\b[A-Z][A-Z_]{2,}(?:\.md)?[\s,('’s-]*$/,
  // "Features §4", "design §9", "the brief, §2": whatever is called before it, unless the words lead here.
  /(?<![\p{L}\w])(?!(?:see|in|per|from|of|to|and|or|under|via|by|with|at|after|before|than|cf|also|above|below|following|this|through|until|for|into|on|repeat|finish|complete|covers?|covered|described|defined|listed|detailed|specified|documented|noted|outlined|explained|shown|given|mentioned|discussed|refer|as|is|are)\b)\p{L}[\p{L}\w.'’-]*[*_`]*[,、]?\s*\(?§{0,2}$/iu,
  /\u{fffc}[`)*"\]]*(?:['’]s)?,?\s*(?:[—–-]\s*)?\(?$/u,
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
    // "**Section 7**: Limits" tells what a document will have.
    if (
      /^[\s*_]*$/.test(segment.words.slice(0, match.index)) &&
      /^[*_]*\s*[:—–-]/.test(segment.words.slice(end))
    ) {
      continue;
    }
    const isOther = isAnothers(segment, { start: match.index, end, titles: outline.titles });
    for (const number of [match[1], match[2]]) {
      if (number !== undefined) {
        const at = match.index + match[0].indexOf(number);
        claims.push(numberClaim({ document, segment, outline }, { number, at, isOther }));
      }
    }
  }
  return claims;
}

/** "Section 3.1 (No changes to the parser)" gives the title of a section, and this document has none of that title. */
function isTitledOtherwise(behind: string, titles: readonly string[]): boolean {
  const title = /^\s*\(([A-Z][^()]{3,80})\)/.exec(behind)?.[1]?.toLowerCase();
  return title !== undefined && /\s/.test(title) && !titles.some((other) => other.includes(title));
}

/** In characters; whoever looks back to the first word of a long paragraph for each reference in it takes the square of its length. */
const longestSentence = 600;

function isAnothers(
  { words, spans, content, headings }: Segment,
  {
    start,
    end,
    titles,
  }: { readonly start: number; readonly end: number; readonly titles: readonly string[] },
): boolean {
  const before = words.slice(Math.max(0, start - 60), start);
  const isSign = words.startsWith('§', start);
  // In a sentence that names a document, "§3" is that one's, however far it stands from the name.
  const sentence =
    content.text
      .slice(Math.max(0, start - longestSentence), start)
      .split(/(?<=[.!?])\s+(?=[A-Z])/)
      .at(-1) ?? '';
  return (
    spans.some(
      (span) =>
        span.type === 'link' &&
        !span.value.startsWith('#') &&
        span.outerStart <= start &&
        start < span.outerEnd,
    ) ||
    otherBefore.some((sign) => sign.test(before)) ||
    otherBehind.test(words.slice(end, end + 60)) ||
    isTitledOtherwise(words.slice(end, end + 90), titles) ||
    // "Added the changelog as section 8" tells what there will be.
    /\b(?:add|insert|append|writ|becom)\w*\b[^.;]*\bas\s+(?:the\s+)?$/i.test(before) ||
    // "RFC Section 7 — phases" as a heading, or in the plan's title, speaks of that one's sections.
    headings.some((heading) => /\b[Ss]ection\s+\d/.test(heading)) ||
    (isSign && /^['’]s\b/.test(words.slice(end, end + 2))) ||
    (isSign && /^\s+[A-Z]{3,}\b/.test(words.slice(end, end + 12))) ||
    (isSign &&
      /\.(?:md|mdx|html|pdf)\b|\b(?:PRD|RFC|ADR|[Ss]pec|[Dd]esign|[Pp]roposal|CLAUDE|AGENTS)\b[^.;]{0,40}§/.test(
        `${sentence}§`,
      ))
  );
}

const leading = /(?:^|[^\w])(?:see|in|per|under|cf\.?|refer to|described in|as of)\s+(?:also\s+)?§{1,2}\s*$/i;

function numberClaim(
  { document, segment, outline }: { document: PlanDocument; segment: Segment; outline: Outline },
  { number, at, isOther }: { number: string; at: number; isOther: boolean },
): Claim {
  const start = sourceOffset(segment.content, at);
  const range = rangeOf(document.lines, start, start + number.length);
  const isSign = segment.words.slice(Math.max(0, at - 12), at).includes('§');
  const claim = { kind: 'section', value: number, intent: 'exists', range, cached: false } as const;
  if (outline.numbers.has(number)) {
    return { ...claim, verdict: 'pass', detail: 'exists' };
  }
  if (isOther) {
    return { ...claim, ...elsewhere };
  }
  if (outline.items.has(number)) {
    return { ...claim, verdict: 'pass', detail: 'stands before an item' };
  }
  // "Section 3.4" is mostly the plan's own. "§3.4" is so only behind "see" and its like, where the sections here are numbered like that.
  const isOwn = isSign
    ? number.includes('.') &&
      outline.lasts.has(parentOf(number)) &&
      leading.test(segment.words.slice(Math.max(0, at - 24), at))
    : outline.numbers.size > 0;
  if (!isOwn || !isNear(number, outline)) {
    return { ...claim, verdict: 'unverifiable', detail: 'the sections of this plan carry no such numbers' };
  }
  return { ...claim, verdict: 'fail', detail: 'no section carries this number' };
}

/**
 * Whether a section of that number could be missing here: among its like, the next behind the last of them, or the first of a section
 * that is there. One far behind them is another document's.
 */
function isNear(number: string, { numbers, lasts }: Outline): boolean {
  const parent = parentOf(number);
  const last = lasts.get(parent);
  return last === undefined ? numbers.has(parent) : lastOf(number) <= last + 1;
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
    if (leadsToAnchor(outline.anchors, span.value.slice(1))) {
      return [{ ...claim, verdict: 'pass', detail: 'exists' }];
    }
    return [
      isOfAnother(segment, span)
        ? { ...claim, ...elsewhere }
        : { ...claim, verdict: 'fail', detail: 'no heading of this plan has this anchor' },
    ];
  });
}

/** "Add new section: [Limits](#limits)", and what stands under "README.md updates". */
function isOfAnother({ words, headings }: Segment, { start }: InlineSpan): boolean {
  return (
    /\b(?:add|creat|insert|writ|append)\w*\b[^.;]*$/i.test(words.slice(Math.max(0, start - 80), start)) ||
    headings.some((heading) => /[\w-]\.(?:md|mdx|html|rst|adoc)\b/i.test(heading))
  );
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

import { sourceOffset } from '../text/content.ts';
import type { CheckContext } from './check.ts';
import type { Segment } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';

/** A place where a plan names one of its requirements by its id. */
export interface IdMention {
  /** As the plan writes it: `FR-012`. */
  readonly id: string;
  /** The id without leading zeros, so that `FR-1` and `FR-001` are one. */
  readonly key: string;
  /** What the ids of one list have in common: `FR-`. */
  readonly family: string;
  /** Whether the id opens an item, a row or a heading that says what it means. */
  readonly isDefinition: boolean;
  /** Whether it stands in a section of requirements. */
  readonly isAmongRequirements: boolean;
  /** Offsets in the plan. */
  readonly start: number;
  readonly end: number;
}

/**
 * What ids of requirements, stories and criteria begin with. Risks, phases and questions are numbered too, but not
 * traced; `R` may stand for a risk or a round, so its ids count only where a section of requirements defines them.
 */
const prefixes = String.raw`(?<![\w/.#-])(N?FR|REQ|US|AC|SC|UC|BR|TR|SR|R)(-?)(\d{1,4})`;
const idPattern = new RegExp(String.raw`${prefixes}(?:\.(\d{1,3}))?(?![\w-]|\.\d)`, 'g');

/** The last letter of what an id begins with, and the first digit of its number. */
const signs = sign(
  ...'rqsc'
    .split('')
    .flatMap((letter) => Array.from('0123456789').flatMap((digit) => [letter + digit, `${letter}-${digit}`])),
);

/** Every mention of a requirement's id in the running text of a plan, in order. */
export function idMentions(context: CheckContext): IdMention[] {
  return segmentsWith(context, signs).flatMap((segment) => mentionsIn(segment));
}

function mentionsIn(segment: Segment): IdMention[] {
  // Ids may stand in code spans, so the text is read with its marks.
  const { text } = segment.content;
  return [...text.matchAll(idPattern)].flatMap((match): IdMention[] => {
    const [id, prefix = '', dash = '', number = '', part] = match;
    const start = sourceOffset(segment.content, match.index);
    return [
      {
        id,
        key: `${prefix}${dash}${Number(number)}${part === undefined ? '' : `.${Number(part)}`}`,
        family: `${prefix}${dash}${part === undefined ? '' : '.'}`,
        isDefinition: isDefinition(segment, match.index, match.index + id.length),
        isAmongRequirements: segment.headings.some((title) =>
          /requirement|stor(?:y|ies)|criteri/i.test(title),
        ),
        start,
        end: start + id.length,
      },
    ];
  });
}

/** An id defines when it opens its item and a sentence follows: "**FR-1**: The system …", a row "| FR-1 | … |". */
function isDefinition(segment: Segment, start: number, end: number): boolean {
  const { text } = segment.content;
  const before = text.slice(Math.max(0, start - 24), start);
  const behind = text.slice(end, end + 40);
  // "[US3]" marks what a task belongs to.
  const opens = /(?:^|\n)(?:[\s*_`~#]|\[[ xX]\]){0,12}(?:user story |requirement |scenario )?$/i.test(before);
  if (!opens) {
    return false;
  }
  if (segment.row !== '') {
    return /^[\s*_`\])]*$/.test(text.slice(end));
  }
  // "US3 (delete) needs US1" opens an item too, and says nothing of what US3 is.
  return (
    segment.isHeading ||
    /^[*_`\])]{0,4}\s?(?:\([^)\n]{1,30}\)\s?)?(?:[:.–—|]|-\s)/.test(behind) ||
    /^(?:\*\*|__|`)\s\w/.test(behind)
  );
}

const idList = new RegExp(
  String.raw`${prefixes}((?:[ \t]?(?:-|–|—|\.\.\.?|…|\/|,|&|\bto\b|\bthrough\b|\band\b)[ \t]?(?:\1\2)?\d{1,4}(?![\w%]|\.\d)){1,12})`,
  'g',
);

/** The keys that ranges and shorthands cover without naming them: "FR-001 to FR-005", "FR-1 … FR-9", "FR-001/002". */
export function coveredKeys(text: string): Set<string> {
  const covered = new Set<string>();
  for (const match of text.matchAll(idList)) {
    const [, prefix = '', dash = '', first = '', rest = ''] = match;
    let last = Number(first);
    for (const [, joint = '', number = ''] of rest.matchAll(
      /(-|–|—|\.\.\.?|…|\/|,|&|to|through|and)\s?(?:[A-Z]+-?)?(\d{1,4})/g,
    )) {
      const next = Number(number);
      const isRange = !/^[/,&]$|^and$/.test(joint);
      for (let key = isRange ? last : next; key <= next && key - last <= 200; key += 1) {
        covered.add(`${prefix}${dash}${key}`);
      }
      last = next;
    }
  }
  return covered;
}

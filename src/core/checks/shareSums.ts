import { sourceOffset, type Content } from '../text/content.ts';
import { announcements, isTotalRow, itemText } from './announcements.ts';
import type { CheckContext } from './check.ts';
import { findQuantities, readNumber, type Quantity } from './quantities.ts';
import { isQuoted } from './segments.ts';
import { segmentsWith, sign } from './signs.ts';
import type { StatedSum } from './statedSum.ts';

const equation =
  /(?<![\w.,]|[+*/×=)(±−–-]\s?)((?:\d+(?:,\d{3})*(?:\.\d+)?\s?[a-z%]{0,8}\s?\+\s?){1,12}\d+(?:,\d{3})*(?:\.\d+)?\s?[a-z%]{0,8})\s?=\s?[*_]{0,2}(\d+(?:,\d{3})*(?:\.\d+)?)(?!\d|[.,]\d|\s?[*×/+±−-]|\s?x\b)/gi;
const term = /(\d+(?:,\d{3})*(?:\.\d+)?)\s?([a-z%]{0,8})/gi;

/** Units that a total may have although its parts, given in another one, carry none. */
const amounts = /^(?:[kmgt]i?b|bytes?|[kmun]?s|min|minutes?|h|hours?|days?|weeks?|k|m|bn?)$/;

const plusSign = sign('+');

/** Sums that a plan works out before the reader's eyes: "10 + 15 + 5 = 30". */
export function equations(context: CheckContext): StatedSum[] {
  const candidates = segmentsWith(context, plusSign).filter(({ words }) => words.includes('='));
  return candidates.flatMap((segment) =>
    [...segment.words.matchAll(equation)].flatMap((match) => {
      const [, left = '', right = ''] = match;
      const terms = [...left.matchAll(term)];
      const units = new Set(terms.map((each) => (each[2] ?? '').toLowerCase()).filter((unit) => unit !== ''));
      // "cycles 6 + 14 = 27 %" says what they gave, "9,500 + 18,000 = 27.5 GB" adds up another unit, and "seeds 7 + 8 = 2 runs" counts.
      const behind = segment.words.slice(match.index + match[0].length);
      const unit = /^\s?([a-z%]+)/i.exec(behind)?.[1]?.toLowerCase();
      const isOfOthers =
        (unit !== undefined && (unit === '%' || amounts.test(unit)) && !units.has(unit)) ||
        (readNumber(right) === terms.length && /^\s[a-z]{3,}/i.test(behind));
      if (units.size > 1 || isOfOthers || isQuoted(segment.words, match.index)) {
        return [];
      }
      const at = match.index + match[0].lastIndexOf(right);
      const start = sourceOffset(segment.content, at);
      const end = start + right.length;
      const total = plain(readNumber(right));
      const parts = terms.map((each) => plain(readNumber(each[1] ?? '')));
      return [{ total, start, end, parts, of: 'the numbers in front of it', around: { start, end } }];
    }),
  );
}

function plain(value: number): Quantity {
  return { dimension: 'number', low: value, high: value, isApproximate: false, start: 0, end: 0 };
}

/** Shares of one whole, which should give 100 %. */
export interface Shares {
  /** The first share, as the plan writes it. Offsets in the plan. */
  readonly start: number;
  readonly end: number;
  readonly sum: number;
  readonly isRight: boolean;
}

const sharing =
  /^\W*(?:weights?|weighting|shares?|allocation|split|distribution|traffic|breakdown)(?:\s?\(%\))?\W*$/i;
const sharingLead =
  /\b(?:weights?|weighting|weighted|allocation|allocated|split|distribution|distributed)\b[^.]*:\W*$/i;

/** Lists and table columns that share something out: "Traffic split:", a column "Weight" of percentages. */
export async function sharesOf(context: CheckContext): Promise<Shares[]> {
  return (await announcements(context)).flatMap(({ segment, parts }) => {
    if (parts.type === 'list') {
      const isShared = sharingLead.test(segment.words) || (segment.isHeading && sharing.test(segment.words));
      return isShared ? shares(parts.children.map(itemText)) : [];
    }
    return parts.header.flatMap((header, column) =>
      sharing.test(header.text) && !parts.rows.some(isTotalRow)
        ? shares(parts.rows.map((row) => row[column]))
        : [],
    );
  });
}

/** In percent. */
const farthest = 10;

function shares(contents: readonly (Content | undefined)[]): Shares[] {
  const found = contents.map((content) => {
    const [first, ...others] = findQuantities(content?.text ?? '');
    return content !== undefined && first?.dimension === 'percent' && others.length === 0
      ? { content, quantity: first }
      : undefined;
  });
  const whole = found.filter((share) => share !== undefined);
  const [first] = whole;
  const isShareable = whole.every(
    ({ quantity }) => quantity.low === quantity.high && quantity.low < 100 && !quantity.isApproximate,
  );
  if (first === undefined || whole.length < 2 || whole.length < found.length || !isShareable) {
    return [];
  }
  const sum = whole.reduce((total, { quantity }) => total + quantity.low, 0);
  const start = sourceOffset(first.content, first.quantity.start);
  const end = start + first.quantity.end - first.quantity.start;
  // What misses 100 by far takes no whole apart.
  if (Math.abs(sum - 100) > farthest) {
    return [];
  }
  // Shares that are rounded each may miss 100 by half a per cent each.
  return [{ start, end, sum, isRight: Math.abs(sum - 100) <= Math.max(0.5, whole.length * 0.34) }];
}

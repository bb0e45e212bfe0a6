/** A number as a plan writes it. */
const digits = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;

const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Source of a pattern for a whole number from 0 on, in digits (`1,000`) or in words up to ninety-nine. */
export const countPattern = String.raw`(?:\d{1,3}(?:,\d{3})+|\d{1,6}|(?:${tens.join('|')})(?:-(?:${small.slice(1, 10).join('|')}))?|${small.toReversed().join('|')})`;

/** The whole number that a word stands for ("6", "1,000", "twenty-one"), or undefined for any other word. */
export function readCount(word: string): number | undefined {
  if (/^\d{1,3}(?:,\d{3})+$|^\d+$/.test(word)) {
    return Number(word.replaceAll(',', ''));
  }
  const [first = '', second] = word.toLowerCase().split('-');
  const ten = tens.indexOf(first);
  if (ten !== -1) {
    const one = second === undefined ? 0 : small.indexOf(second);
    return one === -1 || one > 9 ? undefined : (ten + 2) * 10 + one;
  }
  const one = second === undefined ? small.indexOf(first) : -1;
  return one === -1 ? undefined : one;
}

/** A whole number written as another one is: in words, with a capital, in digits, with separators. */
export function writeCountLike(sample: string, count: number): string {
  if (/^\d/.test(sample) || count > 99) {
    return count >= 1000 && sample.includes(',') ? withSeparators(count) : String(count);
  }
  const one = count % 10;
  const words =
    count < 20
      ? (small[count] ?? String(count))
      : `${tens[Math.floor(count / 10) - 2] ?? ''}${one === 0 ? '' : `-${small[one] ?? ''}`}`;
  return /^[A-Z]/.test(sample) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

function withSeparators(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/**
 * What amounts are measured in. Seconds, minutes and hours are one dimension, counted in seconds. A day of work has as
 * many hours as a team gives it, so days, weeks and months are dimensions of their own, as is every other unit.
 */
export type Dimension = 'clock' | 'days' | 'weeks' | 'months' | 'percent' | 'points' | 'lines' | 'number';

/** An amount and where it stands in a text. `low` and `high` differ for a range such as `2-3 h`. */
export interface Quantity {
  readonly dimension: Dimension;
  readonly low: number;
  readonly high: number;
  /** Whether the text says "about", "at least", "up to" or the like. */
  readonly isApproximate: boolean;
  readonly start: number;
  readonly end: number;
}

interface Unit {
  readonly names: string;
  readonly dimension: Dimension;
  readonly factor: number;
}

const units: readonly Unit[] = [
  { names: 'seconds?|secs?|s', dimension: 'clock', factor: 1 },
  { names: 'minutes?|mins?|m', dimension: 'clock', factor: 60 },
  { names: 'hours?|hrs?|h', dimension: 'clock', factor: 3600 },
  { names: 'days?|d', dimension: 'days', factor: 1 },
  { names: 'weeks?|wks?', dimension: 'weeks', factor: 1 },
  { names: 'months?', dimension: 'months', factor: 1 },
  { names: '%|percent|per cent', dimension: 'percent', factor: 1 },
  { names: 'story points?|points?|pts?|sp', dimension: 'points', factor: 1 },
  { names: 'lines?(?: of code)?|loc', dimension: 'lines', factor: 1 },
];
const unitPattern = `(?:${units.map((unit) => unit.names).join('|')})`;
const unitByName = units.map((unit) => ({ ...unit, pattern: new RegExp(`^(?:${unit.names})$`, 'i') }));

const amountIn = (names: string): string => String.raw`(?:${digits})[\s-]{0,2}(?:${names})(?![a-z_%])`;
const [seconds = '', minutes = '', hours = ''] = units.map((unit) => unit.names);
const joint = String.raw`(?:,?\s(?:and\s)?)?`;
/** "1 h 30 min": smaller units follow larger ones. "2 h and 3 h" are two amounts. */
const chain = String.raw`${amountIn(hours)}(?:${joint}${amountIn(minutes)})?(?:${joint}${amountIn(seconds)})?|${amountIn(minutes)}(?:${joint}${amountIn(seconds)})?|${amountIn(unitPattern)}`;
const measured = new RegExp(
  String.raw`(?<![\w.,/:+%])(?:` +
    String.raw`(?<range>(?<low>${digits})\s?(?:-|–|—|to)\s?(?<high>${digits})[\s-]{0,2}(?<rangeUnit>${unitPattern})(?![a-z_%]))|` +
    `(?<chain>${chain}))`,
  'gi',
);
const approximate =
  /(?:[~≈<>≤≥]|\b(?:about|around|approx(?:imately|\.)?|roughly|circa|ca\.|up to|at (?:least|most)|under|over|less than|more than|max(?:imum|\.)?|min(?:imum|\.)?|nearly|almost)\s)\s?$/i;

/** The amounts in a text that carry a unit, in order and without overlaps. Linear in the length of the text. */
export function findQuantities(text: string): Quantity[] {
  const found: Quantity[] = [];
  for (const match of text.matchAll(measured)) {
    const start = match.index;
    const end = start + match[0].length;
    const isApproximate =
      approximate.test(text.slice(Math.max(0, start - 16), start)) || text.charAt(end) === '+';
    const value = match.groups?.['range'] === undefined ? chainOf(match[0]) : rangeOf(match.groups);
    if (value !== undefined) {
      found.push({ ...value, isApproximate, start, end });
    }
  }
  return found;
}

type Amount = Pick<Quantity, 'dimension' | 'low' | 'high'>;

const part = new RegExp(String.raw`(${digits})[\s-]{0,2}(${unitPattern})(?![a-z_%])`, 'gi');

/** "1 h 30 min": the parts of one amount must be of one dimension. */
function chainOf(text: string): Amount | undefined {
  let total: Amount | undefined;
  for (const [, number = '', name = ''] of text.matchAll(part)) {
    const unit = unitNamed(name);
    if (unit === undefined || (total !== undefined && total.dimension !== unit.dimension)) {
      return undefined;
    }
    const value = (total?.low ?? 0) + readNumber(number) * unit.factor;
    total = { dimension: unit.dimension, low: value, high: value };
  }
  return total;
}

function rangeOf(groups: Record<string, string | undefined>): Amount | undefined {
  const unit = unitNamed(groups['rangeUnit'] ?? '');
  const low = readNumber(groups['low'] ?? '');
  const high = readNumber(groups['high'] ?? '');
  return unit === undefined || low > high
    ? undefined
    : { dimension: unit.dimension, low: low * unit.factor, high: high * unit.factor };
}

function unitNamed(name: string): Unit | undefined {
  return unitByName.find((unit) => unit.pattern.test(name));
}

/** The number that digits with separators stand for. */
export function readNumber(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** The sum of amounts of one dimension, or undefined for none and for a mixture of dimensions or of ranges and numbers. */
export function sumOf(parts: readonly Quantity[]): Quantity | undefined {
  const first = parts[0];
  if (
    first === undefined ||
    parts.some((other) => other.dimension !== first.dimension || isRange(other) !== isRange(first))
  ) {
    return undefined;
  }
  return {
    ...first,
    low: parts.reduce((sum, other) => sum + other.low, 0),
    high: parts.reduce((sum, other) => sum + other.high, 0),
    isApproximate: parts.some((other) => other.isApproximate),
  };
}

export function isRange(quantity: Quantity): boolean {
  return quantity.low !== quantity.high;
}

/** Whether two amounts of one dimension are the same, but for what decimal fractions lose in a sum. */
export function isSame(a: Quantity, b: Quantity): boolean {
  return a.dimension === b.dimension && isNear(a.low, b.low) && isNear(a.high, b.high);
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));
}

const shownUnits: Record<Dimension, string> = {
  clock: 's',
  days: ' days',
  weeks: ' weeks',
  months: ' months',
  percent: '%',
  points: ' points',
  lines: ' lines',
  number: '',
};

/** An amount for people: `45 min`, `1 h 30 min`, `2-3 days`, `95%`. `findQuantities` reads it as the same amount. */
export function showQuantity({ dimension, low, high }: Quantity): string {
  if (dimension === 'clock') {
    return low === high ? showClock(low) : showClockRange(low, high);
  }
  const unit = low === 1 && high === 1 ? shownUnits[dimension].replace(/s$/, '') : shownUnits[dimension];
  return `${low === high ? showNumber(low) : `${showNumber(low)}-${showNumber(high)}`}${unit}`;
}

function showClockRange(low: number, high: number): string {
  const [factor, name] = high >= 3600 ? [3600, 'h'] : high >= 60 ? [60, 'min'] : [1, 's'];
  return `${showNumber(low / factor)}-${showNumber(high / factor)} ${name}`;
}

function showClock(seconds: number): string {
  const hours = Math.floor((seconds + 1e-9) / 3600);
  const minutes = Math.floor((seconds + 1e-9 - hours * 3600) / 60);
  const rest = Math.max(0, seconds - hours * 3600 - minutes * 60);
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    rest > 1e-6 || seconds === 0 ? `${showNumber(rest)} s` : '',
  ];
  return parts.filter((text) => text !== '').join(' ');
}

/** A number without the noise of binary fractions. */
export function showNumber(value: number): string {
  return String(Number(value.toFixed(4)));
}

import type { Table } from '../text/blocks.ts';
import { sourceOffset, type Content } from '../text/content.ts';
import { plainText } from '../text/plainText.ts';
import type { PlanDocument } from '../text/planDocument.ts';
import { isTotalRow, listsAndTables } from './announcements.ts';
import { findQuantities, isSame, readNumber, sumOf, type Quantity } from './quantities.ts';
import type { StatedSum } from './statedSum.ts';

/** The columns of tables that end with a row of totals. */
export function tableSums(document: PlanDocument): StatedSum[] {
  const sums: StatedSum[] = [];
  for (const block of listsAndTables(document.blocks)) {
    const last = block.type === 'table' ? block.rows.at(-1) : undefined;
    if (block.type === 'table' && block.rows.length >= 3 && last !== undefined && isTotalRow(last)) {
      sums.push(...sumsOfTable(block, last));
    }
  }
  return sums;
}

/** Columns whose numbers are not meant to be added. */
const notAdded =
  /\b(?:avg|average|mean|median|max|min|peak|longest|shortest|largest|smallest|highest|lowest|rate|ratio|score|coverage|priority|id|no|version|year|date|index|order|rank|weeks?|latency|p\d\d|target|limit|threshold|progress|speed|confidence|start|end|from|to|depends|replicas|rating|accuracy|factor|per)\b|^#$|%|[/×]/i;

function sumsOfTable(table: Table, total: readonly Content[]): StatedSum[] {
  const rows = table.rows.slice(0, -1);
  // Subtotals and rows that count several times are beyond a plain sum.
  const isPlain = rows.every(
    (row) =>
      !isTotalRow(row) &&
      row.length <= table.header.length &&
      !/[x×]\s?\d|\d\s?[x×]|\b(?:of which|included|optional|average|buffer saved)\b/i.test(
        row[0]?.text ?? '',
      ),
  );
  if (!isPlain) {
    return [];
  }
  return table.header.flatMap((header, column) => {
    const cell = total[column];
    const sum = cell === undefined || column === 0 ? undefined : cellQuantity(cell);
    if (sum === undefined || sum === 'none' || cell === undefined || notAdded.test(plainText(header.text))) {
      return [];
    }
    const parts = rows.map((row) => (row[column] === undefined ? 'none' : cellQuantity(row[column])));
    const given = parts.filter((part) => part !== 'none');
    const whole = given.filter((part) => part !== undefined);
    if (given.length < 2 || whole.length < given.length || !isAddedUp(whole, sum)) {
      return [];
    }
    // The longest of all is no sum, and what several rows share is counted once in "26 distinct findings".
    const isHighest = sum.low === Math.max(...whole.map(({ low }) => low));
    if (isHighest || shared.test(total[0]?.text ?? '')) {
      return [];
    }
    // Parts that are given once more in a row of their own add up to twice the total.
    if (isSame(sumOf(alike(whole, sum)) ?? sum, { ...sum, low: 2 * sum.low, high: 2 * sum.high })) {
      return [];
    }
    // "25 stories" under their numbers counts them.
    if (sum.unit !== '' && sum.low === rows.length && whole.every(({ unit }) => unit === '')) {
      return [];
    }
    const start = sourceOffset(cell, sum.start);
    return [
      {
        total: sum,
        start,
        end: start + sum.end - sum.start,
        parts: alike(whole, sum),
        of: 'the rows of this column',
        around: table,
      },
    ];
  });
}

const shared = /\b(?:distinct|unique|de-?duplicated|not double[- ]counted|overall|overlap\w*)\b/i;

/** Percentages are parts of a whole only below 100 %; numbers of "KB" and "MB" do not add up as they stand. */
function isAddedUp(parts: readonly CellQuantity[], sum: CellQuantity): boolean {
  if (sum.dimension === 'percent') {
    const isWhole = isSame(sum, hundred) || isSame(sumOf(parts) ?? sum, hundred);
    return isWhole && parts.every((part) => part.high < 100);
  }
  const units = new Set([...parts, sum].map((part) => part.unit).filter((unit) => unit !== ''));
  return units.size <= 1;
}

const hundred: Quantity = {
  dimension: 'percent',
  low: 100,
  high: 100,
  isApproximate: false,
  start: 0,
  end: 0,
};

/** A bare number takes the unit that the total has: "7" above "180 tasks". */
function alike(parts: readonly Quantity[], sum: Quantity): Quantity[] {
  return parts.map((part) =>
    part.dimension === 'number' && sum.dimension !== 'clock' ? { ...part, dimension: sum.dimension } : part,
  );
}

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const bare = new RegExp(
  String.raw`^[*_\s~≈$€£]*(?<low>${number})(?:\s?[-–]\s?(?<high>${number}))?(?<unit>\s?(?:[kKMG]i?B?|[a-z]{1,12}))?[*_\s]*$`,
);

interface CellQuantity extends Quantity {
  /** The word behind a number that is in no unit we know; empty for the others. */
  readonly unit: string;
}

/** What a cell holds when it holds an amount and nothing else; `none` for a cell that is left empty. */
function cellQuantity({ text }: Content): CellQuantity | 'none' | undefined {
  const plain = text.replaceAll(/[*_\s]/g, '');
  if (/^(?:[-–—]*|n\/a)$/i.test(plain)) {
    return 'none';
  }
  const [found, ...others] = findQuantities(text);
  if (found !== undefined && others.length === 0) {
    const rest = text.slice(0, found.start) + text.slice(found.end);
    return /^[*_\s~≈]*$/.test(rest) ? { ...found, unit: '' } : undefined;
  }
  const match = bare.exec(text);
  const { low, high, unit = '' } = match?.groups ?? {};
  if (match === null || low === undefined) {
    return undefined;
  }
  const start = text.indexOf(low);
  const end = high === undefined ? start + low.length : text.indexOf(high, start + low.length) + high.length;
  return {
    dimension: 'number',
    low: readNumber(low),
    high: readNumber(high ?? low),
    isApproximate: /[~≈]/.test(text),
    unit: unit.trim().toLowerCase().replace(/s$/, ''),
    start,
    end,
  };
}

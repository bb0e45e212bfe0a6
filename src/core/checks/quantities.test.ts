import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  findQuantities,
  isSame,
  readCount,
  showQuantity,
  sumOf,
  writeCountLike,
  type Dimension,
  type Quantity,
} from './quantities.ts';

const shown = (text: string): string[] => findQuantities(text).map(showQuantity);

test('amounts are read as quantities', () => {
  for (const [text, expected] of [
    ['45 min', '45 min'],
    ['0.75 h', '45 min'],
    ['1h 30m; 1h30m', '1 h 30 min; 1 h 30 min'],
    ['2 h and 3 h, 2 h and 3 min', '2 h; 3 h; 2 h 3 min'],
    ['3 hours and 20 minutes', '3 h 20 min'],
    ['a 30-minute phase', '30 min'],
    ['2 days; 1 week', '2 days; 1 week'],
    ['2-3 h', '2-3 h'],
    ['20 to 30 min', '20-30 min'],
    ['1,000 lines', '1000 lines'],
    ['95%', '95%'],
    ['5 story points', '5 points'],
    ['5 ms, 10 kB, v1.2 m, 3dx', ''],
    ['1 day, 4 hours', '1 day; 4 h'],
  ] as const) {
    assert.equal(shown(text).join('; '), expected, text);
  }
});

test('estimates are told from amounts', () => {
  for (const text of ['~5 min', 'about 5 min', 'at least 5 min', 'up to 5 min', '<5 min', '5 min+']) {
    assert.equal(findQuantities(text)[0]?.isApproximate, true, text);
  }
  assert.equal(findQuantities('takes 5 min')[0]?.isApproximate, false);
});

test('amounts add up within one dimension only', () => {
  const sum = (text: string): string | undefined => {
    const total = sumOf(findQuantities(text));
    return total === undefined ? undefined : showQuantity(total);
  };
  assert.equal(sum('10 min, 0.5 h; 20 s'), '40 min 20 s');
  assert.equal(sum('1-2 h; 2-3 h'), '3-5 h');
  assert.equal(sum('1 day; 2 h'), undefined);
  assert.equal(sum('1-2 h; 2 h'), undefined);
  assert.equal(sum('nothing'), undefined);
});

test('numbers in words and digits are read and written alike', () => {
  assert.deepEqual(
    ['six', 'Twenty-one', '1,000', 'twelve', '007', 'forty-eleven', 'few', ''].map(readCount),
    [6, 21, 1000, 12, 7, undefined, undefined, undefined],
  );
  assert.deepEqual(
    [
      writeCountLike('six', 5),
      writeCountLike('Six', 25),
      writeCountLike('6', 5),
      writeCountLike('1,000', 1200),
    ],
    ['five', 'Twenty-five', '5', '1,200'],
  );
});

test('every number from 0 to 99 survives being written in words', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99 }),
      (count) => readCount(writeCountLike('six', count)) === count,
    ),
  );
});

const dimensions: readonly Dimension[] = ['clock', 'days', 'weeks', 'months', 'percent', 'points', 'lines'];
const quantity = fc
  .record({
    dimension: fc.constantFrom(...dimensions),
    low: fc.integer({ min: 1, max: 90_000 }),
    more: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ dimension, low, more }): Quantity => {
    const factor = dimension === 'clock' && more > 0 ? 3600 : 1;
    const high = (low + more) * factor;
    return { dimension, low: low * factor, high, isApproximate: false, start: 0, end: 0 };
  });

test('an amount that is shown is read as the same amount', () => {
  fc.assert(
    fc.property(quantity, (original) => {
      const found = findQuantities(`(${showQuantity(original)})`);
      assert.equal(found.length, 1, showQuantity(original));
      assert.ok(found[0] !== undefined && isSame(found[0], original), showQuantity(original));
    }),
  );
});

test('reading never throws, and an amount stands where it is said to stand', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom(
      '1',
      '30',
      ' ',
      '-',
      'h',
      'min',
      ' minutes',
      '1,000',
      '.5',
      '%',
      '~',
      'about ',
      '(',
      ')',
      'd',
      '\n',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const { start, end, low, high } of findQuantities(text)) {
        assert.ok(start >= last && end > start && end <= text.length);
        assert.match(text.slice(start, end), /^\d.*[a-z%]$/is);
        assert.ok(low <= high && Number.isFinite(high));
        last = end;
      }
    }),
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { unseenFindings } from './unseenFindings.ts';

const repeated = (...counts: readonly (readonly [times: number, count: number])[]): number[] =>
  counts.flatMap(([times, count]) => Array.from({ length: count }, () => times));

test("is Chao's bias-corrected lower bound, worked out by hand", () => {
  // Four reviewers, 10 found once, 4 twice, 3 by three: 3/4 * 10 * 9 / (2 * 5) = 6.75.
  assert.deepEqual(unseenFindings(repeated([1, 10], [2, 4], [3, 3]), 4), {
    atLeast: 6,
    reviewers: 4,
    findings: 17,
    once: 10,
    twice: 4,
  });
  // Without any that two found it stays finite: 2/3 * 4 * 3 / 2 = 4, exactly.
  assert.equal(unseenFindings(repeated([1, 4]), 3)?.atLeast, 4);
});

test('is not given below three reviewers, whatever they found', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2)), fc.nat(2), (raisers, reviewers) => {
      assert.equal(unseenFindings(raisers, reviewers), null);
    }),
  );
});

const overlaps = fc
  .integer({ min: 3, max: 12 })
  .chain((reviewers) => fc.tuple(fc.array(fc.nat(reviewers), { maxLength: 40 }), fc.constant(reviewers)));

test('for any overlap: a whole number, not below 0, and 0 where nothing or one thing was found once', () => {
  fc.assert(
    fc.property(overlaps, ([raisers, reviewers]) => {
      const { atLeast, once, findings } = unseenFindings(raisers, reviewers) ?? {
        atLeast: -1,
        once: 0,
        findings: 0,
      };
      assert.ok(Number.isInteger(atLeast) && atLeast >= 0);
      assert.ok(once > 1 || atLeast === 0);
      assert.equal(findings, raisers.filter((count) => count > 0).length);
    }),
  );
});

test('for any overlap: one more that only one found never lowers it, one more that two found never raises it', () => {
  fc.assert(
    fc.property(overlaps, ([raisers, reviewers]) => {
      const bound = (all: readonly number[]): number => unseenFindings(all, reviewers)?.atLeast ?? -1;
      assert.ok(bound([...raisers, 1]) >= bound(raisers));
      assert.ok(bound([...raisers, 2]) <= bound(raisers));
      assert.equal(bound([...raisers, 3]), bound(raisers));
      assert.equal(bound(raisers.toReversed()), bound(raisers));
    }),
  );
});

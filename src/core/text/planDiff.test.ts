import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { diffPlans } from './planDiff.ts';
import { unifiedDiff } from './unifiedDiff.ts';

const line = fc.constantFrom('', 'a', 'b', 'one two three', 'one two four', '😀', '  ');
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, newline]) => lines.join(newline));

describe('diffPlans', () => {
  test('what stayed and what changed cover both texts, in order and without gaps', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const diff = diffPlans(before, after);
        const parts = [
          ...diff.common.map((stretch) => ({
            before: { start: stretch.before, end: stretch.before + stretch.length },
            after: { start: stretch.after, end: stretch.after + stretch.length },
            isCommon: true,
          })),
          ...diff.changes.map((change) => ({ ...change, isCommon: false })),
        ].toSorted((a, b) => a.before.start - b.before.start || a.after.start - b.after.start);
        let [left, right] = [0, 0];
        for (const part of parts) {
          assert.deepEqual([part.before.start, part.after.start], [left, right]);
          if (part.isCommon) {
            assert.equal(
              before.slice(part.before.start, part.before.end),
              after.slice(part.after.start, part.after.end),
            );
          }
          left = part.before.end;
          right = part.after.end;
        }
        assert.deepEqual([left, right], [before.length, after.length]);
      }),
    );
  });

  test('of a text that was written anew, what stands at both ends stays', () => {
    const rows = (word: string): string =>
      Array.from({ length: 3_000 }, (_, row) => `${word} ${row}\n`).join('');
    const [before, after] = [`# Title\n${rows('old')}end`, `# Title\n${rows('new')}end`];
    const diff = diffPlans(before, after);
    assert.deepEqual(
      diff.common.map(({ before: at, length }) => before.slice(at, at + length)),
      ['# Title\n', 'end'],
    );
    assert.equal(diff.changes.length, 1);
    assert.match(unifiedDiff(before, after), /^Nearly every line was written anew/);
  });

  test('a text is not changed against itself', () => {
    assert.deepEqual(diffPlans('a\r\nb\n', 'a\r\nb\n').changes, []);
  });
});

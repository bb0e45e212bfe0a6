import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { indexLines, offsetAt, positionAt, rangeOf } from './lineIndex.ts';
import { trackRange } from './trackRange.ts';

/** The text after an edit between two offsets. */
function edited(text: string, [from, to]: [number, number], insert: string): string {
  return text.slice(0, from) + insert + text.slice(to);
}

const text = 'one two three\nfour five\r\nsix seven';
const lines = indexLines(text);
const five = rangeOf(lines, text.indexOf('five'), text.indexOf('five') + 4);

function trackOver(edit: [number, number], insert: string): string | undefined {
  const range = trackRange(five, { range: rangeOf(lines, ...edit), text: insert });
  if (range === undefined) {
    return undefined;
  }
  const after = indexLines(edited(text, edit, insert));
  return after.text.slice(offsetAt(after, range.start), offsetAt(after, range.end));
}

test('a range keeps its words when text before or behind it changes', () => {
  assert.equal(trackOver([0, 3], 'a\nb\nc'), 'five');
  assert.equal(trackOver([14, 19], ''), 'five');
  assert.equal(trackOver([0, 14], ''), 'five');
  assert.equal(trackOver([text.length, text.length], ' eight'), 'five');
});

test('text typed at its edges stays outside, text within it makes it grow', () => {
  const start = text.indexOf('five');
  assert.equal(trackOver([start, start], 'x'), 'five');
  assert.equal(trackOver([start + 4, start + 4], 'x'), 'five');
  assert.equal(trackOver([start + 2, start + 2], '\n'), 'fi\nve');
});

test('a range that is edited away is gone, one that is cut keeps the rest', () => {
  const start = text.indexOf('five');
  assert.equal(trackOver([start - 1, start + 5], 'x'), undefined);
  assert.equal(trackOver([start, start + 4], 'nine'), undefined);
  assert.equal(trackOver([start - 2, start + 2], 'x'), 've');
  assert.equal(trackOver([start + 2, start + 6], 'x'), 'fi');
});

test('for any edit apart from a range, the range holds the same words afterwards', () => {
  const pieces = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', ' ', '\u{1f600}'), { maxLength: 30 });
  fc.assert(
    fc.property(
      pieces,
      fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      pieces,
      (parts, places, inserted) => {
        const before = parts.join('');
        const index = indexLines(before);
        // Positions are places that an editor can name: not between a CR and its LF.
        const offsets = places
          .map((n) => offsetAt(index, positionAt(index, n % (before.length + 1))))
          .toSorted((x, y) => x - y) as [number, number, number, number];
        const insert = inserted.join('');
        const [w, x, y, z] = offsets;
        fc.pre(x < y);
        // CR and LF that meet through the edit make one line break of two.
        fc.pre(![before[w - 1], insert.at(-1)].includes('\r') && ![before[x], insert[0]].includes('\n'));
        const range = trackRange(rangeOf(index, y, z), { range: rangeOf(index, w, x), text: insert });
        const after = indexLines(edited(before, [w, x], insert));
        if (y === z) {
          return;
        }
        assert.ok(range);
        assert.equal(
          after.text.slice(offsetAt(after, range.start), offsetAt(after, range.end)),
          before.slice(y, z),
        );
      },
    ),
  );
});

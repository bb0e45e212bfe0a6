import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { indexLines, lineEnd, offsetAt, positionAt } from './lineIndex.ts';

test('LF, CRLF and CR each end a line, and the last line needs none', () => {
  const index = indexLines('a\nb\r\nc\rd');
  assert.deepEqual([...index.starts], [0, 2, 5, 7]);
  assert.deepEqual(
    [0, 1, 2, 3].map((line) => lineEnd(index, line)),
    [1, 3, 6, 8],
  );
});

test('columns count UTF-16 units from 1', () => {
  const index = indexLines('\u{1f600}x');
  assert.deepEqual(positionAt(index, 2), { line: 1, column: 3 });
});

test('places outside the text are held to its ends', () => {
  const index = indexLines('ab\nc');
  assert.deepEqual(positionAt(index, 99), { line: 2, column: 2 });
  assert.deepEqual(positionAt(index, -1), { line: 1, column: 1 });
  assert.equal(offsetAt(index, { line: 1, column: 50 }), 2);
  assert.equal(offsetAt(index, { line: 9, column: 1 }), 4);
});

test('every offset that does not split a line break comes back from its position', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', '\u{1f600}')), fc.nat(), (parts, n) => {
      const text = parts.join('');
      const index = indexLines(text);
      const offset = n % (text.length + 1);
      const isInBreak = text[offset - 1] === '\r' && text[offset] === '\n';
      assert.equal(offsetAt(index, positionAt(index, offset)), isInBreak ? offset - 1 : offset);
    }),
  );
});

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createLineReader } from './processLines.ts';

function linesOf(chunks: readonly Uint8Array[], most = 1000): { lines: string[]; isWhole: boolean } {
  const lines: string[] = [];
  const reader = createLineReader((line) => void lines.push(line), most);
  const isWhole = chunks.map((chunk) => reader.add(chunk)).every(Boolean);
  reader.end();
  return { lines, isWhole };
}

test('lines come out whole, wherever the bytes are cut', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((line) => line.replaceAll(/[\r\n]/g, ''));
  fc.assert(
    fc.property(fc.array(text), fc.array(fc.nat({ max: 8 })), fc.boolean(), (lines, cuts, isEnded) => {
      const bytes = new TextEncoder().encode(lines.join('\n') + (isEnded ? '\n' : ''));
      const chunks: Uint8Array[] = [];
      let start = 0;
      for (const length of cuts) {
        chunks.push(bytes.subarray(start, start + length));
        start += length;
      }
      chunks.push(bytes.subarray(start));
      assert.deepEqual(linesOf(chunks), { lines: lines.filter((line) => line !== ''), isWhole: true });
    }),
  );
});

test('a line that is too long ends the reading, and what came before it stays', () => {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  assert.deepEqual(linesOf([bytes('one\r\n'), bytes('123456'), bytes('789012'), bytes('\ntwo\n')], 10), {
    lines: ['one'],
    isWhole: false,
  });
  assert.deepEqual(linesOf([bytes('1234567890\n')], 10), { lines: ['1234567890'], isWhole: true });
});

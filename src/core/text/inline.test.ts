import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { scanInline } from './inline.ts';

const found = (text: string): string[] => scanInline(text).map((span) => `${span.type} ${span.value}`);

test('code spans end at a run of as many backticks', () => {
  assert.deepEqual(found('a `b` ``c`d`` `` ` `` e'), ['code b', 'code c`d', 'code `']);
  assert.deepEqual(found('a ` b'), []);
  assert.deepEqual(found(String.raw`\`a\` b`), []);
});

test('links give their target without title, brackets and label', () => {
  assert.deepEqual(found('[a](b/c.md "t") [d](<e f.md>) ![g](h.png) [`i`](j.md)'), [
    'link b/c.md',
    'link e f.md',
    'link h.png',
    'code i',
    'link j.md',
  ]);
  assert.deepEqual(found('[a] (b.md) ](c.md)'), []);
});

test('comments and autolinks are told from other angle brackets', () => {
  assert.deepEqual(found('<https://x.y/z> <!-- note --> <fill in> a < b'), [
    'autolink https://x.y/z',
    'comment note',
  ]);
});

test('every span holds its value, whatever the text', () => {
  const pieces = fc.constantFrom(
    '`',
    '``',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '!',
    '\\',
    'a',
    ' ',
    '<!--',
    '-->',
    '"',
    'b.md',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const text = parts.join('');
      for (const span of scanInline(text)) {
        if (span.type !== 'comment') {
          assert.equal(text.slice(span.start, span.end), span.value);
        }
        assert.ok(span.start <= span.end && span.end <= text.length);
      }
    }),
    { numRuns: 1000 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { locateQuote } from './locateQuote.ts';

const text = '# Plan\n\nThe queue “retries” three\r\n  times — then it gives up. 😀 Done.\n';

function found(quote: string): string | undefined {
  const span = locateQuote(text, quote);
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

test('finds words exactly, and with other white space and marks', () => {
  assert.equal(found('then it gives up'), 'then it gives up');
  assert.equal(found('The queue "retries" three times'), 'The queue “retries” three\r\n  times');
  assert.equal(found('  times - then it gives up. 😀 '), 'times — then it gives up. 😀');
});

test('finds nothing that is not there', () => {
  assert.equal(found('The queue retries three times'), undefined);
  assert.equal(found(''), undefined);
  assert.equal(found(' \n'), undefined);
});

test('whatever is cut out of a text is found in it as the same words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), fc.nat(), (whole, from, length) => {
      const start = from % whole.length;
      const quote = whole.slice(start, start + 1 + (length % 20));
      const span = locateQuote(whole, quote);
      assert.equal(span === undefined ? '' : whole.slice(span.start, span.end), quote.trim());
    }),
  );
});

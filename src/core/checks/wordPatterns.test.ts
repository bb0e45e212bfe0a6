import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { wordPatterns } from './wordPatterns.ts';

const sources = [
  String.raw`(?:was |were )?(?:removed|gone)|no longer (?:there|needed)|an? example`,
  String.raw`mov(?:e|ing) (?:[^.;]{0,20} )?to|new|(?<!the )follow(?:s|ing)?`,
  String.raw`mov(?:e|ing)|e\.g\.|n(?:ew|o)|lines? \d`,
];

/** What the patterns give as one alternation. */
function expected(text: string): string[] {
  const pattern = new RegExp(
    sources.map((source) => String.raw`(?<![\w/.-])(${source})(?![\w/-])`).join('|'),
    'gi',
  );
  return [...text.matchAll(pattern)].map((match) => {
    const group = match.findIndex((words, index) => index > 0 && words !== undefined);
    return `${group - 1} ${match.index} ${match[0]}`;
  });
}

test('words are found where one alternation of all patterns finds them', () => {
  const find = wordPatterns(sources);
  const pieces =
    'was |removed|Gone|no| longer |there|a|an |example|move|moving | to|new|NEW|the |follow|s|e.g.|line|lines 3| |.|;|-|/|_|\n|ä|x';
  const piece = fc.constantFrom(...pieces.split('|'));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (parts) => {
      const text = parts.join('');
      const found = find(text).map(
        ({ pattern, start, end }) => `${pattern} ${start} ${text.slice(start, end)}`,
      );
      assert.deepEqual(found, expected(text));
    }),
    { numRuns: 2000 },
  );
});

test('a pattern that may begin with something else than a letter is refused, not left out', () => {
  assert.throws(() => wordPatterns([String.raw`\d+ lines`]), TypeError);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { placeEdits, withEdits } from './quotedEdits.ts';

const text = 'One red fish.\nTwo red fish.\nBlue fish.\n';

/** What the text becomes, and why edits were refused. */
function made(source: string, ...edits: (readonly [string, string])[]): [string, string[]] {
  const { placed, refused } = placeEdits(
    source,
    edits.map(([old, next]) => ({ old, new: next })),
  );
  return [withEdits(source, placed), refused.map(({ reason }) => reason)];
}

test('edits are made where their words stand, in whatever order they come', () => {
  assert.deepEqual(made(text, ['Blue', 'Green'], ['One red', 'A red']), [
    'A red fish.\nTwo red fish.\nGreen fish.\n',
    [],
  ]);
});

test('words that are not there, or not only there, have no place', () => {
  assert.deepEqual(made(text, ['red fish', 'dead fish'], ['Old fish', 'New fish']), [
    text,
    ['The plan holds these words more than once.', 'The plan does not hold these words.'],
  ]);
  // A word that overlaps itself stands there twice.
  assert.deepEqual(made('aaa', ['aa', 'b'])[1], ['The plan holds these words more than once.']);
});

test('of edits that overlap the first is made; those that touch are both made', () => {
  assert.deepEqual(made(text, ['One red', '1'], ['red fish.\nTwo', '2']), [
    '1 fish.\nTwo red fish.\nBlue fish.\n',
    ['Another edit changes the same words.'],
  ]);
  assert.deepEqual(made('abcd', ['ab', '1'], ['cd', '2'])[0], '12');
});

test('line ends are those of the text', () => {
  const windows = text.replaceAll('\n', '\r\n');
  assert.deepEqual(made(windows, ['fish.\nTwo', 'fish.\nAnd\nTwo']), [
    windows.replace('fish.\r\nTwo', 'fish.\r\nAnd\r\nTwo'),
    [],
  ]);
});

test('nothing comes in that nobody would see, and what is there may stay', () => {
  for (const hidden of ['\u{202e}', '\u{200b}', '\u{feff}', '\u{e0041}', '\u{7}']) {
    assert.deepEqual(made(text, ['Blue', `Blue${hidden}`])[1], [
      'Its new words hold characters that nobody would see.',
    ]);
  }
  assert.deepEqual(made('a\u{200b}b', ['a\u{200b}b', 'a\u{200b}b, c'])[1], []);
  assert.deepEqual(made(text, ['Blue', 'Blue\tGreen\n'])[1], []);
});

test('every edit of words that stand there once is made, and nothing else changes', () => {
  const words = fc.uniqueArray(fc.stringMatching(/^[a-z]{3}$/), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(words, fc.infiniteStream(fc.boolean()), (all, coin) => {
      const source = all.map((word) => `<${word}>`).join(' ');
      const chosen = all.filter(() => coin.next().value === true);
      const [result, refused] = made(
        source,
        ...chosen.toReversed().map((word) => [`<${word}>`, `[${word}]`] as const),
      );
      assert.deepEqual(refused, []);
      assert.equal(result, all.map((word) => (chosen.includes(word) ? `[${word}]` : `<${word}>`)).join(' '));
    }),
  );
});

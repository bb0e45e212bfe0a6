import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import * as fc from 'fast-check';
import { repositoryRoot } from '../support/editor/paths.ts';
import { mdastBlocks, ourBlocks } from '../support/mdastBlocks.ts';

const documents = globSync(['*.md', 'docs/**/*.md', 'test/fixtures/**/*.md'], { cwd: repositoryRoot });

/** Spellings of one text that readers of Markdown must take for the same. */
const variants: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['with CRLF', (text) => text.replaceAll(/\r?\n/g, '\r\n')],
  ['with tabs', (text) => text.replaceAll(/^( *)(?: {4}|(?<=[-*+]) )/gm, '$1\t').replaceAll('    ', '\t')],
];

for (const document of documents) {
  test(`every block of ${document} stands where mdast sees it`, () => {
    const text = readFileSync(path.join(repositoryRoot, document), 'utf8');
    for (const [name, vary] of variants) {
      const spelled = vary(text);
      assert.deepEqual(ourBlocks(spelled), mdastBlocks(spelled), name);
    }
  });
}

test('there are documents to compare', () => {
  assert.ok(documents.length > 40, `${documents.length} documents`);
});

const pieces =
  'a|b c| |  |    |\t|\n|\n|\n\n|\r\n|- |* |+ |1. |1) |> |>|# |##|===|---|***|```|~~~|`|¦ a ¦ b ¦|¦---¦---¦|¦|:-:|-¦-|<!-- |-->|<div>|<pre>|[a]: /u|[a]: | "t"|[^1]: x|\\|<?|- [ ] x'
    .split('|')
    .map((piece) => piece.replaceAll('¦', '|'));

/**
 * Where mdast's parser is known to leave CommonMark: behind an indented block of code and within a container that has just
 * interrupted a paragraph it takes the beginning of a list for words, it lets what is open in the last item of a list, or
 * in a footnote, go on over the blank lines behind it, and it counts the definitions in front of an underlined heading to
 * the heading.
 */
function isDisputed(text: string): boolean {
  return (
    /^(?: {4}|\t)|\n(?: {4}| *\t)|(?:^|[>*+.)\-:])[ \t]*(?:[-*+]|\d+[.)])[ \t]*\r?$/m.test(text) ||
    (/\[\^1\]/.test(text) && /^\s*>?\s*\[\^1\]: x?(?:[-*+>#\s]|\d)/m.test(text)) ||
    (text.includes(']:') && /===|---/.test(text)) ||
    (/[-*+.)>:].*(?:```|~~~|<[?!dp])/.test(text) && /\n/.test(text))
  );
}

test('every block of any text stands where mdast sees it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      fc.pre(!isDisputed(text));
      assert.deepEqual(ourBlocks(text), mdastBlocks(text), JSON.stringify(text));
    }),
    { numRuns: 3000 },
  );
});

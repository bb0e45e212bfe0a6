import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { chapterNamed, chaptersOf } from './chapters.ts';
import { parsePlan } from './planDocument.ts';
import { locateInPlan, readingText } from './planReading.ts';

const book = `<html><body><h1>The Book</h1><p>Words before.</p>
<section id="first"><h2>Chapter 1: One &amp; only</h2><p>The <em>hero</em> rolls
   two dice.</p><pre>a
  b</pre></section>
<h2 id="second">Chapter 2: Two</h2><p>It&nbsp;says &ldquo;stop&rdquo; <code>now</code>.</p><!-- hidden -->
<h1>Part II</h1><p>An introduction.</p>
<h2><a name="third"></a>Chapter 3: Three</h2><h3>Below</h3><p>The <em>hero</em> rolls.</p></body></html>`;

test('chapters come from headings that say so, with numbers, ids and places, and lose nothing', () => {
  const document = parsePlan('book.html', book);
  const chapters = chaptersOf(document);
  assert.deepEqual(
    chapters.map(({ place, number, id, title }) => [place, number, id, title]),
    [
      [1, '1', 'first', 'One & only'],
      [2, '2', 'second', 'Two'],
      [3, '3', 'third', 'Three'],
    ],
  );
  assert.equal(book.slice(chapters[0]?.start).startsWith('<h2>Chapter 1'), true);
  assert.equal(chapters[2]?.end, book.length);
  assert.deepEqual(
    chapters.slice(1).map(({ start }) => start),
    chapters.slice(0, -1).map(({ end }) => end),
  );
  assert.match(book.slice(chapters[2]?.start), /^<h1>Part II/, 'an introduction belongs to what follows');
});

test('a chapter is named by its number, id, title or place', () => {
  const chapters = chaptersOf(parsePlan('book.html', book));
  for (const word of ['2', 'second', '#second', 'two', ' Two ']) {
    assert.equal(chapterNamed(chapters, word)?.place, 2, word);
  }
  assert.equal(chapterNamed(chapters, '4'), undefined);
  const unnumbered = chaptersOf(parsePlan('book.md', '# Book\n\n## Ants\n\nx\n\n## Bees and wasps\n\ny\n'));
  assert.equal(chapterNamed(unnumbered, '2')?.title, 'Bees and wasps');
  assert.equal(chapterNamed(unnumbered, 'bees-and-wasps')?.place, 2);
  assert.deepEqual(chaptersOf(parsePlan('book.md', '# One\n\nonly\n')), []);
});

test('an HTML plan is read without its tags, and what is quoted from that is found in the source', () => {
  const document = parsePlan('book.html', book);
  const text = readingText(document);
  assert.match(
    text,
    /^# The Book\n\nWords before\.\n\n## Chapter 1: One & only\n\nThe hero rolls two dice\.\n\n```\na\n {2}b\n```/,
  );
  assert.doesNotMatch(text, /hidden|<|&nbsp;/);
  const sourceOf = (quote: string, within?: { start: number; end: number }): string | undefined => {
    const span = locateInPlan(document, quote, within);
    return span === undefined ? undefined : book.slice(span.start, span.end);
  };
  assert.equal(sourceOf('The hero rolls two dice.'), 'The <em>hero</em> rolls\n   two dice.');
  assert.equal(sourceOf('One & only'), 'One &amp; only');
  assert.equal(sourceOf('It says "stop" `now`'), 'It&nbsp;says &ldquo;stop&rdquo; <code>now');
  assert.equal(sourceOf('<em>hero</em> rolls.'), '<em>hero</em> rolls.');
  assert.equal(sourceOf('nobody says this'), undefined);

  const [, , third] = chaptersOf(document);
  const first = locateInPlan(document, 'The hero rolls');
  const within = locateInPlan(document, 'The hero rolls', third);
  assert.ok(first !== undefined && within !== undefined && third !== undefined);
  assert.ok(
    first.start < third.start && within.start >= third.start,
    'the place that the reader had comes first',
  );
  assert.match(readingText(document, third), /^# Part II\n\nAn introduction\.\n\n## Chapter 3: Three/);
});

test('whatever the HTML, every stretch of its reading has a place in the source, in order', () => {
  const piece = fc.constantFrom(
    '<p>',
    '</p>',
    '<h2>',
    '</h2>',
    '<code>',
    'a b',
    '&amp;',
    '&#x41;',
    '&',
    '\n',
    '<pre>',
    '</pre>',
    '<',
    'é',
    '&bogus;',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const document = parsePlan('a.html', pieces.join(''));
      const text = readingText(document);
      for (const word of text.match(/[^\s#`]+/g) ?? []) {
        const span = locateInPlan(document, word);
        assert.ok(span !== undefined && span.start >= 0 && span.end <= document.text.length, word);
        assert.ok(span.end >= span.start);
      }
    }),
  );
});

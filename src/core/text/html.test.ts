import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { walk } from './blocks.ts';
import { sourceOffset } from './content.ts';
import { parseHtml } from './html.ts';
import { parsePlan } from './planDocument.ts';

const text = `<!doctype html><html><head><title>x</title><style>p { color: red }</style></head>
<body><h1>Plan &amp; more</h1>
<p>See <code>src/a.ts</code> and
<em>act</em>.</p><ul><li>one<li>two</ul>
<script>document.write('<p>no</p>')</script><pre>code</pre><!-- note --></body></html>`;

test('headings, paragraphs, items and code are found, scripts and styles are not', () => {
  const { blocks, title } = parsePlan('plan.html', text);
  assert.equal(title, 'Plan &amp; more');
  assert.deepEqual(
    blocks.flatMap((block) => ('content' in block ? [`${block.type}: ${block.content.text}`] : [])),
    [
      'heading: Plan &amp; more',
      'paragraph: See `src/a.ts` and act.',
      'paragraph: one',
      'paragraph: two',
      'code: code',
      'html: <!-- note -->',
    ],
  );
});

test('a character of a block is a character of the source', () => {
  const paragraph = parsePlan('plan.html', text).blocks.find((block) => block.type === 'paragraph');
  assert.ok(paragraph?.type === 'paragraph');
  const at = paragraph.content.text.indexOf('src/a.ts');
  assert.equal(sourceOffset(paragraph.content, at), text.indexOf('src/a.ts'));
  assert.equal(
    sourceOffset(paragraph.content, paragraph.content.text.indexOf('act')),
    text.indexOf('act</em>'),
  );
});

test('any text has blocks within it', () => {
  const pieces = fc.constantFrom(
    '<p>',
    '</p>',
    '<h1>',
    '</h1>',
    '<',
    '>',
    '&',
    '<!--',
    '-->',
    '<li>',
    '<script>',
    '</script>',
    'a',
    ' ',
    '<code>',
    '</code>',
    '<br>',
    '</ul>',
    '<pre>',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const source = parts.join('');
      for (const block of walk(parsePlan('plan.html', source).blocks)) {
        assert.ok(block.start >= 0 && block.start <= block.end && block.end <= source.length);
      }
    }),
  );
});

test('places hold in a long text, and in one whose elements lie very deep', () => {
  const paragraphsOf = (html: string): string[] =>
    parseHtml(html)
      .map(({ start, end }) => html.slice(start, end))
      .filter((source) => source.startsWith('<p>'));
  const long = Array.from({ length: 5_000 }, (_, index) => `<p>${index} <!-- a < b --> 1 < 2 &amp; 3</p>`);
  assert.deepEqual(paragraphsOf(long.join('\n')), long);
  const deep = `${'<div>'.repeat(20_000)}<p>the deepest</p>${'</div>'.repeat(20_000)}<p>the last</p>`;
  assert.deepEqual(paragraphsOf(deep), ['<p>the deepest</p>', '<p>the last</p>']);
});

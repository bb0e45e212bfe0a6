import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { attacks } from '../../../test/page/support/hostile.ts';
import { htmlPage, markdownHtml } from './htmlPage.ts';

const allowed = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del a br hr table thead tbody tr th td'.split(
    ' ',
  ),
);

/** What a browser would see of the HTML: elements, attributes, and where links lead. */
function seen(html: string): { tags: Set<string>; attributes: Set<string>; links: string[]; text: string } {
  const tags = new Set<string>();
  const attributes = new Set<string>();
  const links: string[] = [];
  let text = '';
  const parser = new Parser({
    onopentag(name, given) {
      tags.add(name);
      Object.keys(given).forEach((attribute) => attributes.add(`${name}.${attribute}`));
      links.push(...(given['href'] === undefined ? [] : [given['href']]));
    },
    ontext(part) {
      text += part;
    },
  });
  parser.end(html);
  return { tags, attributes, links, text };
}

function assertHarmless(markdown: string): void {
  const { tags, attributes, links } = seen(markdownHtml(markdown));
  assert.deepEqual(
    [...tags].filter((tag) => !allowed.has(tag)),
    [],
    markdown,
  );
  assert.deepEqual(
    [...attributes].filter((name) => !['a.href', 'a.rel', 'ol.start'].includes(name)),
    [],
    markdown,
  );
  for (const link of links) {
    // As a browser resolves it, from a page that somebody opens from a disk.
    const { protocol, host } = new URL(link, 'file:///page.html');
    assert.ok(
      ['http:', 'https:', 'mailto:'].includes(protocol) || (protocol === 'file:' && host === ''),
      link,
    );
  }
}

test('nothing that an attacker writes becomes an element, an attribute, or a link to run', () => {
  for (const attack of attacks) {
    assertHarmless(attack);
    assertHarmless(`> - ${attack}\n\n| a |\n| - |\n| ${attack.replaceAll('\n', ' ')} |`);
  }
});

test('nothing gets through, however attacks are put together', () => {
  const part = fc.oneof(
    fc.constantFrom(...attacks),
    fc.constantFrom(
      '<pre>',
      '</pre>',
      '<script>',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<',
      '>',
      '"',
      "'",
      '&lt;',
      '&#60;',
      '`',
      '```\n',
      '[a](',
      ')',
      '![',
      '](javascript:alert(1))',
      '<img src=x onerror=alert(1) //',
      '\n',
      '\n\n',
      '> ',
      '- [x] ',
      '| ',
      '| --- |\n',
      '<javascript:alert(1)>',
      '[x]: javascript:alert(1)\n',
      '[x]',
      'java\tscript:',
      '//evil.test',
      '\\',
      '*',
    ),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => assertHarmless(parts.join(''))),
    {
      numRuns: 2_000,
    },
  );
});

test('what is written behind an opening tag is escaped, too', () => {
  const html = markdownHtml(
    'a <script>b <img src=x onerror=alert(1) //\n\n<pre>x <img src=y onerror=alert(2) //',
  );
  assert.doesNotMatch(html, /<(?:script|img)/);
  assert.match(seen(html).text, /<img src=x onerror=alert\(1\)/);
});

test('links lead to the web, to mail, and beside the page', () => {
  const kept = [
    'https://example.org/a?b=1&c=2',
    'http://example.org',
    'mailto:a@b.org',
    'docs/plan.md#x',
    '#part-2',
  ];
  const refused = [
    'javascript:alert(1)',
    'JAVASCRIPT&colon;alert(1)',
    'data:text/html,x',
    'command:x',
    'file:///etc',
    '//evil.test/x',
    'vscode://x',
  ];
  for (const address of kept) {
    assert.deepEqual(seen(markdownHtml(`[a](<${address}>)`)).links, [address]);
  }
  for (const address of refused) {
    const { links, text } = seen(markdownHtml(`[the text](<${address}>)`));
    assert.deepEqual(links, [], address);
    assert.match(text, /the text/);
  }
});

test('words cannot turn their direction or hide, and what cannot be parsed is shown as it is', () => {
  assert.match(markdownHtml('safe\u202Etxt\u200B'), /safe⟨U\+202E⟩txt⟨U\+200B⟩/);
  const deep = '> '.repeat(9_000);
  assert.doesNotThrow(() => markdownHtml(deep));
});

test('a page loads nothing, runs nothing, and styles itself alone', () => {
  const html = htmlPage('<b>Title</b> & more', [
    { name: '<i>One</i>', markdown: '# One\n\n- [x] done\n- [ ] not' },
    { name: 'Two', markdown: '# Two' },
  ]);
  const { tags, text } = seen(html);
  for (const tag of ['script', 'img', 'link', 'iframe', 'object', 'form', 'input', 'base', 'b', 'i']) {
    assert.equal(tags.has(tag), false, tag);
  }
  assert.match(text, /☑ done/);
  assert.match(text, /☐ not/);
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  assert.ok(html.includes(`default-src 'none'; style-src 'sha256-${hash}'`));
  assert.match(style, /@media print/);
  assert.match(html, /<article id="part-2">\n<h1>Two<\/h1>/);
});

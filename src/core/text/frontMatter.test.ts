import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { frontMatterValue, parseFrontMatter } from './frontMatter.ts';

test('every value stands where it stands in the plan', () => {
  const text =
    '---\r\nid: 7\r\nfiles: [a.ts, "b.ts"]\r\nmore:\r\n  - c.ts # why\r\n  - { path: d.ts }\r\n---\r\n# T\r\n';
  const frontMatter = parseFrontMatter(text);
  assert.deepEqual(
    frontMatter?.values.map((value) => [value.key, value.value, text.slice(value.start, value.end)]),
    [
      ['id', '7', '7'],
      ['files', 'a.ts', 'a.ts'],
      ['files', 'b.ts', 'b.ts'],
      ['more', 'c.ts', 'c.ts'],
      ['more', 'd.ts', 'd.ts'],
    ],
  );
  assert.equal(frontMatter?.endLine, 7);
  assert.equal(frontMatterValue(frontMatter, 'id'), '7');
});

test('a plan without front matter has none, and a rule is not one', () => {
  assert.equal(parseFrontMatter('# T\n\n---\na: b\n---\n'), undefined);
  assert.equal(parseFrontMatter('---\nno end'), undefined);
});

test('empty front matter is front matter', () => {
  assert.deepEqual(parseFrontMatter('---\n---\ntext')?.endLine, 2);
});

test('broken YAML is a problem, not an exception', () => {
  assert.match(parseFrontMatter('---\na: [b\n---\n')?.problem ?? '', /\w/);
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'a',
          ':',
          ' ',
          '\n',
          '[',
          ']',
          '{',
          '}',
          '"',
          "'",
          '-',
          '&',
          '*',
          '!',
          '|',
          '>',
          '#',
          '\t',
          '%',
        ),
        { maxLength: 40 },
      ),
      (parts) => {
        parseFrontMatter(`---\n${parts.join('')}\n---\n`);
      },
    ),
    { numRuns: 1000 },
  );
});

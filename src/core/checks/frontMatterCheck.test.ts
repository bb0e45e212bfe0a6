import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { frontMatterCheck } from './frontMatterCheck.ts';

const found = async (text: string, path = 'docs/plans/plan.md'): Promise<string[]> =>
  (await frontMatterCheck.run(contextOf(text, { path }))).findings.map(
    ({ title, range }) => `${range.start.line}:${range.start.column} ${title}`,
  );

test('YAML that cannot be read is reported where the reader stops', async () => {
  assert.deepEqual(await found('---\ntitle: a: b\n---\n'), ['2:8 The front matter is no valid YAML']);
  assert.deepEqual(await found('---\r\ntitle: x\r\nlist: [a\r\n---\r\n'), [
    '3:8 The front matter is no valid YAML',
  ]);
});

test('a block that is never closed is reported, and a rule is not', async () => {
  assert.deepEqual(await found('---\ntitle: x\nstatus: y\n\n# Plan\n'), ['1:1 The front matter has no end']);
  assert.deepEqual(await found('---\n\nSome words: and more.\n\nText.\n\n---\n'), []);
  assert.deepEqual(await found('---\n\n# Plan\n'), []);
});

test('a template is left alone', async () => {
  assert.deepEqual(await found('---\ntitle: {{ title }}: {{ more }}\n---\n'), []);
});

test('only a PRP needs front matter, and keys in it', async () => {
  assert.deepEqual(await found('# Plan\n'), []);
  assert.deepEqual(await found('---\nauthor: x\n---\n'), []);
  assert.deepEqual(await found('# Plan\n', 'PRPs/prp-1.md'), ['1:1 No front matter']);
  assert.deepEqual(await found('---\nid: 1\nname: x\nstatus: in progress (2/3)\n---\n', 'PRPs/prp-1.md'), []);
});

test('dates are those of the calendar', async () => {
  const dates = ['2024-02-29', '2025-12-31T23:59:59Z', '2025-1-5', 'yesterday', '30/10/2025'];
  for (const date of dates) {
    assert.deepEqual(await found(`---\ncreated: ${date}\n---\n`), [], date);
  }
  for (const date of ['2025-02-29', '2025-13-01', '2025-04-31', '2025-01-01T25:00:00Z']) {
    assert.deepEqual(await found(`---\ncreated: ${date}\n---\n`), [`2:10 No such date: ${date}`], date);
  }
});

test('no text makes it throw', async () => {
  const pieces = fc.constantFrom(
    '---',
    '\n',
    'a: b',
    ': ',
    '- ',
    '[',
    '{',
    '"',
    "'",
    '&x',
    '*x',
    '|',
    '\t',
    '#',
    'prp_id: 1',
    '\r\n',
  );
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 40 }), async (parts) => {
      await found(`---\n${parts.join('')}\n---\n`);
    }),
  );
});

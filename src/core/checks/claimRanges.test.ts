import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { offsetAt } from '../text/lineIndex.ts';
import { branchExists } from './branchExists.ts';
import { dependencyExists } from './dependencyExists.ts';
import { fileExists } from './fileExists.ts';
import { lineExists } from './lineExists.ts';
import { linkExists } from './linkExists.ts';
import { packageExists } from './packageExists.ts';
import { scriptExists } from './scriptExists.ts';
import { symbolExists } from './symbolExists.ts';
import { tagExists } from './tagExists.ts';

const extracting = [
  branchExists,
  tagExists,
  dependencyExists,
  fileExists,
  lineExists,
  symbolExists,
  scriptExists,
  packageExists,
  linkExists,
];

const marks = [
  ' ',
  ' ',
  '\n',
  '\n\n',
  '\r\n',
  '- ',
  '  ',
  '> ',
  '| ',
  '# ',
  '1. ',
  '`',
  '**',
  '"',
  '(',
  ')',
  '[',
  ']',
  ', ',
  '. ',
  '\t',
];
const announcing = [
  'branch ',
  'Branch: ',
  'based on ',
  'tag ',
  'roll back to ',
  'depends on ',
  'lines 3-9',
  ' of ',
  ' in ',
  "'s ",
];
const names = [
  '`main`',
  '`feature/x-1`',
  'v1.2.0',
  '`checkpoint-*`',
  'PRP-12',
  'PRP-C',
  ' and ',
  'RFC 7',
  '😀',
  'ä',
];
const paths = [
  '`src/a.ts`',
  'src/a.ts:12',
  '`a.ts:3-99`',
  '[a](../../src/a.ts#L9)',
  '![b](b%20c.png)',
  '[c][d]',
  '[d]: e.md\n',
  '<!-- x -->',
];
const things = [
  '`foo()`',
  '`fooBar`',
  'the ',
  ' function',
  'existing ',
  '`zod` ',
  'package',
  '4',
  '`zod@4`',
  'currently ',
];
const commands = [
  '`npm run x`',
  '`git checkout y-1`',
  '`make z && npm test`',
  '```sh\n',
  '```\n',
  'npm run w\n',
  'git switch v-2\n',
];
const pieces = fc.constantFrom(...marks, ...announcing, ...names, ...paths, ...things, ...commands);

test('every claim stands where it is said to, whatever the text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), fc.boolean(), async (parts, hasFrontMatter) => {
      const front = '---\nbranch: "a-1"\ndependencies: [PRP-1, PRP-C]\nfiles: [x.ts]\n---\n';
      const context = contextOf((hasFrontMatter ? front : '') + parts.join(''), {
        files: {
          'src/a.ts': 'export function foo() {}\n',
          'package.json': '{"dependencies":{"zod":"^3.0.0"}}',
        },
        repository: { branches: ['main'], tags: ['v1.0.0'] },
      });
      const { lines, text } = context.document;
      for (const check of extracting) {
        const { claims, findings } = await check.run(context);
        for (const { range, value } of claims) {
          assert.equal(text.slice(offsetAt(lines, range.start), offsetAt(lines, range.end)), value, check.id);
        }
        for (const { range } of findings) {
          assert.ok(offsetAt(lines, range.start) <= offsetAt(lines, range.end));
        }
      }
    }),
    { numRuns: 1000 },
  );
});

import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import * as fc from 'fast-check';
import { createGit } from '../../src/core/system/git.ts';
import { wildmatch } from '../../src/core/system/wildmatch.ts';
import { createRepository, EMPTY_ENVIRONMENT } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const pieces =
  'a b ab A . * ** *** ? / / / [ab] [!a] [^b] [a-c] []a] [a \\a \\* \\ - x [[:alpha:]] [[:nope:]] {a,b} + $ ( [\\a] [a-] \\! ü #'.split(
    ' ',
  );
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '!', '/', '#'),
    fc.array(fc.constantFrom(...pieces, ' '), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc.constantFrom('', '', '/', ' ', '\\ ', '/**'),
  )
  .map((parts) => parts.join(''));
const text = fc
  .tuple(fc.array(line, { maxLength: 4 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, end]) => lines.join(end));
const name = fc.constantFrom(...'a b ab x A a.b * .a a- ba [a - {a,b} + $ ( abc !a ] ü #a'.split(' '), ' a');
const path = fc
  .tuple(fc.array(name, { minLength: 1, maxLength: 3 }), fc.constantFrom('', '', '/'))
  .map(([names, end]) => `${names.join('/')}${end}`);

test('what is not there is left out as git says, whatever the rules are', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  await mkdir(join(root, 'a/b'), { recursive: true });
  const git = createGit({ root, isTrusted: true, environment: EMPTY_ENVIRONMENT });
  let leftOut = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({ top: text, a: text, b: text, exclude: text, ignoresCase: fc.boolean() }),
      fc.uniqueArray(path, { minLength: 20, maxLength: 40 }),
      async ({ top, a, b, exclude, ignoresCase }, paths) => {
        await repository.write('.gitignore', top);
        await repository.write('a/.gitignore', a);
        await repository.write('a/b/.gitignore', b);
        // With nothing left out, git would end with 1.
        await repository.write('.git/info/exclude', `${exclude}\n/left-out`);
        repository.git('config', 'core.ignoreCase', String(ignoresCase));
        // The folders that are there are not asked about; what takes `A` for `a` has no second one.
        const asked = ['left-out', ...paths].filter(
          (each) => !/^a(?:\/b)?\/?$/i.test(each) && !each.startsWith('A/'),
        );
        const fields = repository
          .pipe(
            asked.map((each) => `./${each}\0`).join(''),
            'check-ignore',
            '-z',
            '--stdin',
            '--verbose',
            '--non-matching',
          )
          .split('\0');
        const byGit = asked.filter((_, index) => /^[^!]/.test(fields[index * 4 + 2] ?? ''));
        assert.deepEqual([...(await git.ignored(asked))], byGit);
        leftOut += byGit.length;
      },
    ),
    {
      numRuns: 60,
      // A rule for folders alone that fits a path with its slash.
      examples: [[{ top: '', a: '', b: '', exclude: '?//', ignoresCase: false }, ['(/', 'a', 'b/']]],
    },
  );
  assert.ok(leftOut > 50, `only ${leftOut} paths were left out`);
  await rm(join(root, '.gitignore'));
});

test('a pattern of many stars ends', () => {
  assert.equal(wildmatch(`${'**/a*'.repeat(40)}b`, `${'a/'.repeat(200)}c`), false);
  assert.equal(wildmatch('*a'.repeat(60), 'a'.repeat(2000)), true);
  assert.equal(wildmatch(`${'*a'.repeat(60)}b`, 'a'.repeat(2000)), false);
});

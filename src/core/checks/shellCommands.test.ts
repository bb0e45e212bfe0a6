import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { scriptCall } from './scriptCommands.ts';
import { shellCommands } from './shellCommands.ts';

const commands = async (text: string): Promise<string[]> =>
  (await shellCommands(contextOf(text))).map(({ program, words, folder, place, isOptional }) =>
    [place, folder, program, ...words.map((word) => word.text), isOptional ? '?' : '']
      .filter((part) => part !== '')
      .join(' '),
  );

test('commands are read from code spans and from code blocks of commands', async () => {
  assert.deepEqual(
    await commands(
      'Run `npm run a && make b`, not `const npm = 1`.\n\n```sh\n$ cd x && CI=1 npm run c # npm run d\ngit tag "e f"\n```\n\n```ts\nnpm run g\n```\n\n```\nmake h\n```\n',
    ),
    ['span npm run a', 'span make b', 'shell x npm run c', 'shell git tag e f', 'other make h'],
  );
});

test('a command is optional where the plan reckons with its failure', async () => {
  assert.deepEqual(
    await commands('`npm run a` (if configured), `npm run b` if needed, `make c || true`, `make d`, if so'),
    ['span npm run a ?', 'span npm run b ?', 'span make c ?', 'span make d'],
  );
});

test('the script or target that a command runs is told from flags and built-in commands', async () => {
  const calls = async (line: string): Promise<(string | undefined)[]> =>
    (await shellCommands(contextOf(`\`${line}\``))).map((command) => {
      const call = scriptCall(command);
      return call === undefined
        ? undefined
        : `${call.folder}:${call.word.text}${call.isElsewhere ? '!' : ''}`;
    });
  assert.deepEqual(await calls('npm run build -- --watch'), [':build']);
  assert.deepEqual(await calls('npm --prefix packages/a run build'), ['packages/a:build']);
  assert.deepEqual(await calls('npm run build -w a'), [':build!']);
  assert.deepEqual(await calls('pnpm --filter a build'), [':build!']);
  assert.deepEqual(await calls('yarn add zod'), [undefined]);
  assert.deepEqual(await calls('npm install'), [undefined]);
  assert.deepEqual(await calls('npm t'), [undefined]);
  assert.deepEqual(await calls('make -j 4 CC=gcc all'), [':all']);
  assert.deepEqual(await calls('make -C docs html'), ['docs:html']);
});

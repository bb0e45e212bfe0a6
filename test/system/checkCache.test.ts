import assert from 'node:assert/strict';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { createStamps } from '../../src/core/system/stamps.ts';
import type { Basis } from '../../src/core/ports/checkCache.ts';
import { definitionText, ownCheckWorkspace, type OwnCheckWorkspace } from '../support/documentChecks.ts';
import { createFixedClock } from '../support/memory/fixedClock.ts';
import { EMPTY_ENVIRONMENT, createRepository } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { setTimeout as wait } from 'node:timers/promises';

const definition = '.plan-review/checks/routes.md';
const cache = '.plan-review/cache/checks.json';

/** A check that counts its runs in a file that it does not rest on. */
async function counting(context: TestContext, restsOn?: string): Promise<OwnCheckWorkspace> {
  const command = 'echo run >> runs; grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt';
  const own = await ownCheckWorkspace(context, {
    'routes.txt': '/users\n',
    'plan.md': '# Plan\n\nRoute /users and route /gone.\n',
    [definition]: definitionText({ command, ...(restsOn === undefined ? {} : { restsOn }) }),
  });
  await own.agree();
  return own;
}

/** The verdicts, the number of cached ones, and how many commands have been run so far. */
async function look(own: OwnCheckWorkspace): Promise<[string, number, number]> {
  const claims = await own.claims();
  const runs = await readFile(join(own.root, 'runs'), 'utf8').catch(() => '');
  return [
    claims.map(({ verdict }) => verdict).join(' '),
    claims.filter(({ cached }) => cached).length,
    runs.split('\n').length - 1,
  ];
}

/** Files that changed within the last two seconds may change again unseen: nothing is remembered of them. */
const settle = (): Promise<void> => wait(2100);

test('without a word on what a verdict rests on, nothing is remembered', async (context) => {
  const own = await counting(context);
  await settle();
  assert.deepEqual(await look(own), ['pass fail', 0, 2]);
  assert.deepEqual(await look(own), ['pass fail', 0, 4]);
  assert.ok(!existsSync(join(own.root, cache)));
});

test('a verdict is remembered while what it rests on stays as it is, and not a moment longer', async (context) => {
  const own = await counting(context, '`routes.txt`');
  assert.deepEqual(await look(own), ['pass fail', 0, 2]);
  assert.deepEqual(await look(own), ['pass fail', 0, 4], 'too fresh to be remembered');
  await settle();
  assert.deepEqual(await look(own), ['pass fail', 0, 6]);
  assert.deepEqual(await look(own), ['pass fail', 2, 6]);
  const known = await own.open().check({ path: 'plan.md', commands: 'known' });
  assert.deepEqual(
    known.claims.filter(({ check }) => check !== undefined).map(({ cached }) => cached),
    [true, true],
  );
  await own.write('routes.txt', '/gone_\n');
  assert.deepEqual(await look(own), ['fail fail', 0, 8]);
  await own.write('routes.txt', '/users\n');
  assert.deepEqual(await look(own), ['pass fail', 0, 10], 'the same text at another time');
  await rm(join(own.root, 'routes.txt'));
  assert.deepEqual((await look(own))[0], 'fail fail');
});

test('`known` runs no command', async (context) => {
  const own = await counting(context, '`routes.txt`');
  const { claims } = await own.open().check({ path: 'plan.md', commands: 'known' });
  assert.deepEqual(
    claims.filter(({ check }) => check !== undefined).map(({ verdict, detail }) => `${verdict}: ${detail}`),
    ['unverifiable: its command has not been run yet', 'unverifiable: its command has not been run yet'],
  );
  assert.ok(!existsSync(join(own.root, 'runs')));
});

test('a corrupt cache is no error, and a cache that a repository brings along is not believed', async (context) => {
  const own = await counting(context, '`routes.txt`');
  await settle();
  await look(own);
  const text = await readFile(join(own.root, cache), 'utf8');
  await own.write(cache, '{');
  assert.deepEqual(await look(own), ['pass fail', 0, 4]);
  // The same files in another place: what a clone would be.
  const clone = await counting(context, '`routes.txt`');
  await clone.write(cache, text.replaceAll('FAIL', 'PASS'));
  await settle();
  assert.deepEqual(await look(clone), ['pass fail', 0, 2]);
});

test('two runs at once leave a cache that can be read', async (context) => {
  const own = await counting(context, '`routes.txt`');
  await settle();
  await Promise.all(Array.from({ length: 8 }, () => own.claims()));
  const [verdicts, cached] = await look(own);
  assert.deepEqual([verdicts, cached], ['pass fail', 2]);
});

test('a stamp follows HEAD, refs, files and folders, and nothing else', async (context) => {
  const repository = await createRepository(join(await temporaryFolder(context), 'r'));
  await repository.write('src/a.ts', 'a');
  repository.commit('One');
  const stamps = createStamps({
    root: repository.root,
    environment: EMPTY_ENVIRONMENT,
    clock: createFixedClock('2099-01-01T00:00:00Z'),
  });
  const all: Readonly<Record<string, readonly Basis[]>> = {
    head: [{ type: 'head' }],
    refs: [{ type: 'refs' }],
    file: [{ type: 'file', path: 'src/a.ts' }],
    absent: [{ type: 'file', path: 'src/b.ts' }],
    folder: [{ type: 'folder', path: 'src' }],
  };
  const take = async (): Promise<Record<string, string | undefined>> =>
    Object.fromEntries(
      await Promise.all(
        Object.entries(all).map(async ([name, basis]) => [name, (await stamps.of(basis))?.value] as const),
      ),
    );
  let before = await take();
  const changed = async (): Promise<string[]> => {
    const now = await take();
    const names = Object.keys(all).filter((name) => now[name] !== before[name]);
    before = now;
    return names;
  };
  assert.deepEqual(await changed(), []);
  repository.git('tag', 'v1');
  assert.deepEqual(await changed(), ['refs']);
  repository.git('commit', '--quiet', '--allow-empty', '--message', 'Two');
  assert.deepEqual(await changed(), ['head', 'refs']);
  await writeFile(join(repository.root, 'src/b.ts'), 'b');
  assert.deepEqual(await changed(), ['absent', 'folder']);
  await utimes(join(repository.root, 'src/a.ts'), 1, 1);
  assert.deepEqual(await changed(), ['file', 'folder']);
  await writeFile(join(repository.root, 'README.md'), 'r');
  assert.deepEqual(await changed(), []);
});

/** A change of the file that the check rests on, or of the time. */
const change = fc.oneof(
  fc.record({ type: fc.constant('write' as const), routes: fc.subarray(['/users', '/gone', '/more']) }),
  fc.record({ type: fc.constant('times' as const), seconds: fc.integer({ min: 1, max: 1000 }) }),
  fc.constant({ type: 'remove' as const }),
  fc.constant({ type: 'look' as const }),
);

test('whatever happens to the file, a cached verdict is the one that a fresh run gives', async (context) => {
  const own = await counting(context, '`routes.txt`');
  const routes = join(own.root, 'routes.txt');
  await settle();
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 6 }), async (changes) => {
      for (const now of [...changes, { type: 'look' } as const]) {
        if (now.type === 'write') {
          await writeFile(routes, `${now.routes.join('\n')}\n`);
        } else if (now.type === 'remove') {
          await rm(routes, { force: true });
        } else if (now.type === 'times' && existsSync(routes)) {
          await utimes(routes, now.seconds, now.seconds);
        } else {
          const text = await readFile(routes, 'utf8').catch(() => '');
          const truth = ['/users', '/gone'].map((route) =>
            text.split('\n').includes(route) ? 'pass' : 'fail',
          );
          assert.deepEqual(
            (await own.claims()).map(({ verdict }) => verdict),
            truth,
          );
        }
      }
    }),
    { numRuns: 12 },
  );
});

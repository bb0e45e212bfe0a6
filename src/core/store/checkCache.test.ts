import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createFixedClock, type FixedClock } from '../../../test/support/memory/fixedClock.ts';
import { createMemoryFileOps, type MemoryFileOps } from '../../../test/support/memory/memoryFileOps.ts';
import type { CheckCache } from '../ports/checkCache.ts';
import { createCheckCache } from './checkCache.ts';

const file = '/w/.plan-review/cache/checks.json';
const minute = 60_000;
const definitions = new Set(['d1', 'd2']);

interface Bench {
  readonly ops: MemoryFileOps;
  readonly clock: FixedClock;
  readonly log: string[];
  readonly cache: CheckCache;
}

function bench(): Bench {
  const ops = createMemoryFileOps(['/w']);
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  const log: string[] = [];
  let suffix = 0;
  const cache = createCheckCache({
    root: '/w',
    ops,
    clock,
    uniqueSuffix: () => `s${(suffix += 1)}`,
    logger: { info: (message) => log.push(message), warn: (message) => log.push(message) },
  });
  return { ops, clock, log, cache };
}

const key = (value: string, stamp = 's', definition = 'd1') => ({ check: 'route', value, definition, stamp });

/** Remembers verdicts in a session of their own. */
async function learn({ cache }: Bench, ...values: string[]): Promise<void> {
  const session = await cache.open(definitions);
  for (const value of values) {
    session.put(key(value), 'pass');
  }
  await session.close();
}

async function ask({ cache }: Bench, asked: ReturnType<typeof key>): Promise<'pass' | 'fail' | undefined> {
  const session = await cache.open(definitions);
  const verdict = session.get(asked);
  await session.close();
  return verdict;
}

interface CacheFile {
  readonly version: string;
  readonly last_cleanup: string;
  readonly checks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function stored({ ops }: Bench): CacheFile {
  return JSON.parse(ops.text(file) ?? '{"checks":{}}') as CacheFile;
}

test('the file has the shape of the seed, with what each verdict rests on', async () => {
  const place = bench();
  await learn(place, '/users');
  assert.deepEqual(stored(place), {
    version: '1.0',
    last_cleanup: '2026-03-01T09:00:00.000Z',
    checks: {
      'route:/users': {
        result: 'PASS',
        verified_at: '2026-03-01T09:00:00.000Z',
        expires_at: '2026-03-01T10:00:00.000Z',
        access_count: 1,
        rests_on: { definition: 'd1', stamp: 's' },
      },
    },
  });
  assert.equal(place.ops.text('/w/.plan-review/cache/.gitignore'), '*\n');
  assert.equal(await ask(place, key('/users')), 'pass');
  assert.equal(stored(place).checks['route:/users']?.['access_count'], 2);
});

test('a verdict falls with its stamp, its definition, and after an hour', async () => {
  const place = bench();
  await learn(place, '/users');
  assert.equal(await ask(place, key('/users', 'other')), undefined);
  assert.equal(await ask(place, key('/users', 's', 'd2')), undefined);
  assert.equal(await ask(place, key('/teams')), undefined);
  place.clock.advance(59 * minute);
  assert.equal(await ask(place, key('/users')), 'pass');
  place.clock.advance(minute);
  assert.equal(await ask(place, key('/users')), undefined);
  assert.deepEqual(stored(place).checks, {}, 'what is expired is taken out of the file');
});

test('what comes from the future, and what claims to live longer, is not believed', async () => {
  const place = bench();
  await learn(place, '/users');
  place.clock.advance(-minute);
  assert.equal(await ask(place, key('/users')), undefined);
  place.clock.advance(minute);
  await learn(place, '/users');
  place.ops.write(file, (place.ops.text(file) ?? '').replace(/"expires_at": "2026/, '"expires_at": "2099'));
  assert.equal(await ask(place, key('/users')), 'pass');
  place.clock.advance(60 * minute);
  assert.equal(await ask(place, key('/users')), undefined);
});

test('entries of definitions that are gone are taken out', async () => {
  const place = bench();
  await learn(place, '/users');
  await (await place.cache.open(new Set(['d2']))).close();
  assert.deepEqual(stored(place).checks, {});
});

test('a hundred entries stay: the most used, and of those the latest', async () => {
  const place = bench();
  await learn(place, ...Array.from({ length: 60 }, (_, index) => `old${index}`));
  for (const value of ['old3', 'old7']) {
    assert.equal(await ask(place, key(value)), 'pass');
  }
  place.clock.advance(minute);
  await learn(place, ...Array.from({ length: 98 }, (_, index) => `new${index}`));
  const names = Object.keys(stored(place).checks);
  assert.equal(names.length, 100);
  assert.deepEqual(names.filter((name) => name.startsWith('route:old')).toSorted(), [
    'route:old3',
    'route:old7',
  ]);
});

test('a corrupt cache is thrown away with a log line, whatever is in it', async () => {
  for (const text of [
    '',
    '{',
    '[]',
    'null',
    '{"version":"2.0"}',
    '{"version":"1.0","last_cleanup":"x","checks":{"a":1}}',
    '\0',
  ]) {
    const place = bench();
    await learn(place, '/users');
    place.ops.write(file, text);
    assert.equal(await ask(place, key('/users')), undefined);
    assert.match(place.log.join('\n'), /thrown away/);
    await learn(place, '/users');
    assert.equal(await ask(place, key('/users')), 'pass');
  }
});

test('a disk that takes nothing is no error', async () => {
  const place = bench();
  place.ops.refuse('EACCES');
  await learn(place, '/users');
  assert.equal(await ask(place, key('/users')), undefined);
  assert.match(place.log.join('\n'), /could not be written/);
});

test('two processes at once keep what both have learned', async () => {
  const place = bench();
  const [first, second] = await Promise.all([place.cache.open(definitions), place.cache.open(definitions)]);
  first.put(key('/users'), 'pass');
  second.put(key('/teams'), 'fail');
  await first.close();
  await second.close();
  assert.deepEqual(Object.keys(stored(place).checks).toSorted(), ['route:/teams', 'route:/users']);
});

test('a session that learned and used nothing writes nothing', async () => {
  const place = bench();
  await (await place.cache.open(definitions)).close();
  assert.equal(place.ops.text(file), undefined);
});

/** Something that happens to the world between two runs of the checks. */
const step = fc.oneof(
  fc.record({ type: fc.constant('change' as const), value: fc.nat(4), size: fc.nat(2) }),
  fc.record({ type: fc.constant('undo' as const), value: fc.nat(4) }),
  fc.record({ type: fc.constant('definition' as const), to: fc.constantFrom('d1', 'd2') }),
  fc.record({ type: fc.constant('wait' as const), minutes: fc.nat(70) }),
  fc.record({ type: fc.constant('tear' as const), at: fc.nat(400) }),
  fc.record({ type: fc.constant('check' as const), values: fc.uniqueArray(fc.nat(4), { minLength: 1 }) }),
);

test('over any sequence of changes and times the cached verdict is the one that would be found now', async () => {
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const place = bench();
      // A file by value: what it says decides the verdict, and its times never come back.
      const world = Array.from({ length: 5 }, () => ({ size: 0, changed: 0 }));
      let definition = 'd1';
      let ticks = 0;
      for (const now of steps) {
        switch (now.type) {
          case 'change':
            world[now.value] = { size: now.size, changed: (ticks += 1) };
            break;
          case 'undo':
            world[now.value] = { size: 0, changed: (ticks += 1) };
            break;
          case 'definition':
            definition = now.to;
            break;
          case 'wait':
            place.clock.advance(now.minutes * minute);
            break;
          case 'tear': {
            const text = place.ops.text(file);
            if (text !== undefined) {
              place.ops.write(file, text.slice(0, now.at));
            }
            break;
          }
          case 'check': {
            const session = await place.cache.open(new Set([definition]));
            for (const value of now.values) {
              const state = world[value] ?? { size: 0, changed: 0 };
              const truth = state.size > 0 === (definition === 'd1') ? 'pass' : 'fail';
              const asked = key(String(value), JSON.stringify(state), definition);
              const cached = session.get(asked);
              hits += cached === undefined ? 0 : 1;
              assert.ok(cached === undefined || cached === truth);
              session.put(asked, truth);
            }
            await session.close();
            break;
          }
        }
      }
    }),
    { numRuns: 300 },
  );
  assert.ok(hits > 50, `the cache was hit ${hits} times`);
});

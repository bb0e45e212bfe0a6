import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createFixedClock } from '../../../test/support/memory/fixedClock.ts';
import { createMemoryFileOps } from '../../../test/support/memory/memoryFileOps.ts';
import { createCheckCache } from '../store/checkCache.ts';
import { patternMatcher } from '../system/patternMatcher.ts';
import type { Definition } from './definition.ts';
import { verifyValues, type Answer, type VerifyOptions } from './verifyValues.ts';

const routes = ['/a', '/b', '/c'];

const definition: Definition = {
  id: 'route',
  title: 'Routes',
  severity: 'major',
  pattern: { type: 'text', source: '(x)', flags: '' },
  command: 'true',
  pass: 'Registered',
  fail: 'Not registered',
  restsOn: [{ type: 'file', path: 'routes.txt' }],
  path: '.plan-review/checks/routes.md',
  line: 1,
  sha256: 'd',
};

/** A world in which a file says which routes there are, with a cache and commands that read the file. */
function world() {
  const state = { routes: new Set<string>(), version: 0, changedAt: 0, runs: 0, during: () => {} };
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  let suffix = 0;
  const cache = createCheckCache({
    root: '/w',
    ops: createMemoryFileOps(['/w']),
    clock,
    uniqueSuffix: () => String((suffix += 1)),
    logger: undefined,
  });
  const change = (present: Iterable<string>): void => {
    state.routes = new Set(present);
    // Times are coarse: two changes within two seconds may look like one.
    const isSeen = clock.now() - state.changedAt >= 2000;
    state.version += isSeen ? 1 : 0;
    state.changedAt = clock.now();
  };
  const look = async (values: readonly string[]): Promise<ReadonlyMap<string, Answer>> => {
    const session = await cache.open(new Set(['d']));
    const options: VerifyOptions = {
      runner: {
        unsupported: undefined,
        environment: {},
        run: ({ value }) => {
          state.runs += 1;
          const status = state.routes.has(value) ? 0 : 1;
          state.during();
          return Promise.resolve({ state: 'exited', status, output: '' });
        },
      },
      consents: {
        isAgreed: () => Promise.resolve(true),
        agree: () => Promise.resolve(),
        revoke: () => Promise.resolve(false),
      },
      matcher: patternMatcher,
      stamps: {
        of: () =>
          Promise.resolve({
            value: String(state.version),
            isSettled: clock.now() - state.changedAt >= 2000,
          }),
      },
      cache: () => Promise.resolve(session),
      commands: 'run',
      timeLimit: 1000,
      signal: undefined,
    };
    const answers = await verifyValues(definition, values, options);
    await session.close();
    return answers;
  };
  return { state, clock, change, look };
}

const look = {
  type: fc.constant('look' as const),
  values: fc.subarray(routes, { minLength: 1 }),
};

const step = fc.oneof(
  fc.record({ type: fc.constant('change' as const), routes: fc.subarray(routes) }),
  fc.record({ type: fc.constant('wait' as const), seconds: fc.constantFrom(0.5, 3, 600, 3601) }),
  fc.record({ ...look, during: fc.constant(undefined) }),
  fc.record({ ...look, during: fc.constant(undefined) }),
  fc.record({ ...look, during: fc.subarray(routes) }),
);

test('after any sequence of changes, at any speed and in mid-run, a remembered verdict is the one a fresh run gives', async () => {
  let cached = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      const { state, clock, change, look } = world();
      for (const now of steps) {
        if (now.type === 'change') {
          change(now.routes);
        } else if (now.type === 'wait') {
          clock.advance(now.seconds * 1000);
        } else {
          const before = new Set(state.routes);
          const { during } = now;
          state.during = () => {
            if (during !== undefined) {
              change(during);
            }
          };
          for (const [value, answer] of await look(now.values)) {
            cached += answer.cached ? 1 : 0;
            // What changes while a command runs may be seen or not; what is remembered is of before.
            const truths = [before, ...(answer.cached ? [] : [state.routes])].map((there) =>
              there.has(value),
            );
            assert.ok(truths.includes(answer.verdict === 'pass'), `${value} ${answer.verdict}`);
          }
        }
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(cached > 100, `${cached} verdicts were remembered`);
});

test('the same values again run nothing while nothing changes', async () => {
  const { state, clock, change, look } = world();
  change(['/a']);
  clock.advance(5000);
  await look(routes);
  assert.equal(state.runs, 3);
  const again = await look(routes);
  assert.equal(state.runs, 3);
  assert.deepEqual(
    [...again].map(([value, { verdict, cached }]) => [value, verdict, cached]),
    [
      ['/a', 'pass', true],
      ['/b', 'fail', true],
      ['/c', 'fail', true],
    ],
  );
});

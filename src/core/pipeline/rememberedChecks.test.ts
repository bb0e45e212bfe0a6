import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { createMemoryFiles } from '../../../test/support/memory/memoryFiles.ts';
import { createMemoryGit, type MemoryRepository } from '../../../test/support/memory/memoryGit.ts';
import { samplePlanCheck } from '../../../test/support/samplePlanCheck.ts';
import type { PlanCheck } from '../domain/checkReport.ts';
import type { Files } from '../ports/files.ts';
import type { Git } from '../ports/git.ts';
import type { Surroundings } from './recordedAnswers.ts';
import { rememberedChecks } from './rememberedChecks.ts';

/** What a tree and its repository are like. */
interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly repository: MemoryRepository;
  readonly place: string;
}

const hash = 'a'.repeat(40);
const world: fc.Arbitrary<World> = fc.record({
  files: fc.dictionary(fc.constantFrom('a.ts', 'b/c.ts', 'x.log'), fc.constantFrom('one', 'two'), {
    noNullPrototype: true,
  }),
  repository: fc
    .record(
      {
        head: fc.constantFrom(hash, null),
        branch: fc.constantFrom('main', null),
        isPartial: fc.boolean(),
        commits: fc.subarray([hash]),
        branches: fc.subarray(['main', 'side']),
        tags: fc.subarray(['v1']),
        lacksBranches: fc.boolean(),
        ignored: fc.subarray(['x.log']),
        unavailable: fc.constantFrom(undefined, 'not-a-repository' as const),
      },
      { requiredKeys: ['commits'] },
    )
    .map(({ unavailable, ...rest }) => (unavailable === undefined ? rest : { ...rest, unavailable })),
  place: fc.constantFrom('/one', '/two'),
});

/** The tree and the repository at the world's place, which answer as the world is when they are asked. */
function surroundingsOf(now: () => World): Surroundings {
  const files = (): Files => createMemoryFiles(now().files);
  const git = (): Git => createMemoryGit(now().repository);
  return {
    place: now().place,
    files: {
      kinds: (paths) => files().kinds(paths),
      read: (path) => files().read(path),
      list: () => files().list(),
    },
    git: {
      repository: () => git().repository(),
      refs: () => git().refs(),
      objectKinds: (hashes) => git().objectKinds(hashes),
      ignored: (paths) => git().ignored(paths),
      changedBetween: (from, to) => git().changedBetween(from, to),
      isCommitted: (path, content) => git().isCommitted(path, content),
    },
  };
}

/** Asks what the first answers make it ask, as checks do, and tells all that it heard. */
async function run({ files, git, place }: Surroundings): Promise<PlanCheck> {
  const heard: unknown[] = [place];
  const kinds = await files.kinds(['a.ts', 'b']);
  heard.push([...kinds]);
  if (kinds.get('a.ts') === 'missing') {
    heard.push(await files.list(), [...(await git.ignored(['x.log']))]);
  } else {
    heard.push(await files.read('a.ts'));
  }
  const answer = await git.repository();
  heard.push(answer.available ? answer.repository : answer.reason);
  if (answer.available && answer.repository.head !== null) {
    const refs = await git.refs();
    heard.push(
      [...(await git.objectKinds([hash]))],
      [...(refs?.branches ?? [])],
      [...(refs?.tags ?? [])],
      refs?.lacksBranches,
    );
  }
  return { ...samplePlanCheck(), path: JSON.stringify(heard) };
}

test('what is remembered is told only where the checks would say it again', async () => {
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.option(world)), { maxLength: 8 }),
      async (steps) => {
        const check = rememberedChecks();
        let now: World = { files: { 'a.ts': 'one' }, repository: { commits: [hash] }, place: '/one' };
        for (const [key, change] of steps) {
          now = change ?? now;
          let ran = 0;
          const seen = await check({
            key,
            surroundings: Promise.resolve(surroundingsOf(() => now)),
            run: async (place) => {
              ran += 1;
              return run(place);
            },
            signal: undefined,
          });
          assert.deepEqual(seen, await run(surroundingsOf(() => now)));
          hits += ran === 0 ? 1 : 0;
        }
      },
    ),
    // So many that chance does not bring the number of hits down to the bound below.
    { numRuns: 500 },
  );
  assert.ok(hits > 20, `only ${hits} times was anything remembered`);
});

test('what nobody can ask again is not remembered, and a caller’s changes are its own', async () => {
  const check = rememberedChecks();
  const ask = async (other: boolean): Promise<readonly [PlanCheck, number]> => {
    let ran = 0;
    const answer = await check({
      key: `${other}`,
      surroundings: Promise.resolve(surroundingsOf(() => ({ files: {}, repository: {}, place: '/' }))),
      run: async ({ git }) => {
        ran += 1;
        await (other ? git.isCommitted('a', new Uint8Array()) : git.repository());
        return samplePlanCheck();
      },
      signal: undefined,
    });
    return [answer, ran];
  };
  await ask(true);
  assert.equal((await ask(true))[1], 1);
  const [mine] = await ask(false);
  mine.claims.length = 0;
  mine.findings.length = 0;
  assert.deepEqual(await ask(false), [samplePlanCheck(), 0]);
});

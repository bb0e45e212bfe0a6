import assert from 'node:assert/strict';
import test from 'node:test';
import type { MemoryRepository } from '../../../test/support/memory/memoryGit.ts';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { branchExists } from './branchExists.ts';

const verdict = async (text: string, repository: MemoryRepository): Promise<string[]> =>
  (await branchExists.run(contextOf(text, { repository }))).claims.map(
    (claim) => `${claim.value} ${claim.intent} ${claim.verdict}`,
  );

const plan = 'The change is based on branch `release/9`.';

test('a missing branch proves something only where all branches are known', async () => {
  assert.deepEqual(await verdict(plan, { branches: ['main'] }), ['release/9 exists fail']);
  assert.deepEqual(await verdict(plan, { branches: ['main'], isPartial: true }), [
    'release/9 exists unverifiable',
  ]);
  assert.deepEqual(await verdict(plan, { branches: ['main', 'origin/main'], lacksBranches: true }), [
    'release/9 exists unverifiable',
  ]);
  assert.deepEqual(await verdict(plan, { branches: ['main', 'origin/main'] }), ['release/9 exists fail']);
  assert.deepEqual(
    await verdict(plan, { branches: ['main', 'origin/main', 'origin/HEAD', 'origin/next', 'next'] }),
    ['release/9 exists fail'],
  );
  assert.deepEqual(await verdict(plan, { branches: [] }), ['release/9 exists unverifiable']);
  assert.deepEqual(await verdict(plan, { unavailable: 'not-a-repository' }), [
    'release/9 exists unverifiable',
  ]);
});

test('the current branch is there before its first commit', async () => {
  assert.deepEqual(await verdict('Start from branch `main`.', { branches: [], branch: 'main' }), [
    'main exists pass',
  ]);
});

test('the branch of a plan is made by the plan until it has begun', async () => {
  const own = (status: string): string => `---\nstatus: ${status}\nbranch: prp-31-review\n---\n`;
  assert.deepEqual(await verdict(own('planned'), { branches: ['main'] }), ['prp-31-review creates pass']);
  assert.deepEqual(await verdict(own('executed'), { branches: ['main'] }), [
    'prp-31-review exists unverifiable',
  ]);
  assert.deepEqual(await verdict(own('executed'), { branches: ['prp-31-reviews'] }), [
    'prp-31-review exists fail',
  ]);
});

test('the repository is asked only where a branch is named, and then once', async () => {
  let asked = 0;
  const context = contextOf('Nothing. The branch coverage is fine.');
  const git = {
    ...context.git,
    refs: () => {
      asked += 1;
      return Promise.resolve({ branches: new Set(['main']), tags: new Set<string>(), lacksBranches: false });
    },
  };
  await branchExists.run({ ...context, git });
  assert.equal(asked, 0);
  await branchExists.run({ ...contextOf('Branch `a-1`, branch `b-2`, `git switch c-3`.'), git });
  assert.equal(asked, 1);
});

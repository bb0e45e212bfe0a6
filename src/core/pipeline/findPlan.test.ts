import assert from 'node:assert/strict';
import test from 'node:test';
import { distance } from 'fastest-levenshtein';
import { createMemoryFiles } from '../../../test/support/memory/memoryFiles.ts';
import type { PlanReviewError } from '../base/errors.ts';
import { findPlan, isInFolder, isPlanId, type FindPlanDeps } from './findPlan.ts';

const paths = [
  'PRPs/executed/PRP-30-retries.md',
  'PRPs/executed/PRP-301-metrics.md',
  'PRPs/feature-requests/PRP-30.1-more-retries.md',
  'PRPs/feature-requests/PRP-35.md',
  'PRPs/feature-requests/PRP-C-worktree.md',
  'PRPs/feature-requests/PRP-9-a.md',
  'PRPs/executed/PRP-9-b.md',
  'docs/plans/2026/retry-deliveries.md',
  'src/PRP-40.md',
  'docs/plans/PRP-41.ts',
];

function deps(prefix = ''): FindPlanDeps {
  return {
    files: createMemoryFiles(Object.fromEntries(paths.map((path) => [prefix + path, '']))),
    workspacePrefix: prefix,
    planFolders: ['PRPs/', './docs/plans'],
    distance,
  };
}

const refused = async (id: string): Promise<[string, string, string]> => {
  const error = (await findPlan(deps(), id).catch((error: unknown) => error)) as PlanReviewError;
  return [error.code, error.message, error.wayOut];
};

test('an id is the beginning of a file name, up to a mark', async () => {
  assert.equal(await findPlan(deps(), 'PRP-30'), 'PRPs/executed/PRP-30-retries.md');
  assert.equal(await findPlan(deps(), 'PRP-301'), 'PRPs/executed/PRP-301-metrics.md');
  assert.equal(await findPlan(deps(), 'PRP-30.1'), 'PRPs/feature-requests/PRP-30.1-more-retries.md');
  assert.equal(await findPlan(deps(), 'PRP-35'), 'PRPs/feature-requests/PRP-35.md');
  assert.equal(await findPlan(deps(), 'prp-c'), 'PRPs/feature-requests/PRP-C-worktree.md');
  assert.equal(await findPlan(deps(), 'retry-deliveries'), 'docs/plans/2026/retry-deliveries.md');
  assert.equal(await findPlan(deps('packages/a/'), 'PRP-35'), 'PRPs/feature-requests/PRP-35.md');
});

test('several plans with one id are listed', async () => {
  const [code, message] = await refused('PRP-9');
  assert.equal(code, 'plan-ambiguous');
  assert.match(message, /"PRPs\/executed\/PRP-9-b\.md", "PRPs\/feature-requests\/PRP-9-a\.md"/);
});

test('where there is none, the closest ids are named; other folders and files do not count', async () => {
  assert.deepEqual(await refused('PRP-31'), [
    'plan-not-found',
    'There is no plan at "PRP-31", and none with that id in the plan folders (PRPs/, ./docs/plans).',
    'Did you mean PRP-30, PRP-301, PRP-35?',
  ]);
  assert.match((await refused('PRP-40'))[2], /Did you mean/);
  assert.match((await refused('PRP-41'))[2], /Did you mean/);
  assert.match((await refused('something-else-altogether'))[2], /settings\.json/);
});

test('what reads as a path is no id', () => {
  assert.deepEqual(
    ['PRP-30', 'PRP 30', 'a.b', 'plan.md', 'docs/PRP-30', '../x', '.', '-x', 'C:x', ''].filter(isPlanId),
    ['PRP-30', 'PRP 30', 'a.b'],
  );
});

test('a path lies in a plan folder or below it, and not in one whose name only begins alike', () => {
  const folders = ['PRPs/', './docs/plans'];
  const inside = ['PRPs/a.md', 'docs/plans/2026/b.md', 'docs/plans-old/c.md', 'docs/d.md', 'x/PRPs/e.md'];
  assert.deepEqual(
    inside.filter((path) => isInFolder(path, folders)),
    ['PRPs/a.md', 'docs/plans/2026/b.md'],
  );
  assert.equal(isInFolder('anything.md', ['.']), true);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import type { MemoryRepository } from '../../../test/support/memory/memoryGit.ts';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { isTagName, tagExists } from './tagExists.ts';

const verdict = async (text: string, repository: MemoryRepository): Promise<string[]> =>
  (await tagExists.run(contextOf(text, { repository }))).claims.map(
    (claim) => `${claim.value} ${claim.intent} ${claim.verdict}`,
  );

test('names of tags are told from other names', () => {
  for (const name of [
    'v1.2.0',
    '1.2',
    'v2',
    'v1.0.0-rc.1',
    'checkpoint-PRP-6-phase1-2025',
    'backup/2025-10',
    'pre-migration-1',
  ]) {
    assert.ok(isTagName(name), name);
  }
  for (const name of [
    'latest',
    'main',
    'RELEASE-NOTES.md',
    'v1.0..v2.0',
    'pre-commit',
    'before-each',
    'div',
    '12',
  ]) {
    assert.ok(!isTagName(name), name);
  }
});

test('a clone without any tags, and a partial one, prove nothing', async () => {
  const plan = 'Roll back to tag `v9.0.0`.';
  assert.deepEqual(await verdict(plan, { branches: ['main'], tags: [] }), ['v9.0.0 exists fail']);
  assert.deepEqual(await verdict(plan, { branches: ['origin/main'], tags: [] }), [
    'v9.0.0 exists unverifiable',
  ]);
  assert.deepEqual(await verdict(plan, { branches: ['main'], tags: ['v1.0.0'], isPartial: true }), [
    'v9.0.0 exists unverifiable',
  ]);
  assert.deepEqual(await verdict(plan, { unavailable: 'not-trusted' }), ['v9.0.0 exists unverifiable']);
});

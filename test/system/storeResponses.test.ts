import assert from 'node:assert/strict';
import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import type { ReviewRecord } from '../../src/core/domain/record.ts';
import type { Response } from '../../src/core/domain/response.ts';
import type { ArtifactStore } from '../../src/core/ports/artifactStore.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { Crash, createFaultyFileOps, type Fault } from '../support/store/faultyFileOps.ts';
import { planAt, runRound, snapshotOf } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const PLAN = 'docs/plans/cache.md';
const ROUND = '.plan-review/reviews/docs-plans-cache/round-1';

function responseBy(author: string): Response {
  return {
    schemaVersion: 1,
    round: 1,
    plan: planAt(PLAN),
    revision: snapshotOf('one').revision,
    state: 'draft',
    author,
    updatedAt: '2026-03-01T09:00:00.000Z',
    summary: '',
    assessment: null,
    assessmentReason: '',
    findings: [],
    answers: [],
    recommendation: '',
    confidence: null,
    confidenceReason: '',
    answered: null,
  };
}

const record: ReviewRecord = {
  schemaVersion: 1,
  plan: planAt(PLAN),
  revision: snapshotOf('one').revision,
  head: null,
  rounds: [
    {
      number: 1,
      verdict: 'GO',
      findings: { critical: 0, major: 0, minor: 1, suggestion: 0 },
      dispositions: {},
      keyChanges: [],
    },
  ],
  verdict: { value: 'GO', reasons: [] },
  risks: [],
  readiness: [],
  recommendation: 'Begin.',
  confidence: 'high',
  confidenceReason: 'It is small.',
  signedBy: 'Ada',
  signedAt: '2026-03-01T09:00:00.000Z',
};

function save(store: ArtifactStore, author: string, seen: string | null): Promise<string> {
  return store.saveResponse(PLAN, { response: responseBy(author), document: `# By ${author}\n` }, seen);
}

async function reviewed(t: TestContext): Promise<string> {
  const root = await temporaryFolder(t);
  await runRound(storeOf(root), PLAN, { text: 'one', findings: 1 });
  return root;
}

test('of two who have seen the same, one is stored and the other is told', async (t) => {
  const root = await reviewed(t);
  const stores = [1, 2].map((pid) => storeOf(root, { pid, alive: [1, 2] }));
  const results = await Promise.allSettled(stores.map((store, index) => save(store, `A${index}`, null)));
  const refusals = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  assert.equal(refusals.length, 1);
  const [refusal] = refusals;
  assert.ok(refusal instanceof PlanReviewError);
  assert.ok(['store-busy', 'response-outdated'].includes(refusal.code), refusal.code);
  assert.ok(refusal.isRetryable);
});

test('while a round is written nobody answers the one before', async (t) => {
  const root = await reviewed(t);
  const open = await storeOf(root).begin(planAt(PLAN), snapshotOf('two'));
  await assert.rejects(save(storeOf(root, { pid: 2, alive: [1, 2] }), 'Ada', null), { code: 'store-busy' });
  await open.release();
});

test('a record says so in the table of contents until another round follows', async (t) => {
  const root = await reviewed(t);
  const store = storeOf(root);
  await store.saveRecord(PLAN, { record, document: '# Record\n' });
  const recorded = await store.load(PLAN);
  assert.equal(recorded?.review.status, 'recorded');
  assert.deepEqual(recorded?.record, { ok: true, record });
  await runRound(store, PLAN, { text: 'two', findings: 0 });
  assert.equal((await store.load(PLAN))?.review.status, 'in_review');
  await assert.rejects(store.saveRecord(PLAN, { record, document: '' }), { code: 'store-inconsistent' });
});

test('nothing is written through a link in the place of a round', async (t) => {
  const root = await reviewed(t);
  const elsewhere = await temporaryFolder(t);
  await save(storeOf(root), 'Ada', null);
  await rm(join(root, ROUND), { recursive: true });
  await mkdir(join(elsewhere, 'round'));
  await symlink(join(elsewhere, 'round'), join(root, ROUND));
  await assert.rejects(save(storeOf(root), 'Bob', null));
  assert.deepEqual(await readdir(join(elsewhere, 'round')), []);
});

const FAULTS: readonly Fault[] = ['crash-after', 'ENOSPC', 'EACCES', 'short-write', 'silent-short-write'];

for (const fault of FAULTS) {
  test(`${fault} at every step of an answer leaves the old one or the new one, and the way free`, async (t) => {
    const counting = createFaultyFileOps(nodeFileOps);
    const counted = await reviewed(t);
    await save(storeOf(counted, { pid: 2, ops: counting }), 'Bob', await save(storeOf(counted), 'Ada', null));
    for (const [at, step] of counting.steps.entries()) {
      if (fault.includes('short') && !step.startsWith('write')) {
        continue;
      }
      const root = await reviewed(t);
      const first = await save(storeOf(root), 'Ada', null);
      const ops = createFaultyFileOps(nodeFileOps, { at, fault });
      const where = `${fault} at step ${at} (${step})`;
      const saved = await save(storeOf(root, { pid: 2, ops }), 'Bob', first).then(
        () => true,
        (error: unknown) => {
          assert.ok(
            error instanceof Crash || (error instanceof PlanReviewError && error.code === 'store-unwritable'),
            where,
          );
          return false;
        },
      );
      const stored = (await storeOf(root, { pid: 3 }).load(PLAN))?.responses.get(1);
      assert.equal(stored?.problem, undefined, where);
      assert.ok(
        saved ? stored?.response?.author === 'Bob' : ['Ada', 'Bob'].includes(stored?.response?.author ?? ''),
        where,
      );
      await save(storeOf(root, { pid: 3 }), 'Cy', stored?.version ?? null);
      assert.equal(
        (await storeOf(root, { pid: 3 }).load(PLAN))?.responses.get(1)?.response?.author,
        'Cy',
        where,
      );
    }
  });
}

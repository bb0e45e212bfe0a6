import assert from 'node:assert/strict';
import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { notedStore } from '../../src/core/pipeline/campaigns/notedStore.ts';
import type { ArtifactStore } from '../../src/core/ports/artifactStore.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { happen, histories, type Happening } from '../support/reviewIndex/makeReviews.ts';
import { answersOf, answersOfArtifacts, openIndex } from '../support/reviewIndex/openIndex.ts';
import { planAt, runRound, snapshotOf } from '../support/store/sampleRound.ts';
import { sampleMetadata, sampleRequest } from '../support/store/sampleTask.ts';
import { storeOf } from '../support/store/testStore.ts';
import { createFaultyFileOps } from '../support/store/faultyFileOps.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const round: Extract<Happening, { type: 'round' }> = {
  type: 'round',
  plan: 0,
  findings: [0, 1, 2],
  decisions: [],
  rating: 7,
  fails: false,
};

/** A store whose files reach the disk when the system likes. */
function quickStore(root: string): ArtifactStore {
  return storeOf(root, { pid: 1, ops: createFaultyFileOps(nodeFileOps) });
}

/** A workspace in which all of this has happened. */
async function workspace(context: TestContext, ...happenings: readonly Happening[]): Promise<string> {
  const root = await temporaryFolder(context);
  for (const happening of happenings) {
    await happen(quickStore(root), root, happening);
  }
  return root;
}

test('an index that followed the artifacts says what one says that is built from them', async (t) => {
  await fc.assert(
    fc.asyncProperty(histories, async (happenings) => {
      const root = await temporaryFolder(t);
      const index = openIndex(root);
      for (const happening of happenings) {
        await happen(quickStore(root), root, happening);
        assert.deepEqual(await answersOf(index), await answersOfArtifacts(root));
      }
      const followed = await answersOf(index);
      await rm(join(root, '.plan-review/index.db'), { force: true });
      assert.deepEqual(await answersOf(openIndex(root)), followed, 'after the file was deleted');
      await openIndex(root).reindex();
      assert.deepEqual(await answersOf(openIndex(root)), followed, 'after reindexing');
      assert.deepEqual(index.told, []);
    }),
    { numRuns: 10 },
  );
});

test('a campaign is told with everything that is known of it', async (t) => {
  const root = await workspace(
    t,
    round,
    { type: 'response', plan: 0, dispositions: [0, 2] },
    { ...round, findings: [0], decisions: [0, 5], fails: true },
    { type: 'begun', plan: 1, ended: ['reviewer-lead'] },
  );
  const index = openIndex(root);
  const { total, campaigns } = await index.campaigns({});
  assert.equal(total, 3);
  assert.deepEqual(campaigns.map(({ id, status, verdict }) => `${id} ${status} ${verdict}`).toSorted(), [
    'plans-plan-0@1 completed GO',
    'plans-plan-0@2 partial GO',
    'plans-plan-1@1 in_progress null',
  ]);
  const first = await index.campaign('plans-plan-0@1');
  assert.equal(first?.campaign.folder, '.plan-review/reviews/plans-plan-0/round-1');
  assert.deepEqual(first.campaign.raised, { critical: 1, major: 1, minor: 1, suggestion: 0 });
  assert.deepEqual(
    first.reviews.map(({ reviewer, status, review }) => [reviewer, status, review.ratings?.clarity]),
    [
      ['checks', 'completed', undefined],
      ['lead', 'completed', 7],
    ],
  );
  assert.equal(first.analysis?.markdownPath, '.plan-review/reviews/plans-plan-0/round-1/review.md');
  assert.deepEqual(first.response?.author, 'Ada');
  assert.deepEqual(
    first.answers.map(({ finding, disposition }) => `${finding} ${disposition}`),
    ['F1 accepted', 'F2 rejected'],
  );
  assert.deepEqual(
    first.usage.map(({ task, input }) => [task, input]),
    [['reviewer-lead', 700]],
  );
  assert.deepEqual(
    (await index.tallies()).map((tally) => Object.values(tally).join(' ')),
    [
      'checks  open 2',
      'checks accepted resolved 1',
      'checks rejected regressed 1',
      'lead  open 1',
      'lead rejected regressed 1',
    ],
  );
  const second = await index.campaign('plans-plan-0@2');
  assert.deepEqual(
    second?.resolutions.map(({ finding, status }) => `${finding} ${status}`),
    ['F1 resolved', 'F2 regressed'],
  );
  assert.deepEqual(second.campaign.movement, { new: 1, persisting: 2, gone: 1, regressed: 1 });
  assert.equal(await index.campaign('plans-plan-0@3'), undefined);
});

test('findings are narrowed by plan, state, severity, reviewer and category', async (t) => {
  const root = await workspace(
    t,
    round,
    { ...round, findings: [4], decisions: [0] },
    { ...round, plan: 1, findings: [3, 6, 7] },
  );
  const index = openIndex(root);
  const found = async (query: Parameters<typeof index.findings>[0]): Promise<string[]> =>
    (await index.findings(query)).findings.map(({ plan, id }) => `${plan} ${id}`);
  const [zero, one] = ['plans/plan-0.md', 'plans/plan-1.md'];
  assert.deepEqual(await found({ content: [zero] }), [
    `${zero} F1`,
    `${zero} F4`,
    `${zero} F2`,
    `${zero} F3`,
  ]);
  assert.equal((await found({ content: ['plans'] })).length, 7);
  assert.deepEqual(await found({ content: ['plan'] }), [], 'a folder is named whole');
  assert.deepEqual(await found({ status: 'closed' }), [`${zero} F1`]);
  assert.deepEqual(await found({ status: 'resolved' }), [`${zero} F1`]);
  assert.deepEqual(await found({ status: 'open', severity: 'critical' }), [`${zero} F4`]);
  assert.deepEqual(await found({ reviewer: 'lead', content: [one] }), [`${one} F3`]);
  assert.deepEqual(await found({ category: 'completeness' }), [`${zero} F2`]);
  assert.deepEqual(await found({ limit: 2, offset: 1, content: [zero] }), [`${zero} F4`, `${zero} F2`]);
  assert.equal((await index.findings({ limit: 1 })).total, 7);
});

test('a finished round and a response are taken in when they are stored', async (t) => {
  const root = await temporaryFolder(t);
  const index = openIndex(root);
  const store = notedStore(quickStore(root), index);
  for (const happening of [round, { type: 'response', plan: 0, dispositions: [0] }, round] as const) {
    await happen(store, root, happening);
    const bytes = await readFile(join(root, '.plan-review/index.db'));
    assert.deepEqual(await answersOf(index), await answersOfArtifacts(root));
    assert.deepEqual(await readFile(join(root, '.plan-review/index.db')), bytes, 'a question had to write');
  }
});

test('a round that is being written is seen to go on', async (t) => {
  const root = await temporaryFolder(t);
  const index = openIndex(root);
  const [plan, snapshot] = [planAt('plan.md'), snapshotOf('text')];
  const request = sampleRequest(plan, snapshot.revision);
  const open = await quickStore(root).begin(plan, snapshot, { request });
  const states: string[] = [];
  const ask = async (): Promise<void> => {
    const detail = await index.campaign('plan@1');
    states.push([detail?.campaign.status, ...(detail?.reviews ?? []).map(({ status }) => status)].join(' '));
  };
  await ask();
  for (const id of ['reviewer-lead', 'reviewer-testing']) {
    await open.tasks.end(sampleMetadata(id, { revision: snapshot.revision }), {});
    await ask();
  }
  await open.release();
  assert.deepEqual(states, [
    'pending pending pending',
    'in_progress completed pending',
    'analyzing completed completed',
  ]);
});

test('what others did to the artifacts is seen, file by file', async (t) => {
  const root = await workspace(t, round, { ...round, plan: 1 });
  const index = openIndex(root);
  const reviews = join(root, '.plan-review/reviews');
  const status = async (): Promise<string[]> =>
    (await index.campaigns({})).campaigns.map((campaign) => `${campaign.id} ${campaign.status}`).toSorted();
  assert.deepEqual(await status(), ['plans-plan-0@1 completed', 'plans-plan-1@1 completed']);
  const file = join(reviews, 'plans-plan-0/round-1/claims.json');
  const text = await readFile(file, 'utf8');
  await writeFile(file, `${text}\n`);
  assert.deepEqual(await status(), ['plans-plan-0@1 failed', 'plans-plan-1@1 completed']);
  await writeFile(file, text);
  await rm(join(reviews, 'plans-plan-1'), { recursive: true });
  assert.deepEqual(await status(), ['plans-plan-0@1 completed']);
  await cp(join(reviews, 'plans-plan-0'), join(reviews, 'copied'), { recursive: true });
  assert.deepEqual(await status(), ['copied@1 completed', 'plans-plan-0@1 completed']);
});

test('what was written a moment ago is read again until no change can hide', async (t) => {
  const root = await workspace(t, round);
  const readsOf = async (now: () => number): Promise<number> => {
    let reads = 0;
    const ops = { ...nodeFileOps, read: (path: string) => ((reads += 1), nodeFileOps.read(path)) };
    await openIndex(root, { clock: { now }, ops }).campaigns({});
    return reads;
  };
  const soon = (): number => Date.now();
  const later = (): number => Date.now() + 60_000;
  assert.ok((await readsOf(soon)) > 0, 'it is new');
  assert.ok((await readsOf(soon)) > 0, 'it is young');
  assert.ok((await readsOf(later)) > 0, 'nobody has seen it settled');
  assert.equal(await readsOf(later), 0);
});

test('where there is no review, nothing is made', async (t) => {
  const root = await temporaryFolder(t);
  assert.deepEqual(await openIndex(root).campaigns({}), { total: 0, campaigns: [] });
  assert.deepEqual(await openIndex(root).reindex(), { reviews: 0, campaigns: 0, findings: 0 });
  await openIndex(root).note('plan.md');
  assert.deepEqual(await readdir(root), []);
});

test('a workspace that is not trusted is asked in memory', async (t) => {
  const root = await temporaryFolder(t);
  await runRound(storeOf(root), 'plan.md', { text: 'text', findings: 1 });
  const before = await readdir(join(root, '.plan-review'));
  assert.equal((await openIndex(root, { kept: 'in-memory' }).findings({})).total, 1);
  assert.deepEqual(await readdir(join(root, '.plan-review')), before);
});

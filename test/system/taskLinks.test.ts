import assert from 'node:assert/strict';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { planAt, snapshotOf } from '../support/store/sampleRound.ts';
import { sampleAttempt, sampleMetadata, sampleRequest } from '../support/store/sampleTask.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const plan = planAt('plan.md');
const snapshot = snapshotOf('text');
const request = sampleRequest(plan, snapshot.revision);

for (const path of ['tasks', 'tasks/lead']) {
  test(`"${path}" as a link is neither read nor written through`, async (t) => {
    const root = await temporaryFolder(t);
    const elsewhere = join(await temporaryFolder(t), 'there');
    const open = await storeOf(root).begin(plan, snapshot, { request });
    await open.tasks.end(sampleMetadata('lead'), { word: 'theirs' });
    const place = join(root, open.folder, path);
    await rename(place, elsewhere);
    await symlink(elsewhere, place);

    const stored = await open.tasks.read('lead');
    assert.equal(stored.state, 'inconsistent');
    assert.match(stored.state === 'inconsistent' ? stored.problem : '', /not read through links/);
    assert.deepEqual(await open.tasks.list(), []);
    const before = await readdir(elsewhere, { recursive: true });
    await assert.rejects(open.tasks.storeAttempt('lead', sampleAttempt('initial', 'x')), {
      code: 'store-unwritable',
      message: new RegExp(`${path}" is a link`),
    });
    assert.deepEqual(await readdir(elsewhere, { recursive: true }), before);
    await open.release();
  });
}

test('a file of a task that is a link is not read, and what it leads to stays as it is', async (t) => {
  const root = await temporaryFolder(t);
  const victim = join(await temporaryFolder(t), 'victim');
  const open = await storeOf(root).begin(plan, snapshot, { request });
  await open.tasks.end(sampleMetadata('lead'), { word: 'mine' });
  for (const name of ['validated-output.json', 'metadata.json']) {
    const file = join(root, open.folder, 'tasks/lead', name);
    await cp(file, victim);
    await rm(file);
    await symlink(victim, file);
    const stored = await open.tasks.read('lead');
    assert.equal(stored.state, 'inconsistent');
    assert.match(
      stored.state === 'inconsistent' ? stored.problem : '',
      new RegExp(`${name.replace('.', String.raw`\.`)}" is (?:missing|not a regular file)`),
    );
    const content = await readFile(victim, 'utf8');
    await open.tasks.end(sampleMetadata('lead'), { word: 'again' });
    assert.equal(await readFile(victim, 'utf8'), content);
    const again = await open.tasks.read('lead');
    assert.deepEqual(again.state === 'ended' && again.output, { word: 'again' });
  }
  await open.release();
});

test('starting over removes links among the tasks without following them', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await writeFile(join(elsewhere, 'precious.md'), 'precious');
  const open = await storeOf(root).begin(plan, snapshot, { request });
  await mkdir(join(root, open.folder, 'tasks'));
  await symlink(elsewhere, join(root, open.folder, 'tasks/lead'));
  await open.release();
  await (await storeOf(root).begin(plan, snapshot, { request, unfinished: 'restart' })).release();
  assert.equal(await readFile(join(elsewhere, 'precious.md'), 'utf8'), 'precious');
});

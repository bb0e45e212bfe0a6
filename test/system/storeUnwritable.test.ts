import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test from 'node:test';
import { planAt, runRound, snapshotOf } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { runAsNobody } from '../support/runAsNobody.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

for (const [path, shown] of [
  ['.plan-review', '.plan-review'],
  ['.plan-review/reviews', '.plan-review/reviews'],
  ['.plan-review/reviews/plan', '.plan-review/reviews/plan'],
] as const) {
  test(`"${path}" that is a file is named, with a way out`, async (t) => {
    const root = await temporaryFolder(t);
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), 'not a folder');
    assert.equal(await storeOf(root).load('plan.md'), undefined);
    await assert.rejects(storeOf(root).begin(planAt('plan.md'), snapshotOf('text')), {
      code: 'store-unwritable',
      message: `The review cannot be stored: "${shown}" is a file, and a folder of the workspace is needed there.`,
      wayOut: /Rename or remove/,
    });
  });
}

const skip = process.platform === 'win32' ? 'permissions are something else there' : false;

test('a folder that may not be written to is named, with a way out', { skip }, async (t) => {
  const root = await temporaryFolder(t);
  await runRound(storeOf(root), 'old.md', { text: 'old', findings: 1 });
  await chmod(root, 0o755);
  const folders = ['.plan-review', '.plan-review/reviews', '.plan-review/reviews/old'];
  await Promise.all(folders.map((folder) => chmod(join(root, folder), 0o555)));
  try {
    for (const plan of ['old.md', 'new.md']) {
      const said = await runAsNobody(beginScript(root, plan));
      assert.match(said, /^store-unwritable\n/);
      assert.match(said, new RegExp(`The review of "${plan}" could not be written: you have no permission`));
      assert.match(said, /Give yourself write access to the folder/);
    }
  } finally {
    await Promise.all(folders.map((folder) => chmod(join(root, folder), 0o755)));
  }
  const review = await storeOf(root).load('old.md');
  assert.equal(review?.rounds.length, 1);
});

test('a store that may not be read is told', { skip }, async (t) => {
  const root = await temporaryFolder(t);
  await runRound(storeOf(root), 'old.md', { text: 'old', findings: 1 });
  await chmod(root, 0o755);
  const secret = join(root, '.plan-review/reviews/old/round-1/findings.json');
  await chmod(secret, 0o000);
  const said = await runAsNobody(loadScript(root, 'old.md'));
  assert.match(said, /findings\.json" cannot be read\. Restore it/);
  await chmod(join(root, '.plan-review'), 0o000);
  try {
    assert.match(await runAsNobody(loadScript(root, 'old.md')), /store-inconsistent\nThe reviews in/);
  } finally {
    await chmod(join(root, '.plan-review'), 0o755);
  }
});

const support = new URL('../support/store/', import.meta.url).href;

function scriptOf(root: string, act: string): string {
  return `
    import { storeOf } from ${JSON.stringify(`${support}testStore.ts`)};
    import { planAt, snapshotOf } from ${JSON.stringify(`${support}sampleRound.ts`)};
    const store = storeOf(${JSON.stringify(root)});
    try {
      ${act}
    } catch (error) {
      console.log([error.code, error.message, error.wayOut].join('\\n'));
    }`;
}

function beginScript(root: string, plan: string): string {
  return scriptOf(root, `await store.begin(planAt(${JSON.stringify(plan)}), snapshotOf('text'));`);
}

function loadScript(root: string, plan: string): string {
  return scriptOf(root, `console.log((await store.load(${JSON.stringify(plan)})).inconsistent[0].problem);`);
}

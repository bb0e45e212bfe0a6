import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { sha256 } from '../../src/core/base/hash.ts';
import { reviewSchema, roundSchema } from '../../src/core/domain/round.ts';
import { createFixedClock } from '../support/memory/fixedClock.ts';
import { contentOf, planAt, runRound, snapshotOf } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const PLAN = 'docs/plans/cache.md';
const REVIEW = '.plan-review/reviews/docs-plans-cache';

async function json(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'));
}

test('a finished round is on disk as docs/artifacts.md says', async (t) => {
  const root = await temporaryFolder(t);
  assert.equal(await storeOf(root).load(PLAN), undefined);
  assert.deepEqual(await readdir(root), [], 'looking makes nothing');

  const stored = await runRound(storeOf(root), PLAN, { text: 'text', findings: 2 });
  const files = await readdir(join(root, '.plan-review'), { recursive: true, withFileTypes: true });
  assert.deepEqual(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort(),
    [
      '.plan-review/.gitignore',
      `${REVIEW}/review.json`,
      `${REVIEW}/round-1/claims.json`,
      `${REVIEW}/round-1/findings.json`,
      `${REVIEW}/round-1/review.md`,
      `${REVIEW}/round-1/reviews/checks.md`,
      `${REVIEW}/round-1/round.json`,
      `${REVIEW}/round-1/snapshot.md`,
    ],
  );
  const round = roundSchema.parse(await json(join(root, REVIEW, 'round-1/round.json')));
  assert.deepEqual(round, stored.round);
  for (const artifact of round.artifacts) {
    const bytes = await readFile(join(root, REVIEW, 'round-1', artifact.path));
    assert.equal(sha256(bytes), artifact.sha256, artifact.path);
  }
  assert.equal(round.artifacts.length, 5);

  const loaded = await storeOf(root).load(PLAN);
  assert.equal(loaded?.folder, REVIEW);
  assert.deepEqual(loaded?.rounds, [stored]);
  assert.deepEqual(loaded?.review, reviewSchema.parse(await json(join(root, REVIEW, 'review.json'))));
  assert.equal(new TextDecoder().decode(await storeOf(root).snapshot(PLAN, 1)), 'text');
});

test('an HTML plan keeps its extension, and its exact bytes', async (t) => {
  const root = await temporaryFolder(t);
  const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0x3c, 0x70, 0x3e, 0x0d, 0x0a, 0x00, 0xff]);
  const plan = planAt('a.HTML');
  const snapshot = { bytes, revision: `sha256:${sha256(bytes)}` } as const;
  const round = await storeOf(root).begin(plan, snapshot);
  await round.complete(contentOf({ plan, number: 1, revision: snapshot.revision }, []));
  await round.release();
  assert.deepEqual(
    await readFile(join(root, '.plan-review/reviews/a/round-1/snapshot.html')),
    Buffer.from(bytes),
  );
  assert.deepEqual(Buffer.from(await storeOf(root).snapshot('a.HTML', 1)), Buffer.from(bytes));
});

test('an unfinished round is taken up under its own number, with the plan as it is now', async (t) => {
  const root = await temporaryFolder(t);
  await runRound(storeOf(root), PLAN, { text: 'one', findings: 3 });
  const first = await storeOf(root).begin(planAt(PLAN), snapshotOf('two'));
  assert.equal(first.number, 2);
  assert.equal(first.nextFinding, 4);
  assert.equal(first.folder, `${REVIEW}/round-2`);
  await writeFile(join(root, first.folder, 'findings.json'), 'half');
  await first.release();

  assert.equal((await storeOf(root).load(PLAN))?.rounds.length, 1);
  await assert.rejects(storeOf(root).snapshot(PLAN, 2), { code: 'store-inconsistent' });
  const second = await storeOf(root).begin(planAt(PLAN), snapshotOf('three'));
  assert.equal(second.number, 2);
  assert.equal(second.nextFinding, 4);
  assert.equal(await readFile(join(root, second.folder, 'snapshot.md'), 'utf8'), 'three');
  assert.deepEqual(await readdir(join(root, second.folder)), ['snapshot.md']);
  await second.release();
});

test('a round that nobody finished is no review', async (t) => {
  const root = await temporaryFolder(t);
  await (await storeOf(root).begin(planAt(PLAN), snapshotOf('one'))).release();
  assert.equal(await storeOf(root).load(PLAN), undefined);
});

test('two plans with one slug have a folder each', async (t) => {
  const root = await temporaryFolder(t);
  const paths = ['docs/a-b.md', 'docs/a b.md', 'docs/A_B.md', 'docs-a-b.html'];
  for (const path of paths) {
    await runRound(storeOf(root), path, { text: path, findings: 1 });
    await runRound(storeOf(root), path, { text: `${path} again`, findings: 1 });
  }
  const folders = new Set<string>();
  for (const path of paths) {
    const review = await storeOf(root).load(path);
    assert.equal(review?.review.plan.path, path);
    assert.equal(review?.rounds.length, 2);
    assert.equal(new TextDecoder().decode(await storeOf(root).snapshot(path, 1)), path);
    folders.add(review?.folder ?? '');
  }
  assert.equal(folders.size, paths.length);
  assert.equal(await storeOf(root).load('docs/a.b.md'), undefined);
});

test('two plans with one slug may have their first rounds at the same time', async (t) => {
  const root = await temporaryFolder(t);
  const alive = [1, 2];
  const one = await storeOf(root, { pid: 1, alive }).begin(planAt('a-b.md'), snapshotOf('1'));
  const other = await storeOf(root, { pid: 2, alive }).begin(planAt('a b.md'), snapshotOf('2'));
  assert.notEqual(one.folder, other.folder);
  await one.release();
  await other.release();
});

test('a reviewer with any id gets a document inside the folder', async (t) => {
  const root = await temporaryFolder(t);
  const plan = planAt(PLAN);
  const snapshot = snapshotOf('text');
  const round = await storeOf(root).begin(plan, snapshot);
  const ids = ['../../escape', '/etc/passwd', 'CON', 'Security Lead', 'security-lead', '評価', ''];
  const content = contentOf({ plan, number: 1, revision: snapshot.revision }, []);
  await round.complete({ ...content, reviewerDocuments: new Map(ids.map((id) => [id, `of ${id}`])) });
  await round.release();
  const names = await readdir(join(root, round.folder, 'reviews'));
  assert.equal(names.length, ids.length);
  for (const name of names) {
    assert.match(name, /^[a-z0-9][a-z0-9-]*\.md$/);
    assert.doesNotMatch(name, /^con\.md$/);
  }
  assert.ok(names.includes('security-lead.md'));
});

test('a lock says who holds the review, and ends with its process', async (t) => {
  const root = await temporaryFolder(t);
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  const held = await storeOf(root, { pid: 7, clock }).begin(planAt(PLAN), snapshotOf('one'));
  await assert.rejects(
    storeOf(root, { pid: 8, alive: [7, 8], clock }).begin(planAt(PLAN), snapshotOf('one')),
    (error: Error & { code: string; wayOut: string; isRetryable: boolean }) => {
      assert.equal(error.code, 'store-busy');
      assert.ok(error.isRetryable);
      assert.match(error.message, /docs\/plans\/cache\.md/);
      assert.match(error.message, /process 7 on here since 2026-03-01T09:00:00\.000Z/);
      assert.match(error.wayOut, /review\.lock/);
      return true;
    },
  );
  await (await storeOf(root, { pid: 8, alive: [8], clock }).begin(planAt(PLAN), snapshotOf('one'))).release();
  await held.release();
});

test('a lock of another machine holds for fifty hours, as two batches may take', async (t) => {
  const root = await temporaryFolder(t);
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  const far = await storeOf(root, { pid: 7, host: 'far', clock }).begin(planAt(PLAN), snapshotOf('one'));
  const begin = () => storeOf(root, { pid: 8, clock }).begin(planAt(PLAN), snapshotOf('two'));
  clock.advance(50 * 3_600_000);
  await assert.rejects(begin(), { code: 'store-busy' });
  clock.advance(1);
  const near = await begin();

  const { number } = near;
  const late = contentOf({ plan: planAt(PLAN), number, revision: snapshotOf('one').revision }, []);
  await assert.rejects(far.complete(late), { code: 'store-busy' }, 'whoever lost the lock writes no more');
  await far.release();
  await assert.rejects(begin(), { code: 'store-busy' }, 'and does not take the lock from its new holder');
  await near.release();
});

test('a lock file with nonsense in it keeps nobody out', async (t) => {
  const root = await temporaryFolder(t);
  await mkdir(join(root, REVIEW), { recursive: true });
  for (const content of ['', '{', '{"pid":1}', '\0\0']) {
    await writeFile(join(root, REVIEW, 'review.lock'), content);
    await (await storeOf(root).begin(planAt(PLAN), snapshotOf('one'))).release();
  }
});

test('a round is completed once, with the content it was begun for', async (t) => {
  const root = await temporaryFolder(t);
  const plan = planAt(PLAN);
  const { revision } = snapshotOf('one');
  await assert.rejects(
    storeOf(root).begin(plan, { ...snapshotOf('one'), revision: snapshotOf('two').revision }),
  );
  const round = await storeOf(root).begin(plan, snapshotOf('one'));
  await assert.rejects(round.complete(contentOf({ plan, number: 2, revision }, [])));
  await assert.rejects(
    round.complete(contentOf({ plan, number: 1, revision: snapshotOf('x').revision }, [])),
  );
  await round.complete(contentOf({ plan, number: 1, revision }, [1]));
  await assert.rejects(round.complete(contentOf({ plan, number: 1, revision }, [1])));
  await round.release();
});

test('what a schema does not know is not written', async (t) => {
  const root = await temporaryFolder(t);
  const plan = planAt(PLAN);
  const snapshot = snapshotOf('one');
  const round = await storeOf(root).begin(plan, snapshot);
  const content = contentOf({ plan, number: 1, revision: snapshot.revision }, [1]);
  const odd = { ...content, findings: [{ ...content.findings[0], extra: 1 }] } as unknown as typeof content;
  await assert.rejects(round.complete(odd));
  await round.release();
  assert.equal(await storeOf(root).load(PLAN), undefined);
});

test('an edited .gitignore stays as it is', async (t) => {
  const root = await temporaryFolder(t);
  await mkdir(join(root, '.plan-review'));
  await writeFile(join(root, '.plan-review/.gitignore'), '*\n');
  await runRound(storeOf(root), PLAN, { text: 'one', findings: 0 });
  assert.equal(await readFile(join(root, '.plan-review/.gitignore'), 'utf8'), '*\n');
});

for (const path of ['.plan-review', '.plan-review/reviews', REVIEW]) {
  test(`"${path}" as a link out of the workspace is neither written nor read`, async (t) => {
    const root = await temporaryFolder(t);
    const elsewhere = await temporaryFolder(t);
    await runRound(storeOf(root), PLAN, { text: 'one', findings: 1 });
    await rm(join(root, path), { recursive: true });
    await symlink(elsewhere, join(root, path));
    await assert.rejects(storeOf(root).begin(planAt(PLAN), snapshotOf('two')), {
      code: 'store-unwritable',
      message: new RegExp(`"${path}" is a link`),
    });
    assert.deepEqual(await readdir(elsewhere), []);

    await runRound(storeOf(elsewhere), PLAN, { text: 'theirs', findings: 1 });
    await rm(join(root, path));
    await symlink(join(elsewhere, path), join(root, path));
    assert.equal(await storeOf(root).load(PLAN), undefined);
  });
}

test('a round folder that is a link is reported, and the next round has its own', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await runRound(storeOf(root), PLAN, { text: 'one', findings: 1 });
  await symlink(elsewhere, join(root, REVIEW, 'round-2'));
  const stored = await runRound(storeOf(root), PLAN, { text: 'two', findings: 1 });
  assert.equal(stored.round.number, 3);
  assert.deepEqual(await readdir(elsewhere), []);
  const review = await storeOf(root).load(PLAN);
  assert.deepEqual(
    review?.inconsistent.map(({ number }) => number),
    [2],
  );
  assert.match(review?.inconsistent[0]?.problem ?? '', /round-2" is not a folder/);
});

test('artifacts that are links are replaced, and what they lead to stays as it was', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  const victim = join(elsewhere, 'victim');
  await writeFile(victim, 'precious');
  const begun = await storeOf(root).begin(planAt(PLAN), snapshotOf('one'));
  for (const name of ['snapshot.md', 'claims.json', 'findings.json', 'review.md', 'round.json.x']) {
    await rm(join(root, begun.folder, name), { force: true });
    await symlink(victim, join(root, begun.folder, name));
  }
  await symlink(elsewhere, join(root, begun.folder, 'reviews'));
  const content = contentOf({ plan: planAt(PLAN), number: 1, revision: snapshotOf('one').revision }, [1]);
  await assert.rejects(begun.complete(content), { code: 'store-unwritable', message: /reviews" is a link/ });
  await rm(join(root, begun.folder, 'reviews'));
  await begun.complete(content);
  await begun.release();
  assert.equal(await readFile(victim, 'utf8'), 'precious');
  assert.deepEqual(await readdir(elsewhere), ['victim']);
  assert.deepEqual((await storeOf(root).load(PLAN))?.inconsistent, []);
});

test('begin clears an unfinished round of links without following them', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await writeFile(join(elsewhere, 'precious.md'), 'precious');
  await (await storeOf(root).begin(planAt(PLAN), snapshotOf('one'))).release();
  await symlink(elsewhere, join(root, REVIEW, 'round-1/reviews'));
  await (await storeOf(root).begin(planAt(PLAN), snapshotOf('one'))).release();
  assert.equal(await readFile(join(elsewhere, 'precious.md'), 'utf8'), 'precious');
});

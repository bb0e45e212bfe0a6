import assert from 'node:assert/strict';
import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { reviewSchema } from '../../src/core/domain/round.ts';
import type { StoredReview } from '../../src/core/ports/artifactStore.ts';
import { planAt, runRound, snapshotOf } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const PLAN = 'docs/plans/cache.md';
const REVIEW = '.plan-review/reviews/docs-plans-cache';

/** A review of two rounds in a folder of its own, with `F1` to `F3` in the first and `F4`, `F5` in the second. */
async function reviewed(t: Parameters<typeof temporaryFolder>[0]): Promise<string> {
  const root = await temporaryFolder(t);
  await runRound(storeOf(root), PLAN, { text: 'one', findings: 3 });
  await runRound(storeOf(root), PLAN, { text: 'two', findings: 2 });
  return root;
}

async function load(root: string): Promise<StoredReview> {
  const review = await storeOf(root).load(PLAN);
  assert.ok(review);
  return review;
}

/** Changes a JSON file of the review in place. */
async function edit(path: string, change: (json: Record<string, unknown>) => void): Promise<void> {
  const json = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  change(json);
  await writeFile(path, JSON.stringify(json));
}

interface Tampering {
  readonly what: string;
  readonly act: (round: string) => Promise<void>;
  /** The file that the sentence names, and what it says of it. */
  readonly says: RegExp;
  readonly isNewer?: true;
}

const TAMPERINGS: readonly Tampering[] = [
  ...['snapshot.md', 'claims.json', 'findings.json'].flatMap((name): Tampering[] => [
    {
      what: `${name} is deleted`,
      act: (round) => rm(join(round, name)),
      says: new RegExp(`round-2/${name}" is missing\\. Restore it`),
    },
    {
      what: `${name} has another byte`,
      act: async (round) => writeFile(join(round, name), `${await readFile(join(round, name), 'utf8')} `),
      says: new RegExp(`round-2/${name}" was changed after the round was finished\\. Restore it`),
    },
    {
      what: `${name} is cut`,
      act: async (round) => writeFile(join(round, name), (await readFile(join(round, name))).subarray(0, 1)),
      says: new RegExp(`round-2/${name}" was changed`),
    },
    {
      what: `${name} is a link to its own content`,
      act: async (round) => {
        await writeFile(join(round, 'copy'), await readFile(join(round, name)));
        await rm(join(round, name));
        await symlink('copy', join(round, name));
      },
      says: new RegExp(`round-2/${name}" is missing`),
    },
  ]),
  {
    what: 'round.json is no JSON',
    act: (round) => writeFile(join(round, 'round.json'), '{'),
    says: /round-2\/round\.json" is not valid JSON\. Restore it/,
  },
  {
    what: 'round.json has a field too many',
    act: (round) => edit(join(round, 'round.json'), (json) => (json['approved'] = true)),
    says: /round-2\/round\.json" does not have the expected content/,
  },
  {
    what: 'round.json has a verdict that there is not',
    act: (round) =>
      edit(join(round, 'round.json'), (json) => (json['verdict'] = { value: 'YES', reasons: [] })),
    says: /does not have the expected content at "verdict\.value"/,
  },
  {
    what: 'round.json is that of another round',
    act: (round) => edit(join(round, 'round.json'), (json) => (json['number'] = 1)),
    says: /round-2\/round\.json" says that it is round 1/,
  },
  {
    what: 'round.json names another revision',
    act: (round) =>
      edit(join(round, 'round.json'), (json) => (json['revision'] = `sha256:${'0'.repeat(64)}`)),
    says: /names another revision/,
  },
  {
    what: 'round.json does not list the findings',
    act: (round) =>
      edit(join(round, 'round.json'), (json) => {
        json['artifacts'] = (json['artifacts'] as { path: string }[]).filter(
          ({ path }) => path !== 'findings.json',
        );
      }),
    says: /does not list "findings\.json"/,
  },
  {
    what: 'round.json was written by a later version',
    act: (round) =>
      edit(join(round, 'round.json'), (json) => {
        json['schemaVersion'] = 2;
        json['verdict'] = 'new words';
      }),
    says: /was written by a newer Plan Review \(schema version 2\)\. Update/,
    isNewer: true,
  },
  {
    what: 'round.json is a folder',
    act: async (round) => {
      await rm(join(round, 'round.json'));
      await symlink('.', join(round, 'round.json'));
    },
    says: /round\.json" is not a regular file/,
  },
];

for (const { what, act, says, isNewer } of TAMPERINGS) {
  test(`it is told and not believed when ${what}`, async (t) => {
    const root = await reviewed(t);
    await act(join(root, REVIEW, 'round-2'));
    const review = await load(root);
    assert.deepEqual(
      review.rounds.map(({ round }) => round.number),
      [1],
    );
    assert.equal(review.inconsistent.length, 1);
    assert.equal(review.inconsistent[0]?.number, 2);
    assert.match(review.inconsistent[0]?.problem ?? '', says);
    await assert.rejects(storeOf(root).snapshot(PLAN, 2), { code: 'store-inconsistent' });

    if (isNewer) {
      await assert.rejects(storeOf(root).begin(planAt(PLAN), snapshotOf('three')), {
        code: 'store-inconsistent',
        wayOut: /Update Plan Review/,
      });
      return;
    }
    // The damaged round keeps its number and, as far as they can still be seen, its findings keep theirs.
    const next = await runRound(storeOf(root), PLAN, { text: 'three', findings: 1 });
    assert.equal(next.round.number, 3);
    assert.equal(next.findings[0]?.id, 'F6');
  });
}

test('a round that has lost its round.json below a later one is told', async (t) => {
  const root = await reviewed(t);
  await rm(join(root, REVIEW, 'round-1/round.json'));
  const review = await load(root);
  assert.deepEqual(
    review.rounds.map(({ round }) => round.number),
    [2],
  );
  assert.match(
    review.inconsistent[0]?.problem ?? '',
    /round-1\/round\.json" is missing though a later round/,
  );
  assert.equal((await runRound(storeOf(root), PLAN, { text: 'three', findings: 1 })).round.number, 3);
});

test('a number is not given to another round when the last round was deleted', async (t) => {
  const root = await reviewed(t);
  await rm(join(root, REVIEW, 'round-2'), { recursive: true });
  const review = await load(root);
  assert.deepEqual(review.inconsistent, []);
  assert.equal((await runRound(storeOf(root), PLAN, { text: 'three', findings: 1 })).round.number, 3);
});

test('documents for people may be edited and deleted', async (t) => {
  const root = await reviewed(t);
  const before = await load(root);
  await writeFile(join(root, REVIEW, 'round-1/review.md'), 'my notes');
  await rm(join(root, REVIEW, 'round-2/review.md'));
  await rm(join(root, REVIEW, 'round-2/reviews'), { recursive: true });
  assert.deepEqual(await load(root), before);
});

const REVIEW_FILES: Readonly<Record<string, (path: string) => Promise<void>>> = {
  'is gone': (path) => rm(path),
  'is torn': (path) => writeFile(path, '{"schemaVersion": 1, "pl'),
  'is empty': (path) => writeFile(path, ''),
  'lists a round less': (path) =>
    edit(path, (json) => {
      json['rounds'] = (json['rounds'] as unknown[]).slice(0, 1);
    }),
  'has a better verdict than its rounds': (path) => edit(path, (json) => (json['verdict'] = 'NO-GO')),
};
for (const [what, act] of Object.entries(REVIEW_FILES)) {
  test(`nothing is lost when review.json ${what}`, async (t) => {
    const root = await reviewed(t);
    const before = await load(root);
    const path = join(root, REVIEW, 'review.json');
    await act(path);
    assert.deepEqual(await load(root), before);

    const begun = await storeOf(root).begin(planAt(PLAN), snapshotOf('three'));
    assert.equal(begun.number, 3);
    await begun.release();
    assert.deepEqual(reviewSchema.parse(JSON.parse(await readFile(path, 'utf8'))), before.review);
  });
}

test('a review.json of a later version keeps this one from writing', async (t) => {
  const root = await reviewed(t);
  await edit(join(root, REVIEW, 'review.json'), (json) => (json['schemaVersion'] = 9));
  assert.equal((await load(root)).rounds.length, 2);
  await assert.rejects(storeOf(root).begin(planAt(PLAN), snapshotOf('three')), {
    code: 'store-inconsistent',
  });
});

test('a path in round.json that leads out of the round is not looked at', async (t) => {
  const root = await reviewed(t);
  const path = join(root, REVIEW, 'round-2/round.json');
  await edit(path, (json) => {
    const artifacts = json['artifacts'] as { path: string }[];
    artifacts.push({ ...artifacts[0], path: '../../../../secret' });
  });
  assert.equal((await load(root)).rounds.length, 2);
});

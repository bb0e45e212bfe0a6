import assert from 'node:assert/strict';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { createPlanReview, type PlanReview } from '../../src/core/index.ts';
import { distinctSlug } from '../../src/core/store/slug.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const reviews = '.plan-review/reviews';

async function workspace(
  context: TestContext,
  ...plans: readonly string[]
): Promise<{ readonly root: string; readonly review: PlanReview }> {
  const root = await temporaryFolder(context);
  await mkdir(join(root, 'docs'));
  // A plan names files of this tree only where their folder is there.
  await mkdir(join(root, 'src'));
  await writeFile(join(root, 'src/there.ts'), '');
  const review = createPlanReview({ root, isTrusted: true, version: '0.0.0-test', environment: {} });
  for (const path of plans) {
    await writeFile(join(root, path), `# ${path}\n\nModify \`src/nowhere.ts\`.\n`);
    await review.review({ path });
  }
  return { root, review };
}

test('a workspace without reviews lists none', async (context) => {
  const { review } = await workspace(context);
  assert.deepEqual(await review.reviews(), []);
});

test('reviews are listed by plan, with their rounds and what is open after the last one', async (context) => {
  const { root, review } = await workspace(context, 'docs/b.md', 'docs/a.md');
  await writeFile(join(root, 'docs/a.md'), '# docs/a.md\n\nNothing.\n');
  await review.next({ path: 'docs/a.md', response: 'not-needed' });
  // What is deleted, or beginning, changes nothing.
  await rm(join(root, 'docs/b.md'));
  await mkdir(join(root, reviews, 'docs-c', 'round-1'), { recursive: true });
  await writeFile(join(root, reviews, 'Thumbs.db'), '');

  const listed = await review.reviews();
  assert.deepEqual(
    listed.map(({ plan, rounds, isRecorded, problems }) => [
      plan?.path,
      rounds.map(({ number }) => number),
      isRecorded,
      problems,
    ]),
    [
      ['docs/a.md', [1, 2], false, []],
      ['docs/b.md', [1], false, []],
    ],
  );
  const [a, b] = listed;
  const history = await review.history({ path: 'docs/a.md' });
  const open = history?.findings.filter(({ isOpen }) => isOpen) ?? [];
  assert.equal(
    Object.values(a?.open ?? {}).reduce((sum, count) => sum + count, 0),
    open.length,
  );
  assert.equal(a?.verdict, history?.review.verdict);
  // The second round has seen that the file is not named any more.
  assert.equal((b?.open.major ?? 0) - (a?.open.major ?? 0), 1);
});

test('a verdict is stale when the plan is another, or gone', async (context) => {
  const { root, review } = await workspace(context, 'docs/a.md', 'docs/b.md', 'docs/c.md');
  await writeFile(join(root, 'docs/a.md'), '# Another\n');
  await rm(join(root, 'docs/b.md'));
  const stale = (await review.reviews()).map((summary) => summary.stale);
  assert.equal(stale[0], (await review.history({ path: 'docs/a.md' }))?.stale);
  assert.match(stale[1] ?? '', /docs\/b\.md/);
  assert.equal(stale[2], undefined);
});

test('a signed review says so until another round comes', async (context) => {
  const { review } = await workspace(context, 'docs/a.md');
  await review.finalize({
    path: 'docs/a.md',
    by: 'Ada',
    reason: 'Known.',
    confidence: 'high',
    confidenceReason: 'It is small.',
  });
  assert.deepEqual(
    (await review.reviews()).map(({ isRecorded }) => isRecorded),
    [true],
  );
  await review.next({ path: 'docs/a.md', response: 'not-needed' });
  assert.deepEqual(
    (await review.reviews()).map(({ isRecorded }) => isRecorded),
    [false],
  );
});

test('what cannot be used is listed with its problem, and hides nothing else', async (context) => {
  const { root, review } = await workspace(context, 'docs/a.md', 'docs/b.md', 'docs/c.md');
  const folder = (slug: string): string => join(root, reviews, slug);
  await writeFile(join(folder('docs-b'), 'round-1', 'findings.json'), '{}');
  await rm(join(folder('docs-c'), 'round-1'), { recursive: true });
  await mkdir(folder('torn'));
  await writeFile(join(folder('torn'), 'review.json'), '{ "schemaVersion": 1, "pl');
  await cp(folder('docs-a'), folder('copied'), { recursive: true });
  // Where the review would be if the folder of that name were another plan's.
  const second = distinctSlug('docs/a.md');
  await cp(folder('docs-a'), folder(second), { recursive: true });
  await symlink(folder('docs-a'), folder('linked'));
  await mkdir(folder('newer'));
  await writeFile(join(folder('newer'), 'review.json'), '{ "schemaVersion": 99 }');

  const listed = await review.reviews();
  assert.deepEqual(
    listed.map(({ folder: shown, plan, verdict }) => [shown.slice(reviews.length + 1), plan?.path, verdict]),
    [
      ['docs-a', 'docs/a.md', 'CONDITIONAL GO'],
      ['docs-b', 'docs/b.md', undefined],
      ['copied', undefined, undefined],
      [second, undefined, undefined],
      ['docs-c', undefined, undefined],
      ['linked', undefined, undefined],
      ['newer', undefined, undefined],
      ['torn', undefined, undefined],
    ],
  );
  const problems = (slug: string): string =>
    listed.find(({ folder: shown }) => shown.endsWith(`/${slug}`))?.problems.join('\n') ?? '';
  assert.equal(problems('docs-a'), '');
  assert.match(problems('docs-b'), /findings\.json" was changed after the round was finished/);
  assert.match(problems('docs-c'), /lists 1 round, and it is not there/);
  assert.match(problems('torn'), /torn\/review\.json" cannot be used/);
  assert.match(problems('copied'), /belongs in "docs-a"/);
  assert.match(problems(second), /which is read from "docs-a"/);
  assert.match(problems('linked'), /not read through links/);
  assert.match(problems('newer'), /newer Plan Review/);
});

import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { createPlanReview, type PlanReview } from '../../src/core/index.ts';
import { createRepository, EMPTY_ENVIRONMENT } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const open = (root: string): PlanReview =>
  createPlanReview({ root, isTrusted: true, version: '0.0.0', environment: EMPTY_ENVIRONMENT });

/** What a plan can claim that rests on files or on git. */
const planOf = (head: string, later: string): string =>
  [
    '# Retries',
    `Commit ${head} and commit ${later} did the same. It is on branch \`side\`, since tag \`v1.0.0\`.`,
    '## Files to modify',
    '- `src/app.ts`, `src/late.ts`, `build/out.js` and `src/made.ts`',
    '- Modify `retries()` in `src/app.ts`, see `src/app.ts:2`',
    '- [notes](notes.md)',
    'Run `npm run test`. Depends on PRP-7.',
  ].join('\n\n');

test('a plan that was checked before is told as one that is seen for the first time, whatever changed', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  await repository.write('src/app.ts', 'export function retries() {}\n// two\n');
  await repository.write('package.json', '{"scripts":{"test":"node --test"}}');
  await repository.write('docs/plans/notes.md', '# Notes');
  const head = repository.commit('one');
  repository.git('tag', 'v1.0.0');
  repository.git('branch', 'side');
  const later = repository.git('commit-tree', `${head}^{tree}`, '-p', head, '-m', 'later');
  const object = join(root, '.git/objects', later.slice(0, 2), later.slice(2));
  await rename(object, `${object}.away`);
  const path = 'docs/plans/PRP-8-retries.md';
  await repository.write(path, planOf(head, later));

  const warm = open(root);
  const first = await warm.check({ path });
  assert.ok(first.claims.length >= 10, `${first.claims.length} claims`);
  const changes: Readonly<Record<string, () => unknown>> = {
    'a file is made': () => repository.write('src/late.ts', ''),
    'a file is removed': () => rm(join(root, 'src/late.ts')),
    'a file is moved': () => rename(join(root, 'src/app.ts'), join(root, 'src/moved.ts')),
    'a file is moved back': () => rename(join(root, 'src/moved.ts'), join(root, 'src/app.ts')),
    'a file says something else': () => repository.write('src/app.ts', 'export const x = 1;\n'),
    'a script is gone': () => repository.write('package.json', '{"scripts":{}}'),
    'a rule leaves a file out': () => repository.write('.gitignore', 'build/\n'),
    'the repository leaves a file out': () => repository.write('.git/info/exclude', 'late.ts\n'),
    'a branch is gone': () => repository.git('branch', '--delete', 'side'),
    'a tag is gone': () => repository.git('tag', '--delete', 'v1.0.0'),
    'a commit comes with no ref': () => rename(`${object}.away`, object),
    'a commit goes with no ref': () => rename(object, `${object}.away`),
    'another plan makes a file': () =>
      repository.write('docs/plans/PRP-6.md', '# Six\n\n## New files\n\n- Create `src/made.ts`\n'),
    'a plan that it depends on comes': () => repository.write('docs/plans/PRP-7-queue.md', '# Seven\n'),
    'a plan that it depends on depends on it': () =>
      repository.write('docs/plans/PRP-7-queue.md', '---\ndependencies: PRP-8\n---\n# Seven\n'),
    'a link leads nowhere': () => rm(join(root, 'docs/plans/notes.md')),
    'a setting changes': () =>
      repository.write('.plan-review/settings.json', '{"severities":{"file-exists":"off"}}'),
    'the repository is gone': () => rename(join(root, '.git'), join(root, '.away')),
    'the repository is back': () => rename(join(root, '.away'), join(root, '.git')),
  };
  const told = new Set([JSON.stringify(first)]);
  for (const [what, change] of Object.entries(changes)) {
    await change();
    const seen = await warm.check({ path });
    assert.deepEqual(seen, await open(root).check({ path }), what);
    assert.deepEqual(await warm.check({ path }), seen, `${what}, asked again`);
    told.add(JSON.stringify(seen));
  }
  assert.ok(told.size > 12, `${told.size} different answers: the changes are to change something`);
});

test('any number of claims takes three processes, the first time and again', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  await repository.write('src/app.ts', '');
  const head = repository.commit('one');
  const lines = Array.from(
    { length: 500 },
    (_, index) =>
      `- Modify \`src/app${index}.ts\`, commit ${head.slice(0, 8 + (index % 30))}, branch \`b-${index}\`, tag \`v1.${index}\``,
  );
  await repository.write('docs/plans/many.md', `# Many\n\n${lines.join('\n')}\n`);
  let started = 0;
  const count = (): void => void (started += 1);
  diagnostics.subscribe('child_process', count);
  t.after(() => diagnostics.unsubscribe('child_process', count));
  const planReview = open(root);
  for (const time of ['first', 'again']) {
    started = 0;
    const { claims } = await planReview.check({ path: 'docs/plans/many.md' });
    assert.ok(new Set(claims.map(({ kind }) => kind)).size >= 4, 'files, commits, branches and tags');
    assert.ok(started <= 3, `${started} processes, ${time}`);
  }
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { createWorkHistory } from '../../src/core/system/gitWork.ts';
import { createRepository, EMPTY_ENVIRONMENT } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

test('the commit that brought a plan is found through its renames, in whatever folder it lies now', async (t) => {
  const repository = await createRepository(join(await temporaryFolder(t), 'a'));
  const history = createWorkHistory({
    root: repository.root,
    isTrusted: true,
    environment: EMPTY_ENVIRONMENT,
  });
  assert.equal(await history.arrivalOf('plans/a.md'), 'uncommitted');
  await repository.write('README.md', 'one\n');
  const root = repository.commit('one');
  await repository.write('plans/new/a [1].md', 'A plan.\n\nWith lines.\n');
  await repository.write('src/a.ts', '1\n');
  const brought = repository.commit('Plan');
  await repository.write('plans/new/a [1].md', 'A plan.\n\nWith more lines.\n');
  repository.commit('Amend');
  repository.git('mv', 'plans/new', 'plans/done');
  repository.commit('Move');
  assert.deepEqual(await history.arrivalOf('plans/done/a [1].md'), {
    commit: brought,
    parent: root,
    added: ['plans/new/a [1].md', 'src/a.ts'],
  });
});

test('of a branch it is told what it alone has, whether it is merged, and what lies in the index', async (t) => {
  const repository = await createRepository(join(await temporaryFolder(t), 'a'));
  const history = createWorkHistory({
    root: repository.root,
    isTrusted: true,
    environment: EMPTY_ENVIRONMENT,
  });
  await repository.write('a.ts', '1\n');
  await repository.write('gone.ts', '1\n');
  const from = repository.commit('one');
  repository.git('checkout', '--quiet', '-b', 'topic');
  await repository.write('b.ts', '1\n');
  const own = repository.commit('Own "work"\n\nwith a body');
  repository.git('checkout', '--quiet', 'main');
  await repository.write('c.ts', '1\n');
  const others = repository.commit('Other work');

  const elsewhere = await history.since(from, 'topic');
  assert.deepEqual(
    [elsewhere?.branchState, elsewhere?.tip, elsewhere?.hasWorkingTree, elsewhere?.changes],
    ['elsewhere', own, false, [{ path: 'b.ts', change: 'created' }]],
  );
  repository.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'topic');
  repository.git('rm', '--quiet', '--cached', 'gone.ts');
  await repository.write('a.ts', '2\n');
  const merged = await history.since(from, 'topic');
  assert.equal(merged?.branchState, 'merged');
  assert.deepEqual(merged.changes, [
    { path: 'a.ts', change: 'modified' },
    { path: 'b.ts', change: 'created' },
    { path: 'c.ts', change: 'created' },
    { path: 'gone.ts', change: 'modified' },
  ]);
  assert.deepEqual([...merged.uncommitted].toSorted(), ['a.ts', 'gone.ts']);
  assert.deepEqual(
    merged.commits
      .toSorted((a, b) => (a.message < b.message ? -1 : 1))
      .map(({ hash, message, changes }) => [hash, message, changes.map(({ path }) => path)]),
    [
      [others, 'Other work', ['c.ts']],
      [own, 'Own "work"\n\nwith a body', ['b.ts']],
    ],
  );
  assert.equal((await history.since(from, 'no-such-branch'))?.branchState, 'missing');
  assert.equal(await history.since('--output=x', undefined), undefined);
  assert.equal(await history.commitNamed(from.slice(0, 8)), from);
  assert.equal(await history.commitNamed('0000000'), undefined);
  assert.deepEqual([...((await history.filesAt(own)) ?? [])], ['a.ts', 'b.ts', 'gone.ts']);
});

test('all there is counts where there was nothing before', async (t) => {
  const repository = await createRepository(join(await temporaryFolder(t), 'a'), '--object-format=sha256');
  const history = createWorkHistory({
    root: repository.root,
    isTrusted: true,
    environment: EMPTY_ENVIRONMENT,
  });
  assert.equal(await history.since(null, undefined), undefined);
  await repository.write('a.ts', '1\n');
  repository.commit('one');
  const work = await history.since(null, undefined);
  assert.deepEqual(work?.changes, [{ path: 'a.ts', change: 'created' }]);
  assert.equal(work.commits.length, 1);
});

test('of a history that was cut off, nobody can say which commit brought a file', async (t) => {
  const folder = await temporaryFolder(t);
  const origin = await createRepository(join(folder, 'origin'));
  await origin.write('a.md', '1\n');
  origin.commit('one');
  await origin.write('a.md', '2\n');
  origin.commit('two');
  origin.git('clone', '--quiet', '--depth=1', `file://${origin.root}`, join(folder, 'clone'));
  const history = createWorkHistory({
    root: join(folder, 'clone'),
    isTrusted: true,
    environment: EMPTY_ENVIRONMENT,
  });
  assert.equal(await history.arrivalOf('a.md'), undefined);
});

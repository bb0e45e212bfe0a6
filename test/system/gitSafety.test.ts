import assert from 'node:assert/strict';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { createGit, type SystemGit } from '../../src/core/system/git.ts';
import type { WorkHistory } from '../../src/core/ports/workHistory.ts';
import { gitEnvironment } from '../../src/core/system/gitEnvironment.ts';
import { createWorkHistory } from '../../src/core/system/gitWork.ts';
import { fakeGit } from '../support/git/fakeGit.ts';
import { hostileRepository } from '../support/git/hostileRepository.ts';
import { createRepository, EMPTY_ENVIRONMENT } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Asks of the work everything that we ever ask. */
async function askOfWork(history: WorkHistory, from: string | null): Promise<void> {
  await history.arrivalOf('a.txt');
  await history.commitNamed('abcdef1');
  const work = await history.since(from, 'main');
  await history.diffs(from, { tip: work?.tip ?? 'a'.repeat(40), hasWorkingTree: true });
  await history.filesAt(work?.tip ?? 'a'.repeat(40));
}

/** Asks git everything that we ever ask. */
async function askEverything(git: SystemGit, hashes: readonly string[]): Promise<void> {
  await git.repository();
  await git.look();
  await git.objectKinds(hashes);
  await git.ignored(['a.txt', 'x.log', 'sub/a']);
  await git.listFiles();
  await git.isCommitted('a.txt', Buffer.from('a'));
}

test('nothing that a hostile repository names is run', async (t) => {
  const folder = await temporaryFolder(t);
  const { repository, marker, missing } = await hostileRepository(folder);

  // The repository is as hostile as it should be: git without our care runs its programs.
  for (const careless of [
    ['ls-files', '--others'],
    ['-c', 'core.fsmonitor=false', 'cat-file', '-e', missing],
  ]) {
    try {
      repository.git(...careless);
    } catch {
      // Running a program and failing for it are two things.
    }
    await access(marker);
    await rm(marker);
  }

  const git = createGit({ root: repository.root, isTrusted: true, environment: EMPTY_ENVIRONMENT });
  await askEverything(git, [missing, missing.slice(0, 8), repository.git('rev-parse', 'HEAD')]);
  assert.ok((await git.repository()).available);
  await askOfWork(
    createWorkHistory({ root: repository.root, isTrusted: true, environment: EMPTY_ENVIRONMENT }),
    repository.git('rev-parse', 'HEAD'),
  );
  await assert.rejects(access(marker), 'a program of the repository was run');
});

test('what changed in the working tree is told without running a filter or a diff program', async (t) => {
  const folder = await temporaryFolder(t);
  const repository = await createRepository(join(folder, 'a'));
  await repository.write('a.txt', 'a\n');
  await repository.write('.gitattributes', '* diff=evil filter=e=v.il\n');
  const first = repository.commit('one');
  const marker = join(folder, 'marker');
  for (const name of [
    'filter.e=v.il.clean',
    'filter.e=v.il.process',
    'diff.evil.textconv',
    'diff.evil.command',
    'diff.external',
  ]) {
    repository.git('config', name, `: > "${marker}"; cat`);
  }
  repository.git('config', 'filter.e=v.il.required', 'true');
  repository.git('config', 'diff.noprefix', 'true');
  await repository.write('a.txt', 'b\n');
  await repository.write('b.txt', 'new\n');
  assert.throws(() => repository.git('diff'));
  await access(marker);
  await rm(marker);

  const history = createWorkHistory({
    root: repository.root,
    isTrusted: true,
    environment: EMPTY_ENVIRONMENT,
  });
  const work = await history.since(first, undefined);
  assert.deepEqual(work?.changes, [
    { path: 'a.txt', change: 'modified' },
    { path: 'b.txt', change: 'created' },
  ]);
  const diffs = await history.diffs(first, { tip: first, hasWorkingTree: true });
  assert.deepEqual(
    diffs?.map(({ path, text }) => [path, text.split('\n').slice(-4, -1)]),
    [['a.txt', ['@@ -1 +1 @@', '-a', '+b']]],
  );
  await assert.rejects(access(marker), 'a program of the repository was run');
});

test('a repository cannot make the whole disk its tree', async (t) => {
  const folder = await temporaryFolder(t);
  const repository = await createRepository(join(folder, 'a'));
  repository.commit('one');
  for (const tree of ['/', folder, '/etc']) {
    repository.git('config', 'core.worktree', tree);
    const git = createGit({ root: repository.root, isTrusted: true, environment: EMPTY_ENVIRONMENT });
    assert.equal((await git.look()).topLevel, undefined, tree);
  }
});

test('an untrusted folder starts no process', async (t) => {
  const folder = await temporaryFolder(t);
  const marker = join(folder, 'marker');
  const environment = await fakeGit(folder, `: > "${marker}"`);
  const git = createGit({ root: folder, isTrusted: false, environment });
  await askEverything(git, ['abcdef1']);
  assert.deepEqual(await git.repository(), { available: false, reason: 'not-trusted' });
  await askOfWork(createWorkHistory({ root: folder, isTrusted: false, environment }), null);
  await assert.rejects(access(marker));

  await askEverything(createGit({ root: folder, isTrusted: true, environment }), ['abcdef1']);
  await access(marker);
});

test('git sees of the environment what it needs, and nothing that leads it astray', async (t) => {
  const folder = await temporaryFolder(t);
  const repository = await createRepository(join(folder, 'here'));
  const head = repository.commit('here');
  const elsewhere = await createRepository(join(folder, 'there'));
  elsewhere.commit('there');
  const program = join(folder, 'program');
  const environment = {
    ...EMPTY_ENVIRONMENT,
    GIT_DIR: join(elsewhere.root, '.git'),
    GIT_WORK_TREE: elsewhere.root,
    GIT_INDEX_FILE: join(elsewhere.root, '.git/index'),
    GIT_EXTERNAL_DIFF: program,
    GIT_SSH_COMMAND: program,
    GIT_TRACE: join(folder, 'trace'),
    PAGER: program,
    EDITOR: program,
    SECRET_TOKEN: 'secret',
    NODE_OPTIONS: '--inspect',
  };
  const git = createGit({ root: repository.root, isTrusted: true, environment });
  const answer = await git.repository();
  assert.ok(answer.available);
  assert.equal(answer.repository.head, head);
  assert.equal((await git.look()).topLevel, repository.root);
  assert.deepEqual(Object.keys(gitEnvironment({ ...environment, Path: 'x', gone: undefined })).sort(), [
    'GIT_ALLOW_PROTOCOL',
    'GIT_CONFIG_NOSYSTEM',
    'GIT_NO_LAZY_FETCH',
    'GIT_OPTIONAL_LOCKS',
    'GIT_TERMINAL_PROMPT',
    'HOME',
    'LC_ALL',
    'PATH',
    'Path',
  ]);
});

test('a plan says nothing to git but hashes', async (t) => {
  const folder = await temporaryFolder(t);
  const seen = join(folder, 'seen');
  const environment = await fakeGit(folder, `printf '%s\\n' "$@" >> "${seen}"; cat >> "${seen}"`);
  const git = createGit({ root: folder, isTrusted: true, environment });
  await git.objectKinds(['--batch-all-objects', '$(touch x)', 'HEAD', 'abcdef1']);
  const text = await readFile(seen, 'utf8');
  assert.match(text, /^abcdef1$/m);
  assert.doesNotMatch(text, /batch-all-objects|^HEAD$/m);
  await git.ignored(['--no-index', '$(touch x)', 'a']);
  assert.doesNotMatch(await readFile(seen, 'utf8'), /no-index|touch/);
});

test(
  'git that hangs is killed when the time is up, and when the user gives up',
  { timeout: 20_000 },
  async (t) => {
    const folder = await temporaryFolder(t);
    const pids = join(folder, 'pids');
    const environment = await fakeGit(folder, `echo $$ >> "${pids}"; exec sleep 60`);
    const hasty = createGit({ root: folder, isTrusted: true, environment, timeLimit: 300 });
    const answer = await hasty.repository();
    assert.ok(!answer.available);
    assert.match(answer.detail ?? '', /did not answer in time/);
    assert.deepEqual(await hasty.objectKinds(['abcdef1']), new Map());
    assert.deepEqual(await hasty.ignored(['a']), new Set());
    assert.equal(await hasty.listFiles(), undefined);
    assert.equal(await hasty.isCommitted('a', Buffer.from('')), false);

    const patient = createGit({ root: folder, isTrusted: true, environment });
    const questions: ((signal: AbortSignal) => Promise<unknown>)[] = [
      (signal) => patient.repository(signal),
      (signal) => patient.objectKinds(['abcdef1'], signal),
      (signal) => patient.ignored(['a'], signal),
      (signal) => patient.listFiles(signal),
      (signal) => patient.isCommitted('a', Buffer.from(''), signal),
    ];
    for (const ask of questions) {
      await assert.rejects(ask(AbortSignal.timeout(200)), { code: 'cancelled' });
      await assert.rejects(ask(AbortSignal.abort()), { code: 'cancelled' });
    }
    const started = (await readFile(pids, 'utf8')).trim().split('\n').map(Number);
    assert.equal(started.length, 10);
    await wait(100);
    for (const pid of started) {
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' }, `process ${pid} is still there`);
    }
  },
);

test('git that never stops talking is stopped', { timeout: 20_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const environment = await fakeGit(folder, 'exec yes 0123456789');
  const git = createGit({ root: folder, isTrusted: true, environment });
  assert.deepEqual(await git.repository(), { available: false, reason: 'not-a-repository' });
  await git.objectKinds(['abcdef1']);
  await git.ignored(['a']);
  assert.deepEqual(await git.listFiles(), []);
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chown, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test from 'node:test';
import { createGit, type SystemGit } from '../../src/core/system/git.ts';
import { createRepository, EMPTY_ENVIRONMENT, repositoryAt } from '../support/git/testRepository.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

function gitIn(root: string, environment: Record<string, string> = EMPTY_ENVIRONMENT): SystemGit {
  return createGit({ root, isTrusted: true, environment });
}

async function facts(root: string) {
  const answer = await gitIn(root).repository();
  assert.ok(answer.available, JSON.stringify(answer));
  return answer.repository;
}

test('a repository is read in every state that it can be in', async (t) => {
  const root = join(await temporaryFolder(t), 'a b');
  const repository = await createRepository(root);
  repository.git('symbolic-ref', 'HEAD', 'refs/heads/feature/first');
  assert.deepEqual(await facts(root), { head: null, branch: 'feature/first', isPartial: false });
  assert.equal(await gitIn(root).isCommitted('a', Buffer.from('')), false);

  const head = repository.commit('one');
  assert.deepEqual(await facts(root), { head, branch: 'feature/first', isPartial: false });
  repository.git('checkout', '--quiet', '--detach');
  assert.deepEqual(await facts(root), { head, branch: null, isPartial: false });
});

test('the folder may be deep inside, a worktree, or a submodule', async (t) => {
  const folder = await temporaryFolder(t);
  const inner = await createRepository(join(folder, 'inner'));
  await inner.write('lib.ts', 'lib');
  const innerHead = inner.commit('inner');
  const outer = await createRepository(join(folder, 'outer'));
  await outer.write('docs/plans/a.md', '# a');
  const outerHead = outer.commit('outer');

  const deep = join(outer.root, 'docs/plans');
  assert.equal((await gitIn(deep).look()).topLevel, outer.root);
  assert.deepEqual(await facts(deep), { head: outerHead, branch: 'main', isPartial: false });
  assert.ok(await gitIn(deep).isCommitted('a.md', Buffer.from('# a')));
  assert.deepEqual(await gitIn(deep).listFiles(), ['a.md']);

  outer.git('worktree', 'add', '--quiet', '-b', 'side', '../tree');
  const tree = join(folder, 'tree');
  assert.equal((await gitIn(tree).look()).topLevel, tree);
  assert.deepEqual(await facts(tree), { head: outerHead, branch: 'side', isPartial: false });
  assert.equal((await gitIn(tree).objectKinds([outerHead])).get(outerHead), 'commit');
  assert.deepEqual(await gitIn(tree).listFiles(), ['docs/plans/a.md']);

  outer.git('submodule', 'add', '--quiet', inner.root, 'libs/sub');
  const sub = join(outer.root, 'libs/sub');
  assert.equal((await gitIn(sub).look()).topLevel, sub);
  assert.deepEqual(await facts(sub), { head: innerHead, branch: 'main', isPartial: false });
  assert.ok(await gitIn(sub).isCommitted('lib.ts', Buffer.from('lib')));
  assert.deepEqual(await gitIn(outer.root).listFiles(), ['.gitmodules', 'docs/plans/a.md', 'libs/sub/']);
});

test('there is no repository', async (t) => {
  const folder = await temporaryFolder(t);
  const environment = { ...EMPTY_ENVIRONMENT, GIT_CEILING_DIRECTORIES: folder };
  const plain = join(folder, 'plain');
  await mkdir(plain);
  const bare = await createRepository(join(folder, 'bare.git'), '--bare');
  for (const root of [plain, bare.root]) {
    const git = gitIn(root, environment);
    assert.deepEqual(await git.repository(), { available: false, reason: 'not-a-repository' });
    assert.equal((await git.look()).topLevel, undefined);
    assert.equal(await git.listFiles(), undefined);
  }
  const git = gitIn(plain, environment);
  assert.deepEqual(await git.objectKinds(['abcdef1']), new Map());
  assert.deepEqual(await git.ignored(['a']), new Set());
  assert.equal(await git.isCommitted('a', Buffer.from('')), false);
});

test('there is no git', async (t) => {
  const root = await temporaryFolder(t);
  const git = gitIn(root, { PATH: root });
  assert.deepEqual(await git.repository(), { available: false, reason: 'git-not-found' });
  assert.deepEqual(await git.objectKinds(['abcdef1']), new Map());
  assert.deepEqual(await git.ignored(['a']), new Set());
  assert.equal(await git.listFiles(), undefined);
  assert.equal(await git.isCommitted('a', Buffer.from('')), false);
});

test('a shallow clone says that it is partial', async (t) => {
  const folder = await temporaryFolder(t);
  const origin = await createRepository(join(folder, 'origin'));
  const first = origin.commit('one');
  const second = origin.commit('two');
  origin.git('clone', '--quiet', '--depth=1', `file://${origin.root}`, '../shallow');
  const root = join(folder, 'shallow');
  assert.deepEqual(await facts(root), { head: second, branch: 'main', isPartial: true });
  assert.deepEqual([...(await gitIn(root).objectKinds([first, second])).values()], ['missing', 'commit']);
});

test('a partial clone says that it is partial, and fetches nothing', async (t) => {
  const folder = await temporaryFolder(t);
  const origin = await createRepository(join(folder, 'origin'));
  origin.git('config', 'uploadpack.allowFilter', 'true');
  const blobs: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    await origin.write(name, name);
    blobs.push(origin.pipe(name, 'hash-object', '--stdin'));
  }
  const head = origin.commit('one');
  origin.git(
    'clone',
    '--quiet',
    '--no-checkout',
    '--filter=blob:none',
    `file://${origin.root}`,
    '../partial',
  );
  const root = join(folder, 'partial');
  assert.deepEqual(await facts(root), { head, branch: 'main', isPartial: true });
  const [a = '', b = '', c = ''] = blobs;
  const nowhere = 'f'.repeat(40);
  const kinds = await gitIn(root).objectKinds([a, head, b, nowhere, c, head.slice(0, 9)]);
  assert.deepEqual(Object.fromEntries(kinds), {
    ...Object.fromEntries([a, b, c, nowhere].map((hash) => [hash, 'missing'])),
    ...Object.fromEntries([head, head.slice(0, 9)].map((hash) => [hash, 'commit'])),
  });
  assert.match(
    repositoryAt(root).git('rev-list', '--objects', '--missing=print', 'HEAD'),
    new RegExp(`\\?${a}`),
  );
});

test('a hash is told for what it names', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  await repository.write('a.ts', 'a');
  const commit = repository.commit('one');
  repository.git('tag', '--annotate', '--message=x', 'v1');
  const tag = repository.git('rev-parse', 'v1');
  const tree = repository.git('rev-parse', 'HEAD^{tree}');
  const blob = repository.git('rev-parse', 'HEAD:a.ts');
  repository.git('branch', 'deadbee');
  const expected: Record<string, string> = {
    [commit]: 'commit',
    [commit.slice(0, 7)]: 'commit',
    [commit.slice(0, 12)]: 'commit',
    [tag]: 'other',
    [tree]: 'other',
    [blob]: 'other',
    [blob.slice(0, 8)]: 'other',
    ['1'.repeat(40)]: 'missing',
    ['1'.repeat(64)]: 'missing',
    '7654321': 'missing',
    // A branch of that name is no object of that name.
    deadbee: 'missing',
    [commit.slice(0, 6)]: 'missing',
    [commit.toUpperCase()]: 'missing',
    HEAD: 'missing',
    main: 'missing',
    'HEAD:../../etc/passwd': 'missing',
    [`${commit}\n${commit}`]: 'missing',
    '--help': 'missing',
    '': 'missing',
  };
  const kinds = await gitIn(root).objectKinds([...Object.keys(expected), commit]);
  assert.deepEqual(Object.fromEntries(kinds), expected);
  assert.deepEqual(await gitIn(root).objectKinds([]), new Map());
});

test('a short hash that several objects share', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  const tree = repository.git('write-tree');
  const blobs = new Map<string, string>();
  let twins: readonly [string, string] | undefined;
  let couple: readonly [string, string] | undefined;
  for (let index = 0; twins === undefined || couple === undefined; index += 1) {
    const blob = `blob ${index}`;
    const key = hashOf('blob', blob).slice(0, 7);
    const other = blobs.get(key);
    if (other !== undefined) {
      twins ??= [blob, other];
    }
    blobs.set(key, blob);
    const commit = `tree ${tree}\nauthor A <a@b> ${index} +0000\ncommitter A <a@b> ${index} +0000\n\nx\n`;
    const brother = blobs.get(hashOf('commit', commit).slice(0, 7));
    if (brother !== undefined) {
      couple ??= [commit, brother];
    }
  }
  for (const blob of [...twins, couple[1]]) {
    repository.pipe(blob, 'hash-object', '-w', '--stdin');
  }
  repository.pipe(couple[0], 'hash-object', '-w', '-t', 'commit', '--stdin');
  const shared = hashOf('blob', twins[0]).slice(0, 7);
  const sharedWithCommit = hashOf('commit', couple[0]).slice(0, 7);
  assert.deepEqual(Object.fromEntries(await gitIn(root).objectKinds([shared, sharedWithCommit])), {
    [shared]: 'ambiguous',
    [sharedWithCommit]: 'commit',
  });
});

function hashOf(type: string, content: string): string {
  return createHash('sha1')
    .update(`${type} ${Buffer.byteLength(content)}\0${content}`)
    .digest('hex');
}

test('ten thousand hashes take one process', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  const head = repository.commit('one');
  const hashes = Array.from({ length: 10_000 }, (_, index) => hashOf('blob', `${index}`));
  const kinds = await gitIn(root).objectKinds([...hashes, head]);
  assert.equal(kinds.size, 10_001);
  assert.equal(kinds.get(head), 'commit');
  assert.ok(hashes.every((hash) => kinds.get(hash) === 'missing'));
});

test('a repository of SHA-256 hashes', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root, '--object-format=sha256');
  await repository.write('a.md', '# a');
  const head = repository.commit('one');
  assert.equal(head.length, 64);
  assert.deepEqual(await facts(root), { head, branch: 'main', isPartial: false });
  const kinds = await gitIn(root).objectKinds([head, head.slice(0, 40)]);
  assert.deepEqual([...kinds.values()], ['commit', 'commit']);
  assert.ok(await gitIn(root).isCommitted('a.md', Buffer.from('# a')));
});

test('ignored paths, with every place where rules stand', async (t) => {
  const folder = await temporaryFolder(t);
  const inner = await createRepository(join(folder, 'inner'));
  inner.commit('inner');
  const root = join(folder, 'outer');
  const repository = await createRepository(root);
  await repository.write('.gitignore', 'dist/\n*.log\n!keep.log\n/only-here\n');
  await repository.write('docs/.gitignore', 'drafts\n');
  await repository.write('.git/info/exclude', 'private\n');
  repository.commit('one');
  repository.git('submodule', 'add', '--quiet', inner.root, 'libs/sub');
  await symlink('docs', join(root, 'link'));

  const ignored = [
    'dist/app.js',
    'a/dist/b/c.js',
    'x.log',
    'docs/drafts/a.md',
    'private',
    'only-here',
    ':(top)x.log',
    'sp ace\n.log',
  ];
  const others = ['src/app.ts', 'keep.log', 'docs/a.md', 'sub/only-here', 'gone', ':x', '*'];
  const odd = [
    'libs/sub/x.log',
    'libs/sub/y/z.log',
    'link/drafts',
    'link/x.log',
    '../x.log',
    '/x.log',
    '',
    'a\\b.log',
  ];
  const asked = [...odd.slice(0, 2), ...others, ...odd.slice(2), ...ignored, 'libs/sub/last.log', 'last.log'];
  assert.deepEqual([...(await gitIn(root).ignored(asked))], [...ignored, 'last.log']);
  assert.deepEqual(await gitIn(root).ignored([]), new Set());
});

test('the list of files is what the project consists of', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  await repository.write('.gitignore', 'dist/\n');
  for (const path of ['a.ts', 'gone.ts', 'ü ö.md', 'dist/x.js', '.plan-review/reviews/a/review.json']) {
    await repository.write(path, '');
  }
  repository.commit('one');
  await repository.write('new.ts', '');
  await rm(join(root, 'gone.ts'));
  const nested = await createRepository(join(root, 'worktrees/side'));
  await nested.write('a.ts', '');
  nested.commit('copy');
  assert.deepEqual(await gitIn(root).listFiles(), ['.gitignore', 'a.ts', 'new.ts', 'ü ö.md']);
});

test('whether a plan is committed as it is', async (t) => {
  const root = await temporaryFolder(t);
  const repository = await createRepository(root);
  await repository.write('docs/a.md', 'one\ntwo\n');
  await repository.write('-odd name:x.md', 'odd');
  repository.commit('one');
  await repository.write('docs/b.md', 'staged');
  repository.git('add', 'docs/b.md');
  const git = gitIn(root);
  const isCommitted = (path: string, content: string) => git.isCommitted(path, Buffer.from(content));
  assert.equal(await isCommitted('docs/a.md', 'one\ntwo\n'), true);
  assert.equal(await isCommitted('docs/a.md', 'one\r\ntwo\r\n'), true, 'line endings are not content');
  assert.equal(await isCommitted('docs/a.md', 'one\ntwo'), false);
  assert.equal(await isCommitted('docs/b.md', 'staged'), false);
  assert.equal(await isCommitted('docs/no.md', ''), false);
  assert.equal(await isCommitted('docs', ''), false);
  assert.equal(await isCommitted('-odd name:x.md', 'odd'), true);
  assert.equal(await isCommitted('../a.md', 'one'), false);
});

// Only root can give a folder to somebody else.
if (process.getuid?.() === 0) {
  test('a repository of another user is told, with the way out', async (t) => {
    const root = join(await temporaryFolder(t), 'theirs');
    const repository = await createRepository(root);
    repository.commit('one');
    await chown(root, 65534, 65534);
    await chown(join(root, '.git'), 65534, 65534);
    const warnings: string[] = [];
    const logger = { info: () => undefined, warn: (text: string) => void warnings.push(text) };
    const git = createGit({ root, isTrusted: true, environment: EMPTY_ENVIRONMENT, logger });
    const answer = await git.repository();
    assert.ok(!answer.available);
    assert.equal(answer.reason, 'not-a-repository');
    assert.match(answer.detail ?? '', /belongs to another user.*safe\.directory/);
    assert.deepEqual(warnings, [answer.detail]);
  });
}

test('what changed between two commits is told by path, and nothing is told of what is not there', async (t) => {
  const repository = await createRepository(join(await temporaryFolder(t), 'r'));
  await repository.write('a.txt', 'one\n');
  const first = repository.commit('one');
  await repository.write('a.txt', 'two\n');
  await repository.write('docs/ä b.md', 'new\n');
  const second = repository.commit('two');
  const git = gitIn(repository.root);
  assert.deepEqual(await git.changedBetween(first, second), ['a.txt', 'docs/ä b.md']);
  assert.deepEqual(await git.changedBetween(second, first), ['a.txt', 'docs/ä b.md']);
  assert.deepEqual(await git.changedBetween(first, first), []);
  assert.equal(await git.changedBetween('0'.repeat(40), second), undefined);
  assert.equal(await git.changedBetween('--output=x', second), undefined);
  const untrusted = createGit({ root: repository.root, isTrusted: false, environment: EMPTY_ENVIRONMENT });
  assert.equal(await untrusted.changedBetween(first, second), undefined);
});

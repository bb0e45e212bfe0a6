import assert from 'node:assert/strict';
import { lstat, mkdir, readdir, readlink, realpath, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test from 'node:test';
import { createNodeFiles } from '../../src/core/system/nodeFiles.ts';
import { lookUpTree, type LookupSystem } from '../../src/core/system/treeEntries.ts';
import { makePipe } from '../support/makePipe.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Makes empty files below `root`, with their folders. */
async function plant(root: string, ...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), '');
  }
}

async function kindsOf(root: string, paths: readonly string[]): Promise<Record<string, string>> {
  return Object.fromEntries(await createNodeFiles({ root }).kinds(paths));
}

test('each path is told for what it is', async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'src/app.ts', 'README.md', 'a:b');
  assert.deepEqual(
    await kindsOf(root, [
      'src/app.ts',
      'src',
      'src/',
      './README.md',
      'src//app.ts',
      'src/../README.md',
      '',
      '.',
      'no',
    ]),
    {
      'src/app.ts': 'file',
      src: 'directory',
      'src/': 'directory',
      './README.md': 'file',
      'src//app.ts': 'file',
      'src/../README.md': 'file',
      '': 'directory',
      '.': 'directory',
      no: 'missing',
    },
  );
  assert.deepEqual(
    Object.values(
      await kindsOf(root, ['README.md/x', 'no/x/y', 'readme.md', 'SRC/app.ts', 'x'.repeat(5000)]),
    ),
    ['missing', 'missing', 'missing', 'missing', 'missing'],
  );
});

test('what leaves the tree by its wording is outside', async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'a');
  const name = basename(root);
  const paths = [
    '..',
    '../x',
    `../${name}/a`,
    'a/../../x',
    '/etc/passwd',
    'C:/a',
    'c:a',
    'a\\b',
    '\\\\host\\a',
    'a\0b',
    '//host/a',
  ];
  assert.deepEqual(new Set(Object.values(await kindsOf(root, paths))), new Set(['outside']));
});

test('what leaves the tree through a link is outside, and is not looked at', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await plant(elsewhere, 'secret', 'folder/secret');
  await plant(root, 'src/app.ts');
  await symlink(elsewhere, join(root, 'out'));
  await symlink(join(elsewhere, 'secret'), join(root, 'file'));
  await symlink(join(elsewhere, 'nothing'), join(root, 'dangling'));
  await symlink('out/folder', join(root, 'twice'));
  await symlink('../..', join(root, 'src/up'));
  const paths = ['out', 'out/secret', 'out/nothing', 'file', 'dangling', 'twice', 'twice/secret', 'src/up'];
  assert.deepEqual(new Set(Object.values(await kindsOf(root, paths))), new Set(['outside']));

  const touched: string[] = [];
  const tree = await lookUpTree(root, watched(touched));
  for (const path of paths) {
    await tree.at(path);
  }
  assert.deepEqual(
    touched.filter((path) => !path.toLowerCase().startsWith(root.toLowerCase())),
    [],
  );
});

test('links inside the tree are followed, however the root is spelled', async (t) => {
  const real = await temporaryFolder(t);
  await plant(real, 'tree/src/app.ts');
  await symlink('tree', join(real, 'alias'));
  const tree = join(real, 'tree');
  await symlink('src', join(tree, 'relative'));
  await symlink(join(real, 'alias/src'), join(tree, 'byAlias'));
  await symlink(join(tree, 'src/app.ts'), join(tree, 'byName'));
  await symlink('gone', join(tree, 'dangling'));
  for (const root of [tree, join(real, 'alias')]) {
    const kinds = await kindsOf(root, ['relative/app.ts', 'byName', 'dangling', 'relative']);
    assert.deepEqual(Object.values(kinds), ['file', 'file', 'missing', 'directory'], root);
  }
  assert.deepEqual(await kindsOf(join(real, 'alias'), ['byAlias/app.ts']), { 'byAlias/app.ts': 'file' });
});

test('links in a circle end', { timeout: 10_000 }, async (t) => {
  const root = await temporaryFolder(t);
  await symlink('b', join(root, 'a'));
  await symlink('a', join(root, 'b'));
  await symlink('self/x', join(root, 'self'));
  // Each of these leads to the one before it in two ways.
  await mkdir(join(root, 'l0'));
  for (let link = 1; link < 60; link += 1) {
    await symlink(`l${link - 1}/../l${link - 1}`, join(root, `l${link}`));
  }
  const kinds = await kindsOf(root, ['a', 'b', 'a/x', 'self', 'self/x/y', 'l10', 'l59']);
  assert.deepEqual(Object.values(kinds), [
    'missing',
    'missing',
    'missing',
    'missing',
    'missing',
    'directory',
    'missing',
  ]);
});

test('a pipe is there, and asking about it does not wait', { timeout: 5_000 }, async (t) => {
  const root = await temporaryFolder(t);
  makePipe(join(root, 'pipe'));
  assert.deepEqual(await kindsOf(root, ['pipe']), { pipe: 'file' });
});

test('a root that is not there holds nothing', async (t) => {
  const root = join(await temporaryFolder(t), 'gone');
  assert.deepEqual(await kindsOf(root, ['a', '..']), { a: 'missing', '..': 'outside' });
  assert.deepEqual(await createNodeFiles({ root }).list(), []);
});

test('each folder on the way is looked at once for ten thousand paths', async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'a/b/c/app.ts');
  const touched: string[] = [];
  const tree = await lookUpTree(root, watched(touched));
  for (let path = 0; path < 10_000; path += 1) {
    await tree.at(`a/b/c/${path}`);
  }
  assert.ok(touched.length < 10_010, `${touched.length} calls`);
});

test('many paths of one folder are answered by its list as by a look at each', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await plant(elsewhere, 'secret.ts');
  await plant(root, 'a/app.ts', 'a/sub/x.ts', 'a/late.ts');
  await symlink('app.ts', join(root, 'a/link.ts'));
  await symlink(join(elsewhere, 'secret.ts'), join(root, 'a/out.ts'));
  const missing = Array.from({ length: 1000 }, (_, index) => `a/gone${index}.ts`);
  const paths = [...missing, 'a/app.ts', 'a/sub', 'a/link.ts', 'a/out.ts', 'a/late.ts', 'a/APP.ts'];
  const touched: string[] = [];
  const tree = await lookUpTree(root, watched(touched));
  const kinds = await Promise.all(paths.map(async (path) => tree.kindAt(path)));
  assert.ok(touched.length < 40, `${touched.length} calls`);
  const alone = await lookUpTree(root);
  assert.deepEqual(kinds, await Promise.all(paths.map(async (path) => (await alone.at(path)).kind)));
  assert.deepEqual(kinds.slice(-6), ['file', 'directory', 'file', 'outside', 'file', 'missing']);
  const blind = await lookUpTree(root, caseBlind(plain));
  assert.deepEqual(await Promise.all(paths.map(async (path) => blind.kindAt(path))), kinds);
});

/** A file system where `README.md` can also be had as `readme.md`, over a real one. */
function caseBlind(system: LookupSystem): LookupSystem {
  const spelled = async (path: string): Promise<string> => {
    if (path === '/') {
      return path;
    }
    const folder = await spelled(dirname(path));
    const wanted = basename(path).toLowerCase();
    const name = (await readdir(folder)).find((candidate) => candidate.toLowerCase() === wanted);
    return join(folder, name ?? basename(path));
  };
  return { ...system, lstat: async (path) => system.lstat(await spelled(path)) };
}

const plain: LookupSystem = {
  lstat,
  readlink,
  entries: (folder) => readdir(folder, { withFileTypes: true }),
  realpath,
};

/** Notes every path that is asked about. */
function watched(touched: string[], system: LookupSystem = plain): LookupSystem {
  const note =
    <T>(ask: (path: string) => Promise<T>) =>
    (path: string): Promise<T> => {
      touched.push(path);
      return ask(path);
    };
  return {
    lstat: note(system.lstat),
    readlink: note(system.readlink),
    entries: note(system.entries),
    realpath: note(system.realpath),
  };
}

test('another spelling is missing where the file system does not tell cases apart', async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'README.md', 'src/App.ts');
  const blind = caseBlind(plain);
  assert.ok((await blind.lstat(join(root, 'readme.md'))).isFile());
  const tree = await lookUpTree(root, blind);
  const kinds = new Map<string, string>();
  for (const path of ['README.md', 'readme.md', 'src/App.ts', 'src/app.ts', 'SRC/App.ts', 'src']) {
    kinds.set(path, (await tree.at(path)).kind);
  }
  assert.deepEqual(Object.fromEntries(kinds), {
    'README.md': 'file',
    'readme.md': 'missing',
    'src/App.ts': 'file',
    'src/app.ts': 'missing',
    'SRC/App.ts': 'missing',
    src: 'directory',
  });
});

test('the spelling costs nothing where the file system tells cases apart', async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'src/app.ts');
  const touched: string[] = [];
  const entries: LookupSystem['entries'] = () => assert.fail('no folder needs to be read');
  const tree = await lookUpTree(root, watched(touched, { ...plain, entries }));
  assert.equal((await tree.at('src/app.ts')).kind, 'file');
});

test('a list without git has the files that people write', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await plant(elsewhere, 'secret');
  await plant(
    root,
    'README.md',
    'src/app.ts',
    'src/lib/build.ts',
    'build/rules.mk',
    'bin/run',
    'docs/a b/ü.md',
    '.github/workflows/ci.yml',
    '.git/HEAD',
    'node_modules/x/index.js',
    'dist/app.js',
    'packages/a/node_modules/y.js',
    '.venv/bin/python',
    '.plan-review/reviews/x/review.json',
    'coverage/index.html',
    'a/__pycache__/a.pyc',
    'worktree/.git',
  );
  await symlink(elsewhere, join(root, 'link'));
  await symlink('.', join(root, 'src/loop'));
  assert.deepEqual(await createNodeFiles({ root }).list(), [
    '.github/workflows/ci.yml',
    'README.md',
    'bin/run',
    'build/rules.mk',
    'docs/a b/ü.md',
    'src/app.ts',
    'src/lib/build.ts',
  ]);
});

test("git's list is taken where there is one, with the files of submodules", async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'sub/b.ts', 'sub/.git', 'sub/node_modules/x.js', 'a.ts', 'ignored.log');
  const files = createNodeFiles({ root, listTracked: () => Promise.resolve(['z.ts', 'sub/', 'a.ts']) });
  assert.deepEqual(await files.list(), ['a.ts', 'sub/b.ts', 'z.ts']);
  const without = createNodeFiles({ root, listTracked: () => Promise.resolve(undefined) });
  assert.deepEqual(await without.list(), ['a.ts', 'ignored.log', 'sub/b.ts']);
});

test('a list is cut at 200,000 files', async () => {
  const many = Array.from({ length: 200_005 }, (_, index) => `f${index}`);
  const files = createNodeFiles({ root: 'nowhere', listTracked: () => Promise.resolve(many) });
  assert.equal((await files.list()).length, 200_000);
});

test('asking can be given up', async (t) => {
  const root = await temporaryFolder(t);
  await plant(root, 'a', 'b/c');
  const signal = AbortSignal.abort();
  const files = createNodeFiles({ root });
  await assert.rejects(files.kinds(['a'], signal), { code: 'cancelled' });
  await assert.rejects(files.list(signal), { code: 'cancelled' });
  const controller = new AbortController();
  const midway = createNodeFiles({
    root,
    listTracked: () => {
      controller.abort();
      return Promise.resolve(['b/']);
    },
  });
  await assert.rejects(midway.list(controller.signal), { code: 'cancelled' });
});

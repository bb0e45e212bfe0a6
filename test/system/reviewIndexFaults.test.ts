import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, open, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync } from 'node:sqlite';
import test, { type TestContext } from 'node:test';
import { withoutExperimentalWarning } from '../../src/core/store/reviewIndex/sqlite.ts';
import { readArtifacts } from '../support/panel/panelWorld.ts';
import {
  answersOf,
  answersOfArtifacts,
  openIndex,
  type TestIndex,
} from '../support/reviewIndex/openIndex.ts';
import { runAsNobody } from '../support/runAsNobody.ts';
import { runCli } from '../support/runCli.ts';
import { runRound } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

interface Workspace {
  readonly root: string;
  /** The file of the index. */
  readonly file: string;
  readonly index: TestIndex;
  /** Asserts that the index answers as the artifacts say, and that those are as they were. */
  readonly answersRight: () => Promise<void>;
}

/** A workspace with two reviews and an index that holds them. */
async function workspace(context: TestContext): Promise<Workspace> {
  const root = await temporaryFolder(context);
  for (const path of ['one.md', 'two.md']) {
    await runRound(storeOf(root), path, { text: path, findings: 2 });
  }
  const index = openIndex(root, { patience: 300 });
  const right = await answersOfArtifacts(root);
  assert.equal(right.findings.total, 4);
  assert.deepEqual(await answersOf(index), right);
  const reviews = join(root, '.plan-review/reviews');
  const before = await readArtifacts(reviews);
  return {
    root,
    file: join(root, '.plan-review/index.db'),
    index,
    answersRight: async () => {
      assert.deepEqual(await answersOf(index), right);
      assert.deepEqual(await readArtifacts(reviews), before);
    },
  };
}

/** Every kind of damage, and what does it. */
const damages: Readonly<Record<string, (file: string) => Promise<void>>> = {
  'no database at all': (file) => writeFile(file, 'not a database '.repeat(1000)),
  'a database that ends in the middle': async (file) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.subarray(0, Math.floor(bytes.length / 2 / 4096) * 4096 + 100));
  },
  'pages with something else in them': async (file) => {
    const { size } = await stat(file);
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
    await handle.close();
  },
  'tables of a stranger': async (file) => {
    await rm(file);
    await alter(file, 'CREATE TABLE recipes (name TEXT)');
  },
  'a trigger of a stranger': (file) =>
    alter(file, `CREATE TRIGGER lie AFTER INSERT ON findings BEGIN DELETE FROM findings; END`),
  'a row that nobody wrote like that': (file) => alter(file, `UPDATE findings SET severity = 'harmless'`),
  'a row whose JSON is torn': (file) => alter(file, `UPDATE review_campaigns SET movement = '{"new":'`),
};

function alter(file: string, sql: string): Promise<void> {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
  return Promise.resolve();
}

for (const [what, damage] of Object.entries(damages)) {
  test(`an index that is ${what} is put aside and built anew`, async (t) => {
    const { root, file, index, answersRight } = await workspace(t);
    await damage(file);
    await answersRight();
    assert.equal(index.told.length, 1);
    assert.match(
      index.told[0] ?? '',
      /^The index of reviews was damaged\. It was put aside as ".plan-review\/index\.db-damaged"/,
    );
    const names = await readdir(join(root, '.plan-review'));
    assert.deepEqual(
      names.filter((name) => name.startsWith('index')),
      ['index.db', 'index.db-damaged'],
    );
    await answersRight();
    assert.equal(index.told.length, 1, 'once');
  });
}

test('an index of a newer version is left alone, and says which', async (t) => {
  const { file, index } = await workspace(t);
  await alter(file, 'PRAGMA user_version = 99');
  const bytes = await readFile(file);
  const refusal = {
    code: 'index-newer',
    message:
      /^The index of reviews, ".plan-review\/index\.db", has version 99, and this Plan Review knows versions up to \d+\.$/,
    wayOut: /^Update Plan Review, or delete/,
  };
  await assert.rejects(index.campaigns({}), refusal);
  await assert.rejects(index.reindex(), refusal);
  await index.note('one.md');
  assert.deepEqual(await readFile(file), bytes);
});

test('an index of an earlier version is derived again', async (t) => {
  const { file, index, answersRight } = await workspace(t);
  await rm(file);
  await alter(file, 'PRAGMA user_version = 0');
  await answersRight();
  assert.deepEqual(index.told, []);
});

test('while another program holds the index, the artifacts answer, and reindexing says who to close', async (t) => {
  const { file, root, index, answersRight } = await workspace(t);
  const other = new DatabaseSync(file);
  t.after(() => other.close());
  other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE sources SET signature = signature');
  await runRound(storeOf(root), 'three.md', { text: 'three', findings: 1 });
  await index.note('three.md');
  assert.match(
    index.told.join('\n'),
    /^".plan-review\/index\.db" has not taken in the review of "three\.md"/,
  );
  assert.equal((await index.findings({})).total, 5);
  assert.equal(
    index.told.at(-1),
    'The index of reviews, ".plan-review/index.db", is held by another program. The answer comes from the reviews themselves. Close the program that has it open, and try again.',
  );
  await assert.rejects(index.reindex(), { code: 'index-busy', isRetryable: true });
  other.exec('ROLLBACK; PRAGMA locking_mode = NORMAL; SELECT * FROM sources');
  await rm(join(root, '.plan-review/reviews/three'), { recursive: true });
  await answersRight();
});

for (const [what, put] of [
  ['a folder', (file: string) => mkdir(file)],
  ['a link', (file: string) => symlink('/etc/hostname', file)],
] as const) {
  test(`${what} in the place of the index stays, and the artifacts answer`, async (t) => {
    const { file, index, answersRight } = await workspace(t);
    await rm(file);
    await put(file);
    await answersRight();
    assert.match(
      index.told[0] ?? '',
      /cannot be written: a (?:folder|link or a special file) stands in its place\..* Rename or remove ".plan-review\/index\.db"\.$/,
    );
    await assert.rejects(index.reindex(), { code: 'index-unwritable' });
  });
}

const isPosix = process.platform !== 'win32';

/** What a process says that may not write: the number of findings, what its log says, and how reindexing goes. */
function askingScript(root: string): string {
  const support = new URL('../support/reviewIndex/openIndex.ts', import.meta.url).href;
  return `
    import { openIndex } from ${JSON.stringify(support)};
    const index = openIndex(${JSON.stringify(root)}, { patience: 300 });
    console.log((await index.findings({})).total);
    console.log(index.told.join('\\n'));
    await index.reindex().catch((error) => console.log(error.code, error.message, error.wayOut));`;
}

if (isPosix) {
  for (const [what, modes] of [
    ['folder', { '.plan-review': 0o555 }],
    ['file', { '.plan-review/index.db': 0o444 }],
  ] as const) {
    test(`from a read-only ${what} the artifacts answer`, async (t) => {
      const { root, file, answersRight } = await workspace(t);
      await chmod(root, 0o755);
      await alter(file, `UPDATE sources SET signature = 'outdated'`);
      for (const [path, mode] of Object.entries(modes)) {
        await chmod(join(root, path), mode);
      }
      const bytes = await readFile(file);
      const [total, told, refused] = (await runAsNobody(askingScript(root))).split('\n');
      await chmod(join(root, '.plan-review'), 0o755);
      await chmod(file, 0o644);
      assert.equal(total, '4');
      assert.match(told ?? '', /cannot be written: .*\. The answer comes from the reviews themselves\. /);
      assert.match(refused ?? '', /^index-unwritable The index of reviews/);
      assert.deepEqual(await readFile(file), bytes);
      await answersRight();
    });
  }

  test('on a full disk the artifacts answer', async (t) => {
    const { root, file, answersRight } = await workspace(t);
    await rm(file);
    // Files may grow to 32 KiB: as much as the tables take by themselves.
    const script = `ulimit -f 64; exec "$0" --input-type=module-typescript --eval "$1"`;
    const child = spawn('bash', ['-c', script, process.execPath, askingScript(root)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    await once(child, 'close');
    const [total, told, refused] = said.split('\n');
    assert.equal(total, '4');
    assert.match(
      told ?? '',
      /cannot be written: the disk (?:is full|reports an error)\. The answer comes from the reviews/,
    );
    assert.match(refused ?? '', /^index-unwritable /);
    await answersRight();
  });
}

test('a Node.js without SQLite reviews, and says what it lacks', async (t) => {
  const root = await temporaryFolder(t);
  execFileSync('git', ['init', '--quiet', root]);
  await writeFile(join(root, 'plan.md'), '# Plan\n');
  const options = { cwd: root, environment: { NODE_OPTIONS: '--no-experimental-sqlite' } };
  const reviewed = await runCli(
    ['review', 'plan.md', '--reviewers', 'checks', '--fail-on', 'never'],
    options,
  );
  assert.equal(reviewed.status, 0);
  assert.equal(reviewed.err, '');
  for (const command of ['list', 'reindex']) {
    const { status, out, err } = await runCli([command], options);
    assert.equal(status, 2, command);
    assert.equal(out, '');
    assert.equal(
      err,
      'plan-review: Questions about all reviews need SQLite, which this Node.js does not have.\n  Use Node.js 22.13 or later. Checking and reviewing plans, one by one, works without it.\n',
    );
  }
  const doctor = await runCli(['doctor'], options);
  assert.match(doctor.out, /^! Queries: Node\.js \S+ has no SQLite.*\n {4}→ Use Node\.js 22\.13 or later/m);
  const listed = await runCli(['list'], { cwd: root });
  assert.match(listed.out, /^plan@1 /);
  assert.equal(listed.err, '', 'no warning either');
});

test('only the warning of an experimental module is kept from the user', async () => {
  const warned: string[] = [];
  const take = (warning: Error): void => void warned.push(`${warning.name}: ${warning.message}`);
  process.on('warning', take);
  const result = withoutExperimentalWarning(() => {
    process.emitWarning('SQLite is an experimental feature', 'ExperimentalWarning');
    process.emitWarning('something else', { type: 'TestWarning' });
    return 1;
  });
  process.emitWarning('behind it', 'TestWarning');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', take);
  assert.equal(result, 1);
  assert.deepEqual(warned, ['TestWarning: something else', 'TestWarning: behind it']);
});

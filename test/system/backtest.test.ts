import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import { run } from '../../src/cli/run.ts';
import { backtestReportSchema, type BacktestReport } from '../../src/core/domain/backtestReport.ts';
import { ignoreRules } from '../../src/core/system/ignoreRules.ts';
import { fakeGit } from '../support/git/fakeGit.ts';
import { createRepository, repositoryAt, type TestRepository } from '../support/git/testRepository.ts';
import { runCli } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const plan = `# Retries

Modify \`src/app.ts\`, which is as it was in commit HASH. Modify \`src/ghost.ts\` and \`src/ghost.ts\` again.
Modify \`src/later.ts\`, and see commit 9f8e7d6. Update \`src/old.ts\` and \`out/log.txt\`.

## New files

- \`src/new.ts\`
- \`lib/tool.ts\`
- \`src/never.ts\`
`;

/** A repository whose second commit brings a plan, and whose later ones do a part of what it says. */
async function history(context: TestContext): Promise<TestRepository & { commits: string[] }> {
  const repository = await createRepository(join(await temporaryFolder(context), 'r'));
  const commits: string[] = [];
  const commit = (message: string): void => void commits.push(repository.commit(message));
  await repository.write('src/app.ts', 'export {};\n');
  await repository.write('src/old.ts', 'old\n'.repeat(9));
  await repository.write('.gitignore', 'out/\n');
  commit('begin');
  await repository.write('docs/plans/retries.md', plan.replace('HASH', commits[0] ?? ''));
  await repository.write('docs/plans/README.md', '# Plans\n\nModify `src/nothing.ts`.\n');
  await rm(join(repository.root, 'src/old.ts'));
  commit('plan, and the first step of it');
  await repository.write('src/later.ts', 'later\n');
  await repository.write('src/new.ts', 'new\n');
  await repository.write('packages/a/lib/tool.ts', 'tool\n');
  commit('work');
  await rm(join(repository.root, 'src/new.ts'));
  repository.git('mv', 'docs/plans/retries.md', 'docs/plans/RETRIES-done.md');
  commit('done');
  return { ...repository, commits };
}

function reportOf(out: string): BacktestReport {
  return backtestReportSchema.parse(JSON.parse(out));
}

test('what a plan claims of a file holds as it was before the plan’s own commit, or behind it', async (context) => {
  const repository = await createRepository(join(await temporaryFolder(context), 'r'));
  await repository.write('src/app.ts', `export function deliver() {}\n${'// old\n'.repeat(20)}`);
  repository.commit('begin');
  await repository.write('src/app.ts', 'export function resend() {}\n');
  await repository.write(
    'docs/plans/retries.md',
    '# Retries\n\nToday `deliver()` in `src/app.ts:18` sends, `resend()` in `src/app.ts:1` has its lines, and `flush()` in `src/app.ts:2` ends it.\n',
  );
  repository.commit('the plan with its work');
  const { out } = await runCli(['backtest', '--json'], { cwd: repository.root });
  assert.deepEqual(
    reportOf(out).plans[0]?.fails.map(({ kind, value }) => [kind, value]),
    [['symbol', 'flush()']],
  );
});

test('a plan is checked as of the commit that brought it, and followed up to HEAD', async (context) => {
  const { root, commits } = await history(context);
  const { out, err, status } = await runCli(['backtest', '--json'], { cwd: root });
  assert.deepEqual([status, err], [0, '']);
  const { plans, head, commits: size, summary } = reportOf(out);
  assert.deepEqual([plans.length, head.hash, size], [1, commits[3], 4]);
  const [checked] = plans;
  assert.deepEqual([checked?.path, checked?.commit.hash], ['docs/plans/retries.md', commits[1]]);
  assert.deepEqual(
    checked?.fails.map(({ kind, value, outcome, arrival }) => [kind, value, outcome, arrival?.commit.hash]),
    [
      ['file', 'src/ghost.ts', 'stood', undefined],
      ['file', 'src/later.ts', 'came-later', commits[2]],
      ['commit', '9f8e7d6', 'stood', undefined],
    ],
  );
  assert.deepEqual(
    checked?.creates.map(({ value, outcome, arrival }) => [value, outcome, arrival?.path]),
    [
      ['src/new.ts', 'kept', 'src/new.ts'],
      ['lib/tool.ts', 'kept-elsewhere', 'packages/a/lib/tool.ts'],
      ['src/never.ts', 'not-kept', undefined],
    ],
  );
  assert.deepEqual(summary.fails, { stood: 2, cameLater: 1 });
  assert.deepEqual(summary.creates, { kept: 1, keptElsewhere: 1, notKept: 1 });
});

test('the text tells the same, and nothing is checked out', async (context) => {
  const { root } = await history(context);
  const { out, status } = await runCli(['backtest', 'docs/plans/*.md'], { cwd: root });
  assert.equal(status, 0);
  assert.match(out, /^=+\nBacktest: 2 plans, 4 commits up to [0-9a-f]{10}\n=+\n/);
  assert.match(out, /docs\/plans\/retries\.md \([0-9a-f]{10}, 2026-03-01\)\n/);
  assert.match(out, /✗ 3:\d+ file src\/ghost\.ts: no such file or folder, and nothing since/);
  assert.match(out, /! 4:\d+ file src\/later\.ts: .*, but came later, as src\/later\.ts in [0-9a-f]{10} on/);
  assert.match(out, /To be created: 3, of which 2 came\n.* lib\/tool\.ts came as packages\/a\/lib\/tool\.ts/);
  assert.match(out, /Failures: 4, of which 3 stood \(75 %\) and 1 came true later\n/);
  assert.ok(!existsSync(join(root, 'src/new.ts')));
});

test('globs count from where the user stands; what fits none ends with 2', async (context) => {
  const { root } = await history(context);
  const below = await runCli(['backtest', '--json', 'plans'], { cwd: join(root, 'docs') });
  assert.equal(reportOf(below.out).plans.length, 2);
  const none = await runCli(['backtest', 'specs'], { cwd: root });
  assert.deepEqual([none.status, none.out], [2, '']);
  assert.match(none.err, /^plan-review: The history has no plans in specs\.\n {2}Name them with a glob/);
  const outside = await runCli(['backtest', '../other/*.md'], { cwd: root });
  assert.equal(outside.status, 2);
  assert.match(outside.err, /outside/);
});

test('without a whole history there is no backtest, and what is missing is named', async (context) => {
  const { root } = await history(context);
  const folder = await temporaryFolder(context);
  const said = async (
    cwd: string,
    environment?: Record<string, string>,
  ): Promise<[number | null, string]> => {
    const { status, err } = await runCli(['backtest'], {
      cwd,
      ...(environment === undefined ? {} : { environment }),
    });
    return [status, err];
  };
  repositoryAt(folder).git('clone', '--quiet', '--depth=1', `file://${root}`, 'shallow');
  const [shallow, aboutShallow] = await said(join(folder, 'shallow'));
  assert.equal(shallow, 2);
  assert.match(aboutShallow, /does not hold the whole history.*\n {2}Run `git fetch --unshallow`/);
  const empty = await createRepository(join(folder, 'empty'));
  assert.match((await said(empty.root))[1], /no commits yet/);
  await rm(join(empty.root, '.git'), { recursive: true });
  assert.match((await said(empty.root))[1], /in no git repository/);
  const [, withoutGit] = await said(root, { PATH: folder });
  assert.match(withoutGit, /git is not installed/);
});

test('nothing of the repository’s configuration runs, and no text of a plan becomes a command', async (context) => {
  const repository = await history(context);
  const { root } = repository;
  const mark = join(root, 'ran');
  const program = join(root, '..', 'program.sh');
  await writeFile(program, `#!/bin/sh\ntouch "${mark}"\n`);
  await chmod(program, 0o755);
  await repository.write('.gitattributes', '*.md diff=evil\n*.ts diff=evil filter=evil\n');
  await repository.write(
    'docs/plans/evil.md',
    '# Evil\n\nModify `"; touch ran; ".ts` and `$(touch ran).ts`. See `--upload-pack=touch`, `../../../etc/passwd` and commit `--all`.\n',
  );
  repository.commit('evil');
  for (const key of [
    'diff.evil.textconv',
    'diff.evil.command',
    'diff.external',
    'core.fsmonitor',
    'gpg.program',
  ]) {
    repository.git('config', key, program);
  }
  repository.git('config', 'log.showSignature', 'true');
  const { status } = await runCli(['backtest', 'docs'], { cwd: root });
  assert.equal(status, 0);
  assert.ok(!existsSync(mark));
});

test('any number of plans takes the same few processes', async (context) => {
  const repository = await history(context);
  const { root } = repository;
  for (let index = 0; index < 30; index += 1) {
    await repository.write(
      `docs/plans/p${index}.md`,
      `# P\n\nModify \`src/x${index}.ts\`, see commit 9f8e7${index + 10}a.\n`,
    );
    repository.commit(`p${index}`);
  }
  const folder = await temporaryFolder(context);
  const log = join(folder, 'log');
  const real = process.env['PATH'] ?? '';
  const environment = await fakeGit(folder, `echo x >> "${log}"\nPATH="${real}" exec git "$@"`);
  const { out } = await runCli(['backtest', '--json'], { cwd: root, environment });
  assert.equal(reportOf(out).plans.length, 31);
  const runs = (await readFile(log, 'utf8')).trim().split('\n').length;
  assert.ok(runs <= 6, `${runs} processes`);
});

test('a plan that was no text is left out with the reason; links are followed within the tree', async (context) => {
  const repository = await history(context);
  const { root } = repository;
  await repository.write('docs/plans/binary.md', 'a\0b');
  await repository.write(
    'docs/plans/links.md',
    '# Links\n\nModify `link/app.ts`, `away/passwd.ts` and `src/none.ts`.\n',
  );
  await symlink('src', join(root, 'link'));
  await symlink('/etc', join(root, 'away'));
  repository.commit('links');
  const { plans, skipped } = reportOf((await runCli(['backtest', '--json'], { cwd: root })).out);
  assert.deepEqual(
    skipped.map(({ path }) => path),
    ['docs/plans/binary.md'],
  );
  assert.deepEqual(
    plans.find(({ path }) => path.endsWith('links.md'))?.fails.map(({ value }) => value),
    ['src/none.ts'],
  );
});

test('a person at a terminal sees how far it is, in one line', async (context) => {
  const { root } = await history(context);
  const errors: string[] = [];
  const status = await run({
    argv: ['backtest', '--root', root],
    cwd: root,
    environment: { PATH: process.env['PATH'] },
    out: () => undefined,
    err: (text) => void errors.push(text),
    isTerminal: true,
    hasColour: false,
    signal: new AbortController().signal,
  });
  assert.equal(status, 0);
  assert.equal(errors[0], '\r\u{1b}[K… 1 of 1: docs/plans/retries.md');
  assert.equal(errors.at(-1), '\r\u{1b}[K');
});

test('ignore rules say what git says', async (context) => {
  const repository = await createRepository(join(await temporaryFolder(context), 'r'));
  const files = {
    '.gitignore':
      '# words\n\n*.log\n!keep.log\n/top\nbuild/\ndoc/*.txt\na/**/z\n**/deep\nx/**\n\\#odd\nsp \nq?.c\n[ab].d\n!\\!x\nlast\\ \n',
    'sub/.gitignore': '/only\n!*.log\n*.tmp\n',
  };
  for (const [path, text] of Object.entries(files)) {
    await repository.write(path, text);
  }
  const paths =
    'a.log keep.log sub/a.log top sub/top build/ build build/x sub/build/y top/x doc/a.txt doc/b/a.txt a/z a/b/z a/b/c/z deep n/deep n/deep/x x/y x #odd sp qa.c q/.c a.d c.d sub/only sub/n/only only sub/x.tmp x.tmp last'.split(
      ' ',
    );
  paths.push('last ');
  const git = paths.filter((path) => {
    try {
      return repository.pipe(`./${path}\0`, 'check-ignore', '-z', '--stdin') !== '';
    } catch {
      return false;
    }
  });
  const isIgnored = ignoreRules(
    Object.entries(files).map(([path, text]) => ({ folder: path.replace(/\/?\.gitignore$/, ''), text })),
  );
  assert.deepEqual(paths.filter(isIgnored), git);
});

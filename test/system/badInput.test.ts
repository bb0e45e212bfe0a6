import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import { checkReportSchema } from '../../src/core/domain/checkReport.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const plan =
  '# Plan\n\n## Goal\n\nModify `src/app.ts`, as in commit 12e6893.\n\n## Steps\n\nOne.\n\n## Success criteria\n\nIt works.\n';

/** A folder that is no repository, with a plan and the file that the plan names. */
async function folderWithPlan(context: TestContext, content: string | Uint8Array = plan): Promise<string> {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'src/app.ts'), '');
  await writeFile(join(folder, 'plan.md'), content);
  return folder;
}

function git(folder: string, ...args: string[]): void {
  const who = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@b',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@b',
  };
  execFileSync('git', args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, ...who },
    stdio: 'ignore',
  });
}

/** A refusal: a sentence that names the plan, what to do, no stack, and nothing stored. */
async function assertRefused(folder: string, result: CliResult, message: RegExp): Promise<void> {
  assert.match(result.err, message);
  assert.match(result.err, /^plan-review: .+\n {2}.+\n$/, 'a sentence and a way out');
  assert.equal(result.out, '');
  assert.ok(!(await readdir(folder)).includes('.plan-review'), 'nothing is stored');
}

const refused: readonly { name: string; content: string | Uint8Array; message: RegExp }[] = [
  { name: 'an empty file', content: '', message: /"plan\.md" is empty/ },
  { name: 'nothing but space', content: ' \n\n', message: /is empty/ },
  { name: '5 MB', content: 'word '.repeat(1024 * 1024), message: /5\.0 (MB|MiB)/ },
  { name: 'a binary', content: Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), message: /not a text/ },
  {
    name: 'invalid UTF-8',
    content: Uint8Array.from([0x23, 0x20, 0x41, 0x0a, 0xe4, 0x0a]),
    message: /not valid UTF-8: line 2/,
  },
  { name: 'UTF-16', content: Uint8Array.from([0xff, 0xfe, 0x23, 0x00]), message: /UTF-16/ },
];

for (const { name, content, message } of refused) {
  for (const command of ['check', 'review']) {
    test(`${command} refuses ${name}`, async (context) => {
      const folder = await folderWithPlan(context, content);
      const result = await runCli([command, 'plan.md'], { cwd: folder });
      assert.equal(result.status, 2);
      if (command === 'review') {
        await assertRefused(folder, result, message);
      }
      assert.match(result.err, message);
    });
  }
}

test('a file that is not there is refused, with the one that may be meant', async (context) => {
  const folder = await folderWithPlan(context);
  const result = await runCli(['review', 'plam.md'], { cwd: folder });
  assert.equal(result.status, 2);
  await assertRefused(folder, result, /"plam\.md"/);
  assert.match(result.err, /plan\.md/);
});

test('a folder without a plan is refused', async (context) => {
  const folder = await folderWithPlan(context);
  const result = await runCli(['review', 'src'], { cwd: folder });
  assert.equal(result.status, 2);
  await assertRefused(folder, result, /no plan at "src", and none that it fits/);
});

test('a plan outside the folder is refused, through a link too', async (context) => {
  const folder = await folderWithPlan(context);
  const inner = join(folder, 'src');
  const result = await runCli(['review', '../plan.md', '--root', '.'], { cwd: inner });
  assert.equal(result.status, 2);
  await assertRefused(inner, result, /outside/);
  await symlink(join(folder, 'plan.md'), join(inner, 'link.md'));
  assert.equal((await runCli(['review', 'link.md', '--root', '.'], { cwd: inner })).status, 2);
});

test('with several plans the good ones are checked, and the bad one is named', async (context) => {
  const folder = await folderWithPlan(context);
  const { status, out, err } = await runCli(['check', 'none.md', 'plan.md', '--json'], { cwd: folder });
  assert.equal(status, 2);
  assert.match(err, /none\.md/);
  assert.deepEqual(
    checkReportSchema.parse(JSON.parse(out)).plans.map((checked) => checked.path),
    ['plan.md'],
  );
});

test('a byte order mark and CRLF change no line and no column', async (context) => {
  const folder = await folderWithPlan(context, `\u{feff}${plan.replaceAll('\n', '\r\n')}`);
  const { out } = await runCli(['check', 'plan.md', '--json'], { cwd: folder });
  const claim = checkReportSchema.parse(JSON.parse(out)).plans[0]?.claims[0];
  assert.deepEqual(
    [claim?.value, claim?.verdict, claim?.range.start],
    ['src/app.ts', 'pass', { line: 5, column: 9 }],
  );
  assert.equal((await runCli(['review', 'plan.md'], { cwd: folder })).status, 0);
});

test('without a repository, and in one without commits, the rest is still checked', async (context) => {
  const folder = await folderWithPlan(context);
  const verdicts = async (): Promise<unknown> => {
    const { out } = await runCli(['check', 'plan.md', '--json'], { cwd: folder });
    return checkReportSchema
      .parse(JSON.parse(out))
      .plans[0]?.claims.map((claim) => [claim.kind, claim.verdict]);
  };
  assert.deepEqual(await verdicts(), [
    ['file', 'pass'],
    ['commit', 'unverifiable'],
  ]);
  git(folder, 'init', '--quiet');
  assert.deepEqual(await verdicts(), [
    ['file', 'pass'],
    ['commit', 'fail'],
  ]);
  const { status, err } = await runCli(['review', 'plan.md', '--json'], { cwd: folder });
  assert.equal(status, 1, err);
});

test('without git the review goes on and says what could not be verified', async (context) => {
  const folder = await folderWithPlan(context);
  git(folder, 'init', '--quiet');
  const { status, out } = await runCli(['review', 'plan.md'], {
    cwd: folder,
    environment: { PATH: '/nonexistent' },
  });
  assert.equal(status, 0);
  assert.match(out, /\? 5:\d+ commit 12e6893 \(git is not installed\)/);
});

test('a folder that cannot be written to can be checked, and a review says why it cannot be stored', async (context) => {
  const folder = await folderWithPlan(context);
  await chmod(folder, 0o555);
  // Permissions do not bind root, so somebody else has to try.
  const nobody = process.getuid?.() === 0 ? { uid: 65534 } : {};
  const checked = await runCli(['check', 'plan.md'], { cwd: folder, ...nobody });
  assert.equal(checked.status, 0, checked.err);
  const reviewed = await runCli(['review', 'plan.md'], { cwd: folder, ...nobody });
  assert.equal(reviewed.status, 3);
  await assertRefused(folder, reviewed, /plan\.md/);
  await chmod(folder, 0o755);
});

test('a plan that may not be read is refused', async (context) => {
  const folder = await folderWithPlan(context);
  const isRoot = process.getuid?.() === 0;
  await chmod(join(folder, 'plan.md'), 0o000);
  if (isRoot) {
    await chown(folder, 65534, 65534);
  }
  const result = await runCli(['review', 'plan.md'], { cwd: folder, ...(isRoot ? { uid: 65534 } : {}) });
  assert.equal(result.status, 2);
  await assertRefused(folder, result, /plan\.md/);
});

test('words of a plan do not steer the terminal', async (context) => {
  const folder = await folderWithPlan(
    context,
    `# \u{1b}[2J\u{202e}Plan\n\nSee \`src/\u{1b}[31mx.ts\`, [x](src/a\u{7}b.ts).\n`,
  );
  const { out } = await runCli(['review', 'plan.md'], { cwd: folder });
  assert.doesNotMatch(out.replaceAll('\n', ''), /[\p{Cc}\p{Bidi_Control}]/u);
});

import assert from 'node:assert/strict';
import { chmod, mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test from 'node:test';
import { PlanReviewError, type ErrorCode } from '../../src/core/base/errors.ts';
import { createPlanFiles, LARGEST_PLAN } from '../../src/core/system/planFiles.ts';
import { runAsNobody } from '../support/runAsNobody.ts';
import { makePipe } from '../support/makePipe.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Expects that reading `path` fails like this, naming the plan as it was spelled, and returns the way out. */
async function refused(root: string, path: string, code: ErrorCode): Promise<string> {
  let wayOut = '';
  await assert.rejects(createPlanFiles({ root }).read(path), (error) => {
    assert.ok(error instanceof PlanReviewError, String(error));
    assert.equal(error.code, code, error.message);
    assert.ok(error.message.includes(`"${path}"`), error.message);
    wayOut = error.wayOut;
    return true;
  });
  return wayOut;
}

test('a plan is read byte by byte', async (t) => {
  const root = await temporaryFolder(t);
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x23, 0x20, 0xff, 0x00, 0x0d, 0x0a]);
  for (const name of ['a.md', 'a.markdown', 'a.mdx', 'a.mdc', 'a.txt', 'a.html', 'a.htm', 'A.MD']) {
    await writeFile(join(root, name), bytes);
    assert.deepEqual(Buffer.from(await createPlanFiles({ root }).read(name)), bytes);
  }
  await symlink('a.md', join(root, 'link.md'));
  assert.deepEqual(Buffer.from(await createPlanFiles({ root }).read('./link.md')), bytes);
});

test('a plan that is not there, and one that may have been meant', async (t) => {
  const root = await temporaryFolder(t);
  await mkdir(join(root, 'docs'));
  await writeFile(join(root, 'docs/retry-queue.md'), '# x');
  await writeFile(join(root, 'docs/retry-queue.ts'), '');
  assert.match(await refused(root, 'docs/retry-queu.md', 'plan-not-found'), /"docs\/retry-queue\.md"/);
  assert.match(await refused(root, 'docs/Retry-Queue.md', 'plan-not-found'), /"docs\/retry-queue\.md"/);
  assert.match(await refused(root, 'docs/completely-else.md', 'plan-not-found'), /Check the spelling/);
  assert.match(await refused(root, 'nowhere/retry-queue.md', 'plan-not-found'), /Check the spelling/);
  await refused(root, 'docs/retry-queue.md/x.md', 'plan-not-found');
});

test('what cannot be a plan', async (t) => {
  const root = await temporaryFolder(t);
  await mkdir(join(root, 'docs.md'));
  await refused(root, 'docs.md', 'plan-is-directory');
  await refused(root, '', 'plan-is-directory');
  await writeFile(join(root, 'plan.docx'), 'x');
  await writeFile(join(root, 'plan'), 'x');
  assert.match(await refused(root, 'plan.docx', 'plan-kind-unsupported'), /\.md/);
  await refused(root, 'plan', 'plan-kind-unsupported');
});

test('what lies outside the workspace', async (t) => {
  const root = await temporaryFolder(t);
  const elsewhere = await temporaryFolder(t);
  await writeFile(join(elsewhere, 'secret.md'), '# secret');
  await symlink(join(elsewhere, 'secret.md'), join(root, 'link.md'));
  await symlink(elsewhere, join(root, 'folder'));
  for (const path of [
    '../x.md',
    join(elsewhere, 'secret.md'),
    'link.md',
    'folder/secret.md',
    'folder/no.md',
  ]) {
    await refused(root, path, 'plan-outside-root');
  }
  assert.match(await refused(root, 'docs\\plan.md', 'plan-outside-root'), /forward slashes/);
});

test('empty plans', async (t) => {
  const root = await temporaryFolder(t);
  const blanks = ['', ' \r\n\t\n', '\uFEFF', '\uFEFF \n\u00A0', ' '.repeat(1000)];
  for (const blank of blanks) {
    await writeFile(join(root, 'a.md'), blank);
    await refused(root, 'a.md', 'plan-empty');
  }
  await writeFile(join(root, 'a.md'), Buffer.from('\uFEFF \n', 'utf16le'));
  await refused(root, 'a.md', 'plan-empty');
  await writeFile(join(root, 'a.md'), `${' '.repeat(1000)}x`);
  assert.equal((await createPlanFiles({ root }).read('a.md')).length, 1001);
});

test('a plan of 2 MiB is read, and a larger one is not', async (t) => {
  const root = await temporaryFolder(t);
  await writeFile(join(root, 'a.md'), 'x'.repeat(LARGEST_PLAN));
  assert.equal((await createPlanFiles({ root }).read('a.md')).length, LARGEST_PLAN);
  await writeFile(join(root, 'a.md'), 'x'.repeat(LARGEST_PLAN + 1));
  assert.match(await refused(root, 'a.md', 'plan-too-large'), /Split it/);
  // A file with a hole: reading it would take the machine's memory.
  await truncate(join(root, 'a.md'), 64 * 1024 ** 3);
  await assert.rejects(createPlanFiles({ root }).read('a.md'), {
    message: /65536\.0 MiB, where 2 MiB is the limit/,
  });
});

test('a pipe does not hang the reader', { timeout: 5_000, skip: process.platform === 'win32' }, async (t) => {
  const root = await temporaryFolder(t);
  makePipe(join(root, 'pipe.md'));
  await refused(root, 'pipe.md', 'plan-unreadable');
});

test('a plan that may not be read', { skip: process.platform === 'win32' }, async (t) => {
  const root = await temporaryFolder(t);
  await chmod(root, 0o755);
  await mkdir(join(root, 'closed'));
  for (const path of ['a.md', 'closed/b.md']) {
    await writeFile(join(root, path), '# x');
  }
  await chmod(join(root, 'a.md'), 0o000);
  await chmod(join(root, 'closed'), 0o000);
  try {
    const module = new URL('../../src/core/system/planFiles.ts', import.meta.url).href;
    const said = await runAsNobody(`
      import { createPlanFiles } from ${JSON.stringify(module)};
      for (const path of ['a.md', 'closed/b.md']) {
        await createPlanFiles({ root: ${JSON.stringify(root)} }).read(path).catch((error) => {
          console.log(error.code, error.message, error.wayOut);
        });
      }`);
    assert.equal(
      said,
      'plan-unreadable "a.md" cannot be read: you have no permission to. Give yourself read access to the file.\n' +
        'plan-unreadable "closed/b.md" cannot be read: you have no permission to. Give yourself read access to the file.\n',
    );
  } finally {
    await chmod(join(root, 'closed'), 0o755);
  }
});

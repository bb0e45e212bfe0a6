import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { checkReportSchema } from '../../src/core/domain/checkReport.ts';
import { createRepository } from '../support/git/testRepository.ts';
import { runCli } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const planOf = (status: string): string =>
  `---\nstatus: ${status}\nfiles_modified: [src/app.ts]\n---\n\n# Plan\n\n## Goal\n\nBetter.\n`;

/** The clashes that a run of `check` finds, as `plan severity observation`. */
async function clashes(
  context: TestContext,
  files: Record<string, string>,
  plans: string[],
): Promise<string[]> {
  const root = await temporaryFolder(context);
  const repository = await createRepository(root);
  for (const [path, text] of Object.entries({ 'src/app.ts': '', ...files })) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  repository.commit('all');
  const { out } = await runCli(['check', ...plans, '--json', '--fail-on', 'never'], { cwd: root });
  return checkReportSchema
    .parse(JSON.parse(out))
    .plans.flatMap(({ path, findings }) =>
      findings
        .filter(({ check }) => check === 'lane-overlap')
        .map(({ severity, observation }) => `${path} ${severity} ${observation}`),
    );
}

const said = (plan: string, severity: string, other: string): string =>
  `${plan} ${severity} This plan changes \`src/app.ts\`, and so does the open plan \`${other}\` (line 3).`;

test('two plans that are checked together and claim one file are told of each other', async (context) => {
  const files = { 'a.md': planOf('draft'), 'notes/b.md': planOf('draft') };
  assert.deepEqual(await clashes(context, files, ['a.md', 'notes/b.md']), [
    said('a.md', 'major', 'notes/b.md'),
    said('notes/b.md', 'major', 'a.md'),
  ]);
  assert.deepEqual(await clashes(context, files, ['a.md']), []);
});

test('a plan is compared with the open plans of the plan folders', async (context) => {
  const files = {
    'docs/plans/a.md': planOf('draft'),
    'docs/plans/queue/b.md': planOf('in progress'),
    'docs/plans/c.md': planOf('done'),
    'PRPs/feature-requests/d.md': planOf('new'),
    'PRPs/executed/e.md': planOf('new'),
    'elsewhere/f.md': planOf('draft'),
  };
  assert.deepEqual(await clashes(context, files, ['docs/plans/a.md']), [
    said('docs/plans/a.md', 'major', 'PRPs/feature-requests/d.md'),
    said('docs/plans/a.md', 'major', 'docs/plans/queue/b.md'),
  ]);
});

test('plans that do not say that they are open clash with less weight', async (context) => {
  const files = { 'a.md': planOf('unknown'), 'b.md': planOf('unknown') };
  assert.deepEqual(await clashes(context, files, ['a.md', 'b.md']), [
    said('a.md', 'minor', 'b.md'),
    said('b.md', 'minor', 'a.md'),
  ]);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { fileExists } from './fileExists.ts';

/** A tree of `present` files and `src/app.ts`. */
function treeOf(present: number): Record<string, string> {
  return Object.fromEntries([
    ['src/app.ts', ''],
    ...range(present).map((index) => [`src/present/p${index}.ts`, '']),
  ]);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Lines of a plan that change files of which the tree has none. */
function foreign(count: number): string {
  return range(count)
    .map((index) => `- Modify \`src/foreign${index}.ts\`\n`)
    .join('');
}

/** Lines of a plan that name files of the tree. */
function present(count: number): string {
  return range(count)
    .map((index) => `- Modify \`src/present/p${index}.ts\`\n`)
    .join('');
}

/** The files that fail in a plan, and what is found. */
async function judged(
  text: string,
  around: { present?: number; path?: string; beside?: Record<string, string> } = {},
): Promise<{ fails: string[]; titles: string[] }> {
  const files = { ...treeOf(around.present ?? 0), ...around.beside };
  const { claims, findings } = await fileExists.run(
    contextOf(text, { ...(around.path === undefined ? {} : { path: around.path }), files }),
  );
  return {
    fails: claims.filter(({ verdict }) => verdict === 'fail').map(({ value }) => value),
    titles: findings.map(({ title }) => title),
  };
}

test('a plan most of whose files are missing speaks of another tree, and is told once', async () => {
  const text = `# Port\n\nIntroduction.\n\n${foreign(6)}- Modify \`src/app.ts\`\n`;
  const { claims, findings } = await fileExists.run(contextOf(text, { files: treeOf(0) }));
  assert.deepEqual(
    claims.map(({ verdict }) => verdict),
    [...range(6).map(() => 'unverifiable'), 'pass'],
  );
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.title, '6 of 7 files that the plan names are not here');
  assert.deepEqual(findings[0].range.start, { line: 5, column: 11 });
  assert.equal(findings[0].related?.length, 5);
});

test('one missing file fails however little else a plan names; more of them only beside twice as many that are there', async () => {
  assert.equal((await judged(`# Fix\n\n${foreign(1)}`)).fails.length, 1);
  assert.equal((await judged(`# Fix\n\n${foreign(2)}`)).fails.length, 0);
  assert.equal((await judged(`# Fix\n\n${foreign(2)}${present(1)}`, { present: 1 })).fails.length, 0);
  assert.equal((await judged(`# Fix\n\n${foreign(2)}${present(2)}`, { present: 2 })).fails.length, 2);
  const text = `# Fix\n\n${foreign(4)}${present(6)}`;
  assert.equal((await judged(text, { present: 6 })).fails.length, 4);
  assert.equal((await judged(text, { present: 5 })).fails.length, 0);
});

test('too few missing files for a plan about another tree are asked of the author, and no more is said', async () => {
  assert.deepEqual(await judged(`# Fix\n\n${foreign(3)}`), { fails: [], titles: [] });
});

test('what another plan names alike is no slip of this one, and what is a letter away still is', async () => {
  const beside = { 'docs/plans/first.md': '# First\n\nMind `src/foreign0.ts` and `src/ap.ts`.\n' };
  const text = `# Second\n\n${foreign(1)}- Modify \`src/ap.ts\`\n`;
  assert.deepEqual((await judged(text)).fails, ['src/foreign0.ts', 'src/ap.ts']);
  assert.deepEqual((await judged(text, { beside })).fails, ['src/ap.ts']);
});

test('what front matter lists fails where the plan never speaks of it again', async () => {
  const matter = '---\nfiles_modified: [src/newParser.ts]\n---\n\n# Fix\n';
  assert.deepEqual((await judged(matter)).fails, ['src/newParser.ts']);
  const wave = matter.replace('---\n', '---\nphase: 3\nwave: 2\n');
  assert.deepEqual((await judged(wave)).fails, []);
  assert.deepEqual((await judged(wave.replace('newParser', 'ap'))).fails, ['src/ap.ts']);
  assert.deepEqual((await judged(wave.replace('newParser', 'App'))).fails, []);
  assert.deepEqual((await judged(`${matter}\n<task>\nWrite the class newParser.\n</task>\n`)).fails, []);
});

test('of what front matter lists, tests come with the work, and what lies elsewhere on the machine is nobody’s', async () => {
  const files = [
    'test/newParser.ts',
    'src/parser.spec.ts',
    'test/cassettes/a.yml',
    '/tmp/x/src/ap.ts',
    '/src/gone.ts',
  ];
  const matter = `---\nfiles_modified: [${files.join(', ')}]\n---\n\n# Fix\n`;
  assert.deepEqual((await judged(matter)).fails, ['/src/gone.ts']);
});

test('a list of what is modified has the tests that come with it, unless it is one of tests', async () => {
  const listed = '- `src/gone.ts`\n- `src/gone.test.ts`\n';
  assert.deepEqual((await judged(`# Fix\n\n## Files to modify\n\n${listed}`)).fails, ['src/gone.ts']);
  assert.deepEqual((await judged(`# Fix\n\n## Test files to modify\n\n- \`src/gone.test.ts\`\n`)).fails, [
    'src/gone.test.ts',
  ]);
  assert.deepEqual((await judged('# Fix\n\n## Steps\n\n- Modify `src/gone.test.ts`\n')).fails, [
    'src/gone.test.ts',
  ]);
});

test('what carries a date no older than the plan’s is written with it', async () => {
  const text = '# Fix\n\nUpdate `src/2026-05-02-notes.md`.\n';
  assert.deepEqual((await judged(text, { path: 'docs/plans/2026-05-02-fix.md' })).fails, []);
  assert.deepEqual((await judged(text, { path: 'docs/plans/2026-05-03-fix.md' })).fails, [
    'src/2026-05-02-notes.md',
  ]);
  assert.deepEqual((await judged(text, { path: 'docs/plans/fix.md' })).fails, ['src/2026-05-02-notes.md']);
});

test('files of which the plan does not say whether they should be there count as missing', async () => {
  const unsaid = 'Notes: `src/other0.ts`, `src/other1.ts`, `src/other2.ts`.\n';
  const text = `# Port\n\n${foreign(4)}${present(6)}`;
  assert.equal((await judged(text, { present: 6 })).titles.length, 4);
  assert.equal((await judged(`${text}\n${unsaid}`, { present: 6 })).titles.length, 1);
});

test('what the plan creates counts on neither side', async () => {
  const made = range(9).map((index) => `- Create \`lib/made${index}.ts\`\n`);
  const text = `# Fix\n\n${foreign(4)}${present(6)}${made.join('')}\nThen \`lib/made0.ts\` and \`lib/made1.ts\` are read.\n`;
  assert.equal((await judged(text, { present: 6 })).fails.length, 4);
  assert.equal((await judged(text, { present: 5 })).fails.length, 0);
});

test('what another plan creates is not missing', async () => {
  const beside = { 'docs/plans/first.md': `# First\n\n${foreign(2).replaceAll('Modify', 'Create')}` };
  assert.deepEqual((await judged(`# Second\n\n${foreign(3)}`, { beside })).fails, ['src/foreign2.ts']);
});

test('a slip of a file that is there stays one in a plan that speaks of another tree', async () => {
  const { fails, titles } = await judged(`# Port\n\n${foreign(6)}- Modify \`src/ap.ts\`\n`);
  assert.deepEqual(fails, ['src/ap.ts']);
  assert.deepEqual(titles, ['No such file: src/ap.ts', '7 of 7 files that the plan names are not here']);
});

test('a closed plan and a template may speak of what is not here', async () => {
  const see = range(4).map((index) => `See \`src/foreign${index}.ts:12\`.\n`);
  const text = `# Port\n\n${see.join('\n')}`;
  assert.equal((await judged(text)).titles.length, 1);
  for (const path of ['docs/plans/archive/port.md', 'docs/plans/templates/port.md']) {
    assert.deepEqual(await judged(text, { path }), { fails: [], titles: [] });
  }
});

import assert from 'node:assert/strict';
import test from 'node:test';
import type { Around } from '../../../test/support/checks/contextOf.ts';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { planOverlaps } from './planOverlaps.ts';

const plan = (files: string, more = 'status: draft'): string =>
  `---\n${more}\nfiles_modified: [${files}]\n---\n\n# Plan\n`;

/** What is said of a plan in `docs/plans/a.md` beside one in `docs/plans/b.md`. */
async function said(own: string, other: string, around: Around = {}): Promise<string[]> {
  const path = 'docs/plans/a.md';
  const files = { [path]: own, 'docs/plans/b.md': other, ...around.files };
  const findings = await planOverlaps(contextOf(own, { path, ...around, files }));
  return findings.map(({ observation, severity }) => `${severity ?? 'major'}: ${observation}`);
}

test('two open plans that list the same file clash, and the finding names the other plan and its line', async () => {
  assert.deepEqual(await said(plan('src/a.ts, src/b.ts'), plan('src/b.ts')), [
    'major: This plan changes `src/b.ts`, and so does the open plan `docs/plans/b.md` (line 3).',
  ]);
});

test('the finding stands at the file in this plan, with the further files as related places', async () => {
  const text = plan('src/a.ts, src/b.ts');
  const files = { 'docs/plans/b.md': plan('src/b.ts, src/a.ts') };
  const [finding, ...others] = await planOverlaps(contextOf(text, { path: 'docs/plans/a.md', files }));
  assert.deepEqual(others, []);
  assert.deepEqual(finding?.range, { start: { line: 3, column: 18 }, end: { line: 3, column: 26 } });
  assert.deepEqual(
    finding.related?.map(({ start }) => start.column),
    [28],
  );
});

test('a list under a heading counts as one in the front matter does, and a folder as what is in it', async () => {
  const own = '# A\n\nStatus: draft\n\n## Files to modify\n\n- `src/queue/`\n';
  assert.deepEqual(await said(own, plan('src/queue/worker.ts')), [
    'major: This plan changes `src/queue/`, and so does the open plan `docs/plans/b.md` (line 3).',
  ]);
});

for (const [why, own, other] of [
  ['other files', plan('src/a.ts'), plan('src/b.ts')],
  ['the other is closed', plan('src/a.ts'), plan('src/a.ts', 'status: executed')],
  ['this one is closed', plan('src/a.ts', 'status: done'), plan('src/a.ts')],
  ['the other does not say that it is open', plan('src/a.ts'), plan('src/a.ts', 'kind: spec')],
  [
    'what every plan adds to',
    plan('CHANGELOG.md, package-lock.json'),
    plan('CHANGELOG.md, package-lock.json'),
  ],
  ['a pattern', plan('src/**/*.ts'), plan('src/a.ts')],
  ['files that are read', plan('src/a.ts'), '---\nstatus: draft\n---\n\n# B\n\nSee `src/a.ts`.\n'],
  [
    'this one waits',
    plan('src/a.ts', 'status: draft\ndepends_on: PRP-2'),
    plan('src/a.ts', 'status: draft\nprp_id: 2'),
  ],
  [
    'the other waits',
    plan('src/a.ts', 'status: draft\nprp_id: 1'),
    plan('src/a.ts', 'status: draft\ndepends_on: PRP-1'),
  ],
] as const) {
  test(`plans do not clash: ${why}`, async () => {
    assert.deepEqual(await said(own, other), []);
  });
}

test('plans that wait for each other by way of a third do not clash', async () => {
  const own = plan('src/a.ts', 'status: draft\nprp_id: 1');
  const other = plan('src/a.ts', 'status: draft\ndepends_on: PRP-3');
  const third = plan('src/c.ts', 'status: draft\nprp_id: 3\ndepends_on: PRP-1');
  assert.deepEqual(await said(own, other, { files: { 'docs/plans/c.md': third } }), []);
});

test('a plan that is checked in the same run counts as open unless it says otherwise, with less weight', async () => {
  const beside = ['docs/plans/a.md', 'docs/plans/b.md', 'notes/c.md'];
  const files = { 'notes/c.md': plan('src/a.ts') };
  assert.deepEqual(await said(plan('src/a.ts'), plan('src/a.ts', 'kind: spec'), { beside, files }), [
    'minor: This plan changes `src/a.ts`, and so does the open plan `docs/plans/b.md` (line 3).',
    'major: This plan changes `src/a.ts`, and so does the open plan `notes/c.md` (line 3).',
  ]);
  assert.deepEqual(await said(plan('src/a.ts'), plan('src/a.ts', 'status: done'), { beside }), []);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { countMatches } from './countMatches.ts';

const phases = (count: number): string =>
  Array.from({ length: count }, (_, index) => `## Phase ${index + 1}: x\n`).join('\n');

async function verdicts(text: string): Promise<string[]> {
  const { claims } = await countMatches.run(contextOf(text));
  return claims.map(({ value, verdict, suggestion }) =>
    [value, verdict, suggestion].filter(Boolean).join(' '),
  );
}

test('a number of phases is compared with the headings that number them', async () => {
  for (const [sentence, expected] of [
    ['The plan has 6 phases.', '6 fail 5'],
    ['The plan has five phases.', 'five pass'],
    ['The work is split into Seven phases.', 'Seven fail Five'],
    ['Total phases: 8', '8 fail 5'],
    ['All 6 phases are done.', '6 fail 5'],
    ['All 9 phases are done.', '9 unverifiable'],
    ['A six-phase plan.', 'six fail five'],
  ] as const) {
    assert.deepEqual(await verdicts(`# T\n\n${sentence}\n\n${phases(5)}`), [expected], sentence);
  }
});

test('what is no statement about the parts of the plan is no claim', async () => {
  for (const sentence of [
    'It took two phases of load to fail.',
    'The plan has at least 6 phases.',
    'The first 3 phases are done.',
    'The plan has "6 phases".',
    'The plan has `6 phases`.',
    'All 3 phases of the compiler run.',
    'Phase 6 follows.',
    'All six tasks are done.',
  ]) {
    assert.deepEqual(await verdicts(`# T\n\n${sentence}\n\n${phases(5)}`), [], sentence);
  }
});

test('a phase 0 may be counted or not, and two families of phases leave open which is meant', async () => {
  const withZero = phases(3)
    .replace('Phase 1', 'Phase 0')
    .replace('Phase 2', 'Phase 1')
    .replace('Phase 3', 'Phase 2');
  assert.deepEqual(
    await verdicts(`# T\n\nThe plan has 2 phases, and the plan has 3 phases.\n\n${withZero}`),
    ['2 pass', '3 pass'],
  );
  const twice = `# A\n\nThe plan has 4 phases.\n\n# B\n\n${phases(2)}\n# C\n\n${phases(3)}`;
  assert.deepEqual(await verdicts(twice), ['4 unverifiable']);
});

test('a list of tasks is counted by its ids', async () => {
  const tasks = '- [ ] T001 a\n- [x] T002 b\n- [ ] T003 [P] c\n';
  assert.deepEqual(await verdicts(`# T\n\n- **Total Tasks**: 4\n\n## Tasks\n\n${tasks}`), ['4 fail 3']);
  assert.deepEqual(await verdicts(`# T\n\n**Total tasks**: 3\n\n## Tasks\n\n${tasks}`), ['3 pass']);
});

test('a list that goes on behind a note, and items that stand for several things, are counted with care', async () => {
  assert.deepEqual(await verdicts('Three parts:\n\n1. a\n\n```\nx\n```\n\n2. b\n\nNote.\n\n3. c\n'), [
    'Three pass',
  ]);
  assert.deepEqual(await verdicts('Four files:\n\n- `a.ts`, `b.ts`\n- `c.ts`\n'), ['Four unverifiable']);
  assert.deepEqual(await verdicts('Four files:\n\n- src/a.ts\n- `src/b.ts`\n'), ['Four fail Two']);
  assert.deepEqual(await verdicts('Four files:\n\n- group\n  - a\n  - b\n- group\n  - c\n  - d\n'), [
    'Four pass',
  ]);
  assert.deepEqual(await verdicts('Two of the three files:\n\n- a\n'), []);
});

test('the fix writes the right number in its place', async () => {
  const text =
    '# T\r\n\r\nIt has *1,200 steps*.\r\n\r\n> The following\r\n> six steps:\r\n>\r\n> - a\r\n> - b\r\n';
  const { findings, claims } = await countMatches.run(contextOf(text));
  assert.deepEqual(findings[0]?.fixes?.[0]?.edits, [
    { range: { start: { line: 6, column: 3 }, end: { line: 6, column: 6 } }, text: 'two' },
  ]);
  assert.equal(claims.length, 1);
});

test('a table that is headed by what is counted has one in each row', async () => {
  const table = (head: string): string =>
    `Add four fields:\n\n| ${head} | Type | Source | Why |\n|---|---|---|---|\n| a | b | c | d |\n| e | f | g | h |\n`;
  assert.deepEqual(await verdicts(`# T\n\n${table('Field')}`), ['four fail two']);
  assert.deepEqual(await verdicts(`# T\n\n${table('Name')}`), ['four pass']);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { sumMatches } from './sumMatches.ts';

async function verdicts(text: string): Promise<string[]> {
  const { claims } = await sumMatches.run(contextOf(text));
  return claims.map(({ value, verdict, suggestion }) =>
    [value, verdict, suggestion].filter(Boolean).join(' '),
  );
}

const list = (...items: string[]): string => items.map((item) => `- ${item}\n`).join('');

test('a section is as long as the items of its list or its subsections together', async () => {
  for (const [total, items, expected] of [
    ['30 minutes', ['a (10 min)', 'b (15 min)', 'c (5 min)'], '30 minutes pass'],
    ['30 minutes', ['a (10 min)', 'b (15 min)', 'c (20 min)'], '30 minutes fail 45 minutes'],
    ['0.5 h', ['a (10 min)', 'b (20 min)'], '0.5 h pass'],
    ['1 hour', ['a (1 h)', 'b (1 h)'], '1 hour fail 2 hours'],
    ['1 hour', ['a (1 h)', 'b (25 min)'], '1 hour fail 1 h 25 min'],
    ['2-3 h', ['a (1-2 h)', 'b (1-2 h)'], '2-3 h unverifiable'],
    ['2-3 h', ['a (2-3 h)', 'b (1-2 h)'], '2-3 h fail 3-5 h'],
    ['2 days', ['a (8 h)', 'b (12 h)'], '2 days unverifiable'],
    ['2 days', ['a (1 day)', 'b (2 days)'], '2 days fail 3 days'],
    ['~1 h', ['a (10 min)', 'b (20 min)'], '1 h unverifiable'],
    ['1 h', ['a (40 min)', 'b, in parallel (40 min)'], '1 h unverifiable'],
  ] as const) {
    assert.deepEqual(await verdicts(`# T\n\n## Build (${total})\n\n${list(...items)}`), [expected], total);
  }
  assert.deepEqual(await verdicts('# T\n\n## All — 3 h\n\n### A (1 h)\n\n#### x (9 h)\n\n### B [1h 30m]\n'), [
    '3 h fail 2.5 h',
  ]);
});

test('parts without an amount make no claim', async () => {
  assert.deepEqual(await verdicts(`# T\n\n## Build (1 h)\n\n${list('a (10 min)', 'b')}`), []);
  assert.deepEqual(await verdicts(`# T\n\n## Build (1 h)\n\n${list('a (10 min)')}`), []);
  assert.deepEqual(
    await verdicts(`# T\n\n## Build (1 h)\n\n${list('a (10 min)')}\nx\n\n${list('b (9 min)')}`),
    [],
  );
});

test('a row of totals is the sum of its column, where columns are added up', async () => {
  const table = (header: string, ...cells: string[]): string =>
    `# T\n\n| Part | ${header} |\n|---|---|\n${cells.map((cell, at) => `| ${at === cells.length - 1 ? '**Total**' : 'p'} | ${cell} |\n`).join('')}`;
  assert.deepEqual(await verdicts(table('Hours', '1', '2', '**4**')), ['4 fail 3']);
  assert.deepEqual(await verdicts(table('Files', '1,000', '-', '200', '1,200 files')), ['1,200 pass']);
  assert.deepEqual(await verdicts(table('Cost', '$10', '$20', '$40')), ['40 fail 30']);
  assert.deepEqual(await verdicts(table('Share', '60%', '30%', '100%')), ['100% fail 90%']);
  for (const [header, ...cells] of [
    ['Average', '1', '2', '4'],
    ['Coverage', '90%', '80%', '85%'],
    ['Size', '1 KB', '2 MB', '3 MB'],
    ['Hours', '1', 'soon', '4'],
    ['Status', 'done', 'open', 'open'],
  ] as const) {
    assert.deepEqual(await verdicts(table(header, ...cells)), [], header);
  }
});

test('the whole plan is as long as its phases, and one finding covers every place that says otherwise', async () => {
  const text =
    '---\nestimated_hours: 2\n---\n\n# T\n\n**Effort**: 2 h\n\n## Phase 1: a (1 h)\n\n## Phase 2: b (30 min)\n';
  const { findings, claims } = await sumMatches.run(contextOf(text));
  assert.deepEqual(
    claims.map(({ value, suggestion }) => [value, suggestion]),
    [
      ['2', '1.5'],
      ['2 h', '1.5 h'],
    ],
  );
  assert.equal(findings.length, 1);
  assert.equal(findings[0]?.related?.length, 1);
  assert.deepEqual(
    findings[0]?.fixes?.[0]?.edits.map((edit) => [edit.range.start.line, edit.text]),
    [
      [2, '1.5'],
      [7, '1.5 h'],
    ],
  );
});

test('amounts in brackets, closing totals, equations and shares', async () => {
  assert.deepEqual(await verdicts('Effort: 4 h (design: 1 h, build: 2 h + tests: 30 min)'), [
    '4 h fail 3.5 h',
  ]);
  assert.deepEqual(await verdicts('Effort: 4 h (was 2 h, now 3 h) and 30 min (max 10 min, min 2 min)'), []);
  assert.deepEqual(await verdicts(list('a: 2 h', 'b: 3 h', '**Total**: 6 h')), ['6 h fail 5 h']);
  assert.deepEqual(await verdicts('10 + 15 min + 5 = 40, 1 + 1 = 2'), ['40 fail 30', '2 pass']);
  assert.deepEqual(await verdicts(`Traffic split:\n\n${list('a: 60%', 'b: 50%')}`), ['60% fail']);
  assert.deepEqual(await verdicts(`Traffic split:\n\n${list('a: 33%', 'b: 33%', 'c: 33%')}`), ['33% pass']);
  assert.deepEqual(await verdicts(`Coverage:\n\n${list('a: 60%', 'b: 50%')}`), []);
});

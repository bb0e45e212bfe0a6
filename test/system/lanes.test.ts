import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { laneReportSchema, type LaneReport } from '../../src/core/domain/laneReport.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const tree: Readonly<Record<string, string>> = {
  'tsconfig.json':
    '{\n  // paths count from here\n  "compilerOptions": { "paths": { "@/*": ["./src/*"] }, },\n}\n',
  'package.json': '{ "name": "shop" }',
  'packages/wire/package.json': '{ "name": "@shop/wire", "main": "src/index.ts" }',
  'packages/wire/src/index.ts': 'export type Wire = string;\n',
  'src/types.ts': 'export type Lease = { end: number };\n',
  'src/limits/limiter.ts':
    "import type { Lease } from '../types.js';\nimport { agents } from '../agents/index';\nimport '@shop/wire';\n",
  'src/limits/queue.ts': "import { limiter } from './limiter.ts';\nimport { agents } from '@/agents';\n",
  'src/agents/index.ts': "export * from './one';\n",
  'src/agents/one.ts': 'export const one = 1;\n',
  'src/routes/scout.ts': "import type { Lease } from '@/types';\nconst wire = await import('@shop/wire');\n",
  'src/routes/stream.ts': "import { agents } from '../agents/index.js';\n// import '../types';\n",
  'docs/guide.md': '# A guide\n',
  'docs/lanes.md':
    '# Packet: lanes\n\n## Scope\n\n### 1. Merge conflicts\n\nLane file assignments:\n\n- lane-1 (limits): src/limits/**, src/agents/index.ts, src/types.ts\n- lane-2 (routes): src/routes/**, src/agents/**\n- lane-3 (words): docs/guide.md, src/types.ts; after lane-1\n\nReview questions:\n\n- Is src/types.ts safe to touch?\n',
  'docs/plans/one.md': '# Plan one\n\n## Files to modify\n\n- `src/limits/queue.ts`\n- `docs/new.md`\n',
  'docs/plans/two.md':
    '# Plan two\n\n## Files to modify\n\n- `src/limits/queue.ts`\n- `src/routes/scout.ts`\n',
  'docs/plans/three.md':
    '# Plan three\n\n## Files to modify\n\n- `src/limits/limiter.ts`\n- `src/limits/queue.ts`\n- `src/routes/scout.ts`\n- `docs/new.md`\n- `docs/guide.md`\n',
};

describe('lanes', () => {
  const cleanUp: (() => unknown)[] = [];
  let root: string;
  before(async () => {
    root = await temporaryFolder({ after: (done: () => unknown) => void cleanUp.push(done) });
    for (const [file, text] of Object.entries(tree)) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), text);
    }
  });
  after(async () => {
    for (const done of cleanUp.toReversed()) {
      await done();
    }
  });

  const run = (...args: readonly string[]): Promise<CliResult> =>
    runCli([...args, '--root', root], { cwd: root });
  const reportOn = async (...plans: readonly string[]): Promise<LaneReport> => {
    const { out, err } = await run('lanes', ...plans, '--json');
    assert.equal(err, '');
    return laneReportSchema.parse(JSON.parse(out));
  };

  test('own the files that their claims fit, and meet where two side by side claim one', async () => {
    const { lanes, overlaps } = await reportOn('docs/lanes.md');
    assert.deepEqual(
      lanes.map(({ name, files, after: before }) => [name, files, before]),
      [
        ['lane-1', 4, []],
        ['lane-2', 4, []],
        ['lane-3', 2, ['lane-1']],
      ],
    );
    assert.deepEqual(overlaps, [
      { lanes: ['lane-1', 'lane-2'], claims: ['src/agents/index.ts', 'src/agents/**'] },
    ]);
  });

  test('share what files of several import, however it is written', async () => {
    const { shared } = await reportOn('docs/lanes.md');
    assert.deepEqual(
      shared.map(({ file, importedBy, claimedBy }) => [file, importedBy, claimedBy]),
      [
        ['packages/wire/src/index.ts', ['lane-1', 'lane-2'], []],
        ['src/agents/index.ts', ['lane-1', 'lane-2'], ['lane-1', 'lane-2']],
        ['src/agents/one.ts', ['lane-1', 'lane-2'], ['lane-2']],
        ['src/types.ts', ['lane-1', 'lane-2'], ['lane-1', 'lane-3']],
      ],
    );
  });

  test('are told to whom to give what they dispute, and what to change first', async () => {
    const { split } = await reportOn('docs/lanes.md');
    assert.deepEqual(
      split.map(({ file, lane }) => [file, lane]),
      [
        ['src/agents/index.ts', 'lane-2'],
        ['src/agents/one.ts', null],
        ['src/types.ts', null],
      ],
    );
  });

  test('are the plans themselves where several name none', async () => {
    const { lanes, overlaps, split } = await reportOn('docs/plans/one.md', 'docs/plans/two.md');
    assert.deepEqual(
      lanes.map(({ name, claims }) => [name, claims]),
      [
        ['docs/plans/one.md', ['src/limits/queue.ts', 'docs/new.md']],
        ['docs/plans/two.md', ['src/limits/queue.ts', 'src/routes/scout.ts']],
      ],
    );
    assert.equal(overlaps.length, 1);
    assert.equal(split[0]?.file, 'src/limits/queue.ts');
  });

  test('are proposed for a plan that names none, by imports and by folders', async () => {
    const { lanes, groups } = await reportOn('docs/plans/three.md');
    assert.deepEqual(lanes, []);
    assert.deepEqual(groups, [
      ['src/limits/limiter.ts', 'src/limits/queue.ts'],
      ['src/routes/scout.ts'],
      ['docs/new.md', 'docs/guide.md'],
    ]);
  });

  test('are printed for people, and say no by their exit status where they clash', async () => {
    const clashing = await run('lanes', 'docs/lanes.md');
    assert.equal(clashing.status, 1, clashing.err);
    assert.match(
      clashing.out,
      /Lanes\n {2}lane-1: [^\n]*\(4 files\)\n[^]*Claimed by two lanes\n {2}src\/agents\/index\.ts of lane-1 and src\/agents\/\*\* of lane-2\n/,
    );
    assert.match(clashing.out, /src\/types\.ts: lane-1, lane-2; claimed by lane-1, lane-3/);
    assert.equal((await run('lanes', 'docs/plans/three.md')).status, 0);
    assert.equal((await run('lanes', 'docs/none.md')).status, 2);
  });

  test('that import what another changes are a finding', async () => {
    const text = '# Two lanes\n\n- lane-1: src/limits/**, src/types.ts\n- lane-2: src/routes/**\n';
    await writeFile(path.join(root, 'docs/plans/side.md'), text);
    const { out } = await run('check', 'docs/plans/side.md', '--format', 'json');
    const { plans } = JSON.parse(out) as {
      plans: {
        findings: { check: string; title: string; severity: string; range: { start: { line: number } } }[];
      }[];
    };
    const found = plans[0]?.findings.filter(({ check }) => check === 'lane-overlap') ?? [];
    assert.deepEqual(
      found.map(({ title, severity, range }) => [title, severity, range.start.line]),
      [['Imported by several lanes, and changed by one: src/types.ts', 'minor', 3]],
    );
  });
});

import assert from 'node:assert/strict';
import test from 'node:test';
import { samplePlanCheck, sampleProblem } from '../../../test/support/samplePlanCheck.ts';
import { sarifSchema } from '../../../test/support/sarifSchema.ts';
import type { CheckRule } from '../domain/checkRule.ts';
import type { PlanCheck } from '../domain/checkReport.ts';
import { sarifLog } from './sarif.ts';

const rules: readonly CheckRule[] = [
  {
    id: 'file-exists',
    title: 'Files exist',
    tags: ['factuality'],
    severity: 'major',
    category: 'factuality',
    origin: 'built-in',
  },
  {
    id: 'check-definition',
    title: 'Checks {can} be [read](now)',
    tags: [],
    severity: 'major',
    category: 'consistency',
    origin: 'built-in',
  },
];

function logOf(check: PlanCheck = samplePlanCheck(), file = check.path) {
  const log = sarifLog({
    version: '1.2.3',
    rules,
    checks: [{ check, file }],
    problems: [{ problem: sampleProblem, file: sampleProblem.path }],
    baseAddress: 'file:///work/',
  });
  const [run] = sarifSchema.parse(log).runs;
  assert.ok(run);
  return run;
}

test('a log is what the specification asks for', () => {
  const run = logOf();
  assert.deepEqual(
    run.results.map(({ ruleId, ruleIndex, level, suppressions }) => [
      ruleId,
      ruleIndex,
      level,
      suppressions.length,
    ]),
    [
      ['file-exists', 0, 'error', 0],
      ['file-exists', 0, 'note', 1],
      ['check-definition', 1, 'error', 0],
    ],
  );
  assert.deepEqual(run.results[0]?.locations[0]?.physicalLocation.region, {
    startLine: 3,
    startColumn: 9,
    endLine: 3,
    endColumn: 19,
  });
  assert.equal(run.results[1]?.suppressions[0]?.justification, 'made by the build');
  assert.deepEqual(run.results[0]?.fixes?.[0]?.artifactChanges[0]?.replacements, [
    {
      deletedRegion: { startLine: 3, startColumn: 9, endLine: 3, endColumn: 19 },
      insertedContent: { text: 'src/app.ts' },
    },
  ]);
});

test('words of a plan are no placeholder and no link, and paths are addresses', () => {
  const check = samplePlanCheck({ title: 'Left {0} and [a](b)' });
  const run = logOf(check, 'docs/my plans/ä#1.md');
  assert.match(run.results[0]?.message.text ?? '', /^Left \{\{0\}\} and \[a\\\]\(b\)\. /);
  assert.equal(
    run.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri,
    'docs/my%20plans/%C3%A4%231.md',
  );
});

test('a fingerprint stays when lines move, and tells equal findings apart', () => {
  const prints = (check: PlanCheck): string[] =>
    logOf(check).results.map((result) => Object.values(result.partialFingerprints).join(''));
  const plain = samplePlanCheck();
  const moved = samplePlanCheck({ range: { start: { line: 90, column: 1 }, end: { line: 90, column: 2 } } });
  assert.equal(prints(plain)[0], prints(moved)[0]);
  const [finding] = plain.findings;
  assert.ok(finding);
  const twice = prints({ ...plain, findings: [finding, { ...finding, id: 'F2' }] });
  assert.equal(new Set(twice).size, twice.length);
});

test('the same plan twice is one artifact', () => {
  const check = samplePlanCheck();
  const log = sarifLog({
    version: '1',
    rules,
    checks: [
      { check, file: 'a.md' },
      { check, file: 'a.md' },
    ],
    problems: [],
    baseAddress: 'file:///w/',
  });
  assert.equal(sarifSchema.parse(log).runs[0]?.artifacts.length, 1);
});

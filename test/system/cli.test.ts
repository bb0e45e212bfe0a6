import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import { checkReportSchema } from '../../src/core/domain/checkReport.ts';
import { reviewReportSchema } from '../../src/core/domain/reviewReport.ts';
import { roundSchema } from '../../src/core/domain/round.ts';
import { makeSampleWorkspace, type SampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { runCli } from '../support/runCli.ts';

const good = 'docs/plans/retry-failed-deliveries.md';
const falseClaims = 'docs/plans/PRP-7-delivery-metrics.md';
const gaps = 'docs/plans/webhook-signatures.md';

let sample: SampleWorkspace;
before(async () => {
  sample = await makeSampleWorkspace();
});
after(() => sample.remove());

test('check lists exactly the false claims of the sample, at their lines and columns', async () => {
  const { status, out, err } = await runCli(['check', falseClaims, '--format', 'json'], {
    cwd: sample.folder,
  });
  assert.equal(err, '');
  assert.equal(status, 1);
  const [plan] = checkReportSchema.parse(JSON.parse(out)).plans;
  assert.ok(plan);
  const failed = plan.claims.filter((claim) => claim.verdict === 'fail');
  assert.deepEqual(
    failed.map(({ kind, value, intent, range, suggestion }) => [
      `${range.start.line}:${range.start.column}-${range.end.column}`,
      kind,
      value,
      intent,
      suggestion,
    ]),
    [
      ['8:5-25', 'file', 'src/queue/metrics.ts', 'modifies', undefined],
      ['10:9-16', 'commit', '9c1f0aa', 'exists', undefined],
      ['22:25-42', 'file', 'src/http/sever.ts', 'exists', 'src/http/server.ts'],
      ['22:77-84', 'commit', '41d07be', 'exists', undefined],
      ['24:37-40', 'section', '4.2', 'exists', undefined],
      ['35:2-20', 'file', 'src/queue/stats.ts', 'modifies', undefined],
      ['50:42-54', 'link', '../alerts.md', 'exists', undefined],
    ],
  );
  const lines = (await readFile(join(sample.folder, falseClaims), 'utf8')).split('\n');
  for (const { range, value } of plan.claims) {
    assert.equal(lines[range.start.line - 1]?.slice(range.start.column - 1, range.end.column - 1), value);
  }
  assert.equal(plan.kind, 'prp');
  assert.equal(plan.findings.length, failed.length);
});

test('a sample that lies deep in a repository makes the same false claims of files', async () => {
  const path = fileURLToPath(
    new URL('../fixtures/workspace/docs/plans/PRP-7-delivery-metrics.md', import.meta.url),
  );
  const { out } = await runCli(['check', path, '--format', 'json'], { cwd: sample.folder });
  const [plan] = checkReportSchema.parse(JSON.parse(out)).plans;
  const failed = plan?.claims.filter(({ kind, verdict }) => kind === 'file' && verdict === 'fail');
  assert.deepEqual(
    failed?.map(({ value }) => value),
    ['src/queue/metrics.ts', 'src/http/sever.ts', 'src/queue/stats.ts'],
  );
});

test('check finds nothing in the good plan, and the gaps in the one with gaps', async () => {
  const { status, out } = await runCli(['check', good, gaps, '--json'], { cwd: sample.folder });
  assert.equal(status, 1);
  const [sound, lacking] = checkReportSchema.parse(JSON.parse(out)).plans;
  assert.deepEqual(sound?.findings, []);
  assert.equal(sound?.summary.fail, 0);
  assert.deepEqual(
    lacking?.findings.map((finding) => `${finding.range.start.line} ${finding.title}`),
    [
      '1 Section missing: Goal',
      '1 Section missing: Success criteria',
      '8 Left to be filled in: TBD',
      '9 Left to be filled in: TODO',
      '10 Left to be filled in: <add link to the public documentation>',
      '14 Left to be filled in: To be decided',
    ],
  );
});

test('check ends as --fail-on says, and stores nothing', async () => {
  const failOn = async (severity: string): Promise<number | null> =>
    (await runCli(['check', falseClaims, '--fail-on', severity], { cwd: sample.folder })).status;
  assert.deepEqual(await Promise.all(['never', 'critical', 'major', 'minor'].map(failOn)), [0, 0, 1, 1]);
  assert.deepEqual(await readdir(join(sample.folder, '.plan-review')), ['.gitignore']);
});

test('review prints a round, leaves its artifacts, and ends with the verdict', async () => {
  const { folder, remove } = await makeSampleWorkspace();
  try {
    const go = await runCli(['review', good], { cwd: folder });
    assert.equal(go.status, 0, go.err);
    assert.match(go.out, /Verdict: GO\n/);
    assert.match(go.out, /rests on the checks alone/);

    const json = await runCli(['review', 'prp', falseClaims, '--json'], { cwd: folder });
    assert.equal(json.status, 1, json.err);
    const report = reviewReportSchema.parse(JSON.parse(json.out));
    assert.equal(report.round.verdict.value, 'CONDITIONAL GO');
    assert.match(report.round.repository?.head ?? '', /^[0-9a-f]{40}$/);
    assert.equal(report.round.repository?.planCommitted, true);

    const round = join(folder, report.folder);
    assert.deepEqual((await readdir(round)).toSorted(), [
      'claims.json',
      'findings.json',
      'review.md',
      'reviews',
      'round.json',
      'snapshot.md',
    ]);
    assert.deepEqual(
      roundSchema.parse(JSON.parse(await readFile(join(round, 'round.json'), 'utf8'))),
      report.round,
    );
    assert.deepEqual(await readFile(join(round, 'snapshot.md')), await readFile(join(folder, falseClaims)));

    const again = await runCli(['review', falseClaims, '--json', '--fail-on', 'critical'], { cwd: folder });
    const second = reviewReportSchema.parse(JSON.parse(again.out));
    assert.equal(again.status, 0);
    assert.equal(second.round.number, 2);
    assert.deepEqual(
      second.findings.map(({ finding }) => finding.id),
      report.findings.map(({ finding }) => finding.id),
    );
  } finally {
    await remove();
  }
});

test('doctor names each part and what to do about what is missing', async () => {
  const { status, out } = await runCli(['doctor', '--json'], { cwd: sample.folder });
  const parts = JSON.parse(out) as { part: string; state: string; wayOut?: string }[];
  assert.equal(status, 0);
  assert.deepEqual(
    parts.map((part) => part.part),
    [
      'Plan Review',
      'Node.js',
      'git',
      'Folder',
      'VS Code',
      'Reviewers',
      'Models: anthropic',
      'Models: claude-cli',
      'Models: codex-cli',
      'Queries',
    ],
  );
  assert.ok(parts.every((part) => part.state === 'ok' || part.wayOut !== undefined));
  const withoutGit = await runCli(['doctor'], { cwd: sample.folder, environment: { PATH: '/nonexistent' } });
  assert.equal(withoutGit.status, 1);
  assert.match(withoutGit.out, /✗ git: git is not installed.*\n {4}→ Install git/);
});

test('a command line that cannot be understood says how it is meant, with status 2', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['review'], /missing required argument/],
    [['review', 'exe'], /Target required for exe mode/],
    [['review', 'foo', good], /Invalid mode: foo/],
    [['review', 'plan', good, 'none.md'], /Review one plan, existing files, a folder or a glob/],
    [['review', 'book', good, gaps], /Review one book at a time/],
    [['check'], /missing required argument/],
    [
      ['check', good, '--fail-on', 'terrible'],
      /Allowed choices are critical, major, minor, suggestion, never/,
    ],
    [['chekc', good], /unknown command 'chekc'[\s\S]*Did you mean check/],
    [['check', good, '--nope'], /unknown option '--nope'/],
  ];
  for (const [args, message] of cases) {
    const { status, err } = await runCli(args, { cwd: sample.folder });
    assert.equal(status, 2, args.join(' '));
    assert.match(err, message);
    assert.doesNotMatch(err, /\n\s+at /, 'no stack for an expected error');
  }
});

test('every command has help', async () => {
  for (const command of [[], ['check'], ['review'], ['consent'], ['doctor']]) {
    const args = [...command, '--help'];
    const { status, out } = await runCli(args, { cwd: sample.folder });
    assert.equal(status, 0);
    assert.match(out, /^Usage: plan-review/);
  }
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import {
  campaignReportSchema,
  campaignsReportSchema,
  findingsReportSchema,
} from '../../src/core/domain/queryReports.ts';
import { archiveSchema } from '../../src/core/domain/archive.ts';
import { personasReportSchema } from '../../src/core/domain/personasReport.ts';
import { trendReportSchema } from '../../src/core/domain/trendReport.ts';
import { happen } from '../support/reviewIndex/makeReviews.ts';
import { run as runProgram } from '../../src/cli/run.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

interface Printed {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The command line, in this process: a dozen others would take their time. */
async function runIn(cwd: string, ...argv: string[]): Promise<Printed> {
  const printed = { out: '', err: '' };
  const status = await runProgram({
    argv,
    cwd,
    environment: {},
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    isTerminal: false,
    hasColour: false,
    signal: new AbortController().signal,
  });
  return { status, ...printed };
}

test('campaigns and findings of all plans on the command line', async (t) => {
  const root = await temporaryFolder(t);
  execFileSync('git', ['init', '--quiet', root]);
  await mkdir(join(root, 'plans'));
  const round = { type: 'round', findings: [0, 1, 2], decisions: [], rating: 7, fails: false } as const;
  await happen(storeOf(root), root, { ...round, plan: 0 });
  await happen(storeOf(root), root, { ...round, plan: 0, findings: [], decisions: [0], fails: true });
  await happen(storeOf(root), root, { ...round, plan: 1, findings: [4] });
  await happen(storeOf(root), root, { type: 'begun', plan: 2, ended: [] });
  const run = (...args: string[]): Promise<Printed> => runIn(root, ...args);

  await t.test('list', async () => {
    const { status, out, err } = await run('list');
    assert.equal(status, 0);
    assert.equal(err, '');
    assert.deepEqual(out.split('\n'), [
      'plans-plan-0@2  2026-03-02  GO                2 open  plans/plan-0.md, without all reviewers',
      'plans-plan-0@1  2026-03-01  GO                3 open  plans/plan-0.md',
      'plans-plan-1@1  2026-03-01  GO                1 open  plans/plan-1.md',
      'plans-plan-2@1  2026-03-01  pending           0 open  plans/plan-2.md',
      '',
    ]);
  });

  await t.test('list, narrowed, as JSON', async () => {
    const { status, out } = await runIn(
      join(root, 'plans'),
      'list',
      '--status=partial,pending',
      '--content=.',
      '--limit=1',
      '--format=json',
    );
    assert.equal(status, 0);
    const { total, campaigns } = campaignsReportSchema.parse(JSON.parse(out));
    assert.equal(total, 2);
    assert.deepEqual(
      campaigns.map(({ id }) => id),
      ['plans-plan-0@2'],
    );
    const read = await run('list', '--reviewer', 'lead', '--verdict', 'go,no-go', '--json');
    assert.deepEqual(
      campaignsReportSchema.parse(JSON.parse(read.out)).campaigns.map(({ id }) => id),
      ['plans-plan-0@2', 'plans-plan-0@1', 'plans-plan-1@1'],
    );
    assert.equal((await run('list', '--reviewer', 'nobody')).out, 'No campaigns.\n');
    assert.match((await run('list', '--verdict', 'yes')).err, /Allowed choices are GO, CONDITIONAL GO/);
    const wrong = await run('list', '--status', 'done');
    assert.equal(wrong.status, 2);
    assert.match(wrong.err, /Allowed choices are pending, in_progress/);
    assert.equal((await run('list', '--content', '..')).status, 2);
  });

  await t.test('findings', async () => {
    const { status, out } = await run('findings', 'plans/plan-0.md', '--severity', 'major');
    assert.equal(status, 0);
    assert.deepEqual(out.split('\n'), [
      'plans/plan-0.md:1:1 F2 major No such file',
      '    completeness, open, not answered; checks, lead',
      '',
    ]);
    const all = await run('findings', '--status', 'all', '--json');
    const { total, findings } = findingsReportSchema.parse(JSON.parse(all.out));
    assert.equal(total, 4);
    assert.deepEqual(
      findings.map(({ plan, id, isOpen, status: state }) => [plan, id, isOpen, state]),
      [
        ['plans/plan-0.md', 'F1', false, 'resolved'],
        ['plans/plan-1.md', 'F1', true, 'open'],
        ['plans/plan-0.md', 'F2', true, 'open'],
        ['plans/plan-0.md', 'F3', true, 'open'],
      ],
    );
    assert.equal((await run('findings', '--category', 'risk')).out, 'No findings.\n');
  });

  await t.test('view of a campaign, whose plan is not there', async () => {
    const text = await run('view', 'plans-plan-0@1');
    assert.equal(text.status, 0);
    assert.match(text.out, /^=+\nPeer Review: Cache warm-up, round 1 \(plans\/plan-0\.md, generic\)/);
    const document = await run('view', 'plans-plan-0@1', '--format', 'md');
    assert.match(document.out, /^# Peer Review: Cache warm-up\n/);
    const data = await run('view', 'plans-plan-0@1', '--format', 'json');
    const report = campaignReportSchema.parse(JSON.parse(data.out));
    assert.deepEqual(
      report.reviews.map(({ reviewer }) => reviewer),
      ['checks', 'lead'],
    );
    assert.deepEqual(
      report.findings.map(({ id, status }) => `${id} ${status}`),
      ['F1 resolved', 'F2 open', 'F3 open'],
    );
    const begun = await run('view', 'plans-plan-2@1');
    assert.equal(begun.status, 3);
    assert.match(
      begun.out,
      /^plans-plan-2@1 is pending: it was not finished\. Go on with "plan-review resume plans\/plan-2\.md"/,
    );
    const none = await run('view', 'plans-plan-9@1');
    assert.equal(none.status, 2);
    assert.match(none.err, /There is no campaign plans-plan-9@1 .*\n {2}Run "plan-review list"/);
  });

  await t.test('trends', async () => {
    const data = await run('trends', 'plans/plan-0.md', '--json');
    assert.equal(data.status, 0, data.err);
    const report = trendReportSchema.parse(JSON.parse(data.out));
    assert.deepEqual(
      report.points.map(({ campaign }) => campaign),
      ['plans-plan-0@1', 'plans-plan-0@2'],
    );
    assert.deepEqual(
      report.changes.map(({ from, to }) => `${from} ${to}`),
      ['plans-plan-0@1 plans-plan-0@2'],
    );
    const text = await run('trends');
    assert.match(text.out, /^# Trends: \.\n\n\d+ campaigns of \d plans?\.\n/);
    assert.match(text.out, /plans-plan-0@2/);
    assert.equal((await run('trends', 'nowhere')).out, '# Trends: nowhere\n\nNo campaign has ended yet.\n');
  });

  await t.test('personas, and what became of what they raised', async () => {
    const text = await run('personas', '--record');
    assert.equal(text.status, 0, text.err);
    assert.match(
      text.out,
      /^checks {2}the checks\n {4}raised \d+: .*; (?:none is judged yet|upheld \d+ of \d+ judged)/m,
    );
    const data = await run('personas', '--record', '--json');
    const { records = [] } = personasReportSchema.parse(JSON.parse(data.out));
    assert.deepEqual(
      records.map(({ reviewer }) => reviewer),
      ['checks', 'lead'],
    );
    const plain = personasReportSchema.parse(JSON.parse((await run('personas', '--json')).out));
    assert.equal(plain.records, undefined);
  });

  await t.test('archive: lists leave a review out until it is back, or has another round', async () => {
    const ids = async (...args: string[]): Promise<readonly string[]> =>
      campaignsReportSchema
        .parse(JSON.parse((await run('list', '--json', ...args)).out))
        .campaigns.map(({ id }) => id);
    const done = await run('archive', 'plans-plan-1@1', '--by', 'Ada');
    assert.equal(done.status, 0, done.err);
    assert.match(done.out, /^plans-plan-1@1 is archived\. Bring it back with "plan-review archive --undo/);
    const file = join(root, '.plan-review/reviews/plans-plan-1/archived.json');
    assert.equal(archiveSchema.parse(JSON.parse(await readFile(file, 'utf8'))).by, 'Ada');
    const others = ['plans-plan-0@2', 'plans-plan-0@1', 'plans-plan-2@1'];
    assert.deepEqual(await ids(), others);
    assert.deepEqual(await ids('--archived'), ['plans-plan-1@1']);
    assert.doesNotMatch((await run('findings', '--json')).out, /plan-1/);
    assert.equal((await run('findings', '--json', '--reviewer', 'lead')).status, 0);
    assert.equal((await run('view', 'plans-plan-1@1')).status, 0, 'it can be looked at as ever');
    await rm(join(root, '.plan-review/index.db'));
    assert.deepEqual(await ids(), others, 'the index says nothing that the artifact does not');

    assert.equal((await run('archive', '--undo', 'plans-plan-1')).out, 'plans-plan-1 is back.\n');
    assert.equal((await run('archive', '--undo', 'plans-plan-1')).out, 'plans-plan-1 was not archived.\n');
    assert.deepEqual((await ids()).length, 4);

    // The artifact of another version hides nothing.
    await writeFile(file, '{"schemaVersion": 2, "archivedAt": "2027-01-01T00:00:00.000Z"}');
    assert.deepEqual((await ids()).length, 4);
    const early = { schemaVersion: 1, archivedAt: '2026-02-01T00:00:00.000Z', by: '' };
    await writeFile(file, JSON.stringify(early));
    assert.deepEqual((await ids()).length, 4, 'its round ended later');
    await rm(file);

    const unknown = await run('archive', 'plans-plan-9');
    assert.equal(unknown.status, 2);
    assert.match(unknown.err, /There is no review or campaign that "plans-plan-9" names/);
    assert.equal((await run('archive', '../outside')).status, 2);
  });

  await t.test('reindex', async () => {
    await rm(join(root, '.plan-review/index.db'));
    assert.equal((await run('reindex')).out, 'Indexed 3 reviews with 4 campaigns and 4 findings.\n');
    await writeFile(join(root, '.plan-review/index.db'), 'nonsense '.repeat(2000));
    const { status, out, err } = await run('reindex', '--json');
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(out), { reviews: 3, campaigns: 4, findings: 4 });
    assert.match(err, /^plan-review: The index of reviews was damaged\. It was put aside as /);
  });
});

import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { z } from 'zod';
import { analysisSchema } from '../../src/core/domain/campaignAnalysis.ts';
import { jointCampaignSchema } from '../../src/core/domain/jointCampaign.ts';
import { campaignsReportSchema, findingsReportSchema } from '../../src/core/domain/queryReports.ts';
import { reviewReportSchema } from '../../src/core/domain/reviewReport.ts';
import { answer, type Reply } from '../support/messagesServer/reply.ts';
import { finding, review } from '../support/messagesServer/reviews.ts';
import { textOf, type ReceivedRequest } from '../support/messagesServer/receivedRequest.ts';
import type { MessagesServer } from '../support/messagesServer/startMessagesServer.ts';
import { nothingShared } from '../support/panel/panelScript.ts';
import { startPanelServer } from '../support/panel/panelWorld.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const books = path.resolve(import.meta.dirname, '../fixtures/books');
const book = 'night-harbour.html';
const chapter = 'chapters/03-signals.md';
const jointSchema = jointCampaignSchema.extend({ folder: z.string(), analysis: analysisSchema.nullable() });
const readers = ['newcomer', 'testing', 'operations'];
const sourceOfBook = await readFile(path.join(books, book), 'utf8');

/** What a reader of the part with these words finds: words of that part, without the tags that stand between them. */
const noticed = [
  'Lay the shoal cards face down, one on each square that is marked with a dot',
  'Two blinking lanterns in a row call the watch to an end.',
  'berths seven to nine are worth twice as much after the third ebb.',
  'each steers two ships and gives one signal for each of them.',
];

/** The part of the plan that a request is about. */
function planIn(request: ReceivedRequest): string {
  const all = textOf(request.body);
  const start = all.indexOf('<plan');
  return all.slice(start, all.indexOf('</plan', start)).replaceAll(/\s+/g, ' ');
}

/** Every reader finds what it can see of `noticed`, and says that it is its own. */
function reads(request: ReceivedRequest): Reply {
  if (request.key === 'analysis') {
    return answer(nothingShared);
  }
  if (request.key === 'themes') {
    return answer({
      summary: 'Signals trouble both.',
      themes: [
        { title: 'Signals', description: 'Lanterns are counted.', dimension: 'clarity', findings: ['P1'] },
      ],
    });
  }
  const seen = noticed.filter((words) => planIn(request).includes(words));
  return answer(
    review({
      summary: `${request.key} has read it.`,
      findings: seen.map((quote, index) =>
        finding({
          title: `${request.key} stumbles over ${quote.slice(0, 20)}`,
          quote,
          category: 'clarity',
          observation: `${request.key} observes ${index}`,
        }),
      ),
    }),
  );
}

interface Shelf {
  readonly root: string;
  readonly server: MessagesServer;
  readonly run: (...args: string[]) => Promise<CliResult>;
  /** What a command prints as JSON, by the schema that it promises. */
  readonly json: <T>(schema: z.ZodType<T>, ...args: string[]) => Promise<T>;
}

async function shelf(context: TestContext, script = reads): Promise<Shelf> {
  const root = await temporaryFolder(context);
  const home = await temporaryFolder(context);
  await cp(books, root, { recursive: true });
  const server = await startPanelServer(context, script);
  const environment = { HOME: home, ANTHROPIC_API_KEY: 'key', ANTHROPIC_BASE_URL: server.url };
  const run: Shelf['run'] = (...args) => runCli(args, { cwd: root, environment });
  return {
    root,
    server,
    run,
    json: async (schema, ...args) => {
      const { out, err, status } = await run(...args, '--json', '--root', '.');
      assert.notEqual(status, 2, err);
      return schema.parse(JSON.parse(out));
    },
  };
}

const asking = ['--provider', 'anthropic', `--personas=${readers.join(',')}`];

/** The words of the book's source that a finding stands on. */
function sourceAt(range: {
  start: { line: number; column: number };
  end: { line: number; column: number };
}): string {
  const lines = sourceOfBook.split('\n');
  const offset = ({ line, column }: { line: number; column: number }): number =>
    lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  return sourceOfBook.slice(offset(range.start), offset(range.end));
}

test('a whole HTML book is reviewed end to end, and findings stand on the words of its source', async (t) => {
  const { root, server, run, json } = await shelf(t);
  const report = await json(reviewReportSchema, 'review', 'book', book, ...asking);
  assert.equal(report.round.plan.kind, 'book');
  assert.equal(report.round.panel?.strategy, 'independent', 'audiences read alone');
  assert.deepEqual(report.round.panel?.remarks, [], 'the index has every review, as it was answered');
  assert.equal(server.calls('newcomer'), 1, 'it fits into one request');
  const given = planIn(server.requests.find(({ key }) => key === 'newcomer') ?? assert.fail());
  assert.match(given, /# Night Harbour .* ## Chapter 12: A Short Game/);
  assert.doesNotMatch(given, /<h2|<em>|&amp;|font: 16px/, 'without tags');

  assert.equal(report.findings.length, noticed.length, 'what all three found is one finding each');
  for (const { finding: found, place } of report.findings) {
    assert.deepEqual(found.reviewers.toSorted(), readers.toSorted());
    assert.equal(place.state, 'exact');
    assert.equal(sourceAt(found.range), found.anchor.quote);
    assert.ok(sourceOfBook.includes(found.anchor.quote));
  }
  const tagged = report.findings.find((one) => one.finding.anchor.quote.includes('<em>'));
  assert.match(tagged?.finding.anchor.quote ?? '', /^Lay the <em>shoal/);
  assert.deepEqual(tagged?.finding.anchor.section, ['Night Harbour', 'The Chart']);

  const folder = path.join(root, report.folder);
  assert.equal(await readFile(path.join(folder, 'snapshot.html'), 'utf8'), sourceOfBook);
  const analysis = analysisSchema.parse(
    JSON.parse(await readFile(path.join(folder, 'analysis.json'), 'utf8')),
  );
  assert.equal(analysis.overlap?.shared, noticed.length);
  assert.equal(analysis.unseen?.atLeast, 0);

  const listed = await json(campaignsReportSchema, 'list', '--status', 'completed', '--content', book);
  assert.deepEqual(
    listed.campaigns.map(({ id, kind }) => [id, kind]),
    [['night-harbour@1', 'book']],
  );
  const shown = await run('view', 'night-harbour@1', '--format', 'md', '--root', '.');
  assert.match(shown.out, /\*\*Location:\*\* line 43, column 37, section "Signals"/);
});

test('a book above the window is read in parts with the outline of the whole, and the report says so', async (t) => {
  const { server, run, json, root } = await shelf(t);
  const report = await json(
    reviewReportSchema,
    'review',
    'book',
    book,
    ...asking,
    '--context-window',
    '21000',
  );
  const { parts, contextWindow } = report.round.panel?.reading ?? assert.fail();
  assert.equal(contextWindow, 21000);
  assert.ok(parts.length >= 2, String(parts.length));
  assert.equal(parts[0]?.start, 0);
  assert.equal(parts.at(-1)?.end, sourceOfBook.length);
  assert.equal(server.calls('newcomer'), parts.length);
  for (const request of server.requests.filter(({ key }) => key === 'newcomer')) {
    const all = textOf(request.body);
    assert.match(all, /- 1 Setting Out[\s\S]*- 12 A Short Game/, 'the outline');
    assert.match(all, /\[this part\]/);
    assert.ok((request.body.max_tokens ?? 0) <= 5250);
  }
  assert.equal(report.findings.length, noticed.length);
  assert.ok(report.findings.every((one) => one.place.state === 'exact'));
  const document = await readFile(path.join(root, report.folder, 'review.md'), 'utf8');
  assert.match(document, /too long for one request of 21000 tokens, so each reviewer read it in \d+ parts/);
  const [task] = report.round.panel?.tasks ?? [];
  assert.equal(task?.id, 'reviewer-newcomer-part-1');

  const again = await run(
    'next',
    book,
    '--provider',
    'anthropic',
    '--without-response',
    '--context-window',
    '21000',
    '--root',
    '.',
  );
  assert.ok(again.status === 0 || again.status === 1 || again.status === 3, again.err);
});

test('one chapter of a book is read alone; what nobody has read bars a GO', async (t) => {
  const { server, run, json } = await shelf(t);
  const report = await json(reviewReportSchema, 'review', 'chapter', `${book}#signals`, ...asking);
  const given = planIn(server.requests[0] ?? assert.fail());
  assert.match(given, /## Chapter 3: Signals/);
  assert.doesNotMatch(given, /Lay the shoal cards/);
  assert.deepEqual(
    [...new Set(report.findings.map((one) => sourceAt(one.finding.range).replaceAll(/\s+/g, ' ')))],
    [noticed[1]],
  );
  assert.equal(report.round.verdict.value, 'CONDITIONAL GO');
  assert.equal(report.round.unread?.length, 11);
  assert.match(report.round.verdict.reasons[0]?.text ?? '', /11 parts were not read, among them Setting Out/);

  const unknown = await run('review', 'chapter', `${book}#signal`, ...asking, '--root', '.');
  assert.equal(unknown.status, 2);
  assert.match(
    unknown.err,
    /no chapter "signal" in night-harbour\.html\.\n {2}Choose from 1 \(setting-out\)/,
  );
});

test('an incremental review reads what has changed, and says what it skipped and since when', async (t) => {
  const { root, server, run, json } = await shelf(t);
  await json(reviewReportSchema, 'review', 'book', book, ...asking);
  const same = await run('review', 'book', book, ...asking, '--incremental', '--root', '.');
  assert.equal(same.status, 2);
  assert.match(same.err, /Nothing in night-harbour\.html has changed since it was read in round 1/);

  await writeFile(path.join(root, book), sourceOfBook.replace('five minutes', 'six minutes'));
  const before = server.requests.length;
  const report = await json(reviewReportSchema, 'review', 'book', book, ...asking, '--incremental');
  const given = planIn(server.requests[before] ?? assert.fail());
  assert.match(given, /A watch lasts six minutes/);
  assert.doesNotMatch(given, /Chapter 5/);
  const { skipped } = report.round.panel?.reading ?? assert.fail();
  assert.equal(skipped.length, 11);
  assert.ok(skipped.every((one) => one.why === 'unchanged' && one.readIn === 1));
  assert.match(
    report.round.panel?.remarks[0] ?? '',
    /^Not read again, because it has not changed since round 1: Setting Out/,
  );
  assert.equal(report.round.unread, undefined);
  const open = await json(findingsReportSchema, 'findings', book, '--status', 'open');
  assert.equal(open.total, noticed.length, 'what was found in the chapters that were skipped stays open');
});

test('a Markdown chapter is reviewed end to end', async (t) => {
  const { root, json } = await shelf(t);
  const report = await json(reviewReportSchema, 'review', 'chapter', chapter, ...asking);
  assert.equal(report.round.plan.kind, 'chapter');
  const [only] = report.findings;
  assert.equal(only?.finding.anchor.quote, noticed[1]);
  assert.equal(only?.finding.range.start.line, 8);
  assert.equal(
    await readFile(path.join(root, report.folder, 'snapshot.md'), 'utf8'),
    await readFile(path.join(books, chapter), 'utf8'),
  );
});

test('a folder is one campaign: listed, looked at, retried, and compared with the one before', async (t) => {
  const { root, server, run, json } = await shelf(t);
  const estimate = await run('review', '.', ...asking, '--dry-run', '--root', '.');
  assert.match(
    estimate.out,
    /^Nothing was sent\. A campaign on 2 plans would send:\n {2}chapters.*\n {2}night-harbour.*\nAt the most \$/,
  );
  assert.equal(server.calls(), 0);
  const first = await run('review', '.', ...asking, '--strategy', 'independent', '--root', '.');
  assert.equal(first.status, 0, first.err + first.out);
  assert.match(
    first.out,
    /^plans\+1 \(\.\): completed\n\nchapters\/03-signals\.md +GO +1 open\nnight-harbour\.html +GO +4 open\n\nSignals trouble both\./,
  );
  assert.equal(server.calls('themes'), 1);
  const folder = path.join(root, '.plan-review/campaigns/plans+1');
  const stored = jointCampaignSchema.parse(
    JSON.parse(await readFile(path.join(folder, 'campaign.json'), 'utf8')),
  );
  assert.deepEqual(
    stored.plans.map(({ path: plan, campaign }) => [plan, campaign]),
    [
      [chapter, 'chapters-03-signals@1'],
      [book, 'night-harbour@1'],
    ],
  );
  assert.deepEqual(
    stored.commonKinds.map(({ kind }) => kind),
    ['clarity'],
  );

  const listed = await json(campaignsReportSchema, 'list');
  assert.deepEqual(
    listed.joint.map(({ id }) => id),
    ['plans+1'],
  );
  assert.equal((await json(campaignsReportSchema, 'list', '--status', 'failed')).joint.length, 0);
  assert.equal((await json(campaignsReportSchema, 'list', '--content', 'chapters')).joint.length, 1);
  assert.match((await run('list', '--root', '.')).out, /^plans\+1 .* completed +2 plans: 2 GO/);

  const shown = await json(jointSchema, 'view', 'plans+1');
  assert.equal(shown.analysis?.overlap?.reviewers, 3);
  const document = await run('view', 'plans+1', '--format', 'md', '--root', '.');
  assert.equal(document.status, 0);
  assert.match(document.out, /^# Campaign: \.\n[\s\S]*# Campaign Analysis: \./);

  const done = await run('retry', 'plans+1', '--root', '.');
  assert.equal(done.status, 2);
  assert.match(done.err, /Everybody has answered for every plan of plans\+1/);
  const unchangeable = await run('retry', 'plans+1', '--no-batch', '--max-cost', '2', '--root', '.');
  assert.equal(unchangeable.status, 2);
  assert.match(unchangeable.err, /under --no-batch and --max-cost[^]*plan-review resume <plan>/);
  const missing = await run('retry', 'plans+7', '--root', '.');
  assert.equal(missing.status, 2);

  const glob = await json(
    jointSchema,
    'review',
    '*.html',
    ...asking,
    '--strategy',
    'independent',
    '--id',
    'books+1',
  );
  assert.equal(glob.id, 'books+1');
  assert.equal(glob.analysis?.comparison?.with, 'plans+1');
  const count = server.requests.length;
  const again = await json(
    jointSchema,
    'review',
    '*.html',
    ...asking,
    '--strategy',
    'independent',
    '--id',
    'books+1',
  );
  assert.equal(again.completedAt, glob.completedAt);
  assert.equal(server.requests.length, count, 'the same id is the same campaign');
});

test('a retry of a campaign asks the reviewer that had failed, on the snapshot that the others read', async (t) => {
  let isBroken = true;
  const { root, server, run, json } = await shelf(t, (request) =>
    isBroken && request.key === 'testing' ? answer({ nothing: 'of use' }) : reads(request),
  );
  const first = await json(reviewReportSchema, 'review', 'chapter', chapter, ...asking);
  assert.deepEqual(
    first.round.reviewers.map(({ status }) => status),
    ['succeeded', 'succeeded', 'failed_isolated', 'succeeded'],
  );
  assert.match((await run('list', '--root', '.')).out, /chapters-03-signals@1 .*without all reviewers/);

  isBroken = false;
  await writeFile(path.join(root, chapter), '# Chapter 3: Signals\n\nAll of it is new.\n');
  const before = server.requests.length;
  const again = await json(reviewReportSchema, 'retry', 'chapters-03-signals@1');
  assert.deepEqual(
    server.requests.slice(before).map(({ key }) => key),
    ['testing', 'analysis'],
  );
  assert.equal(again.round.number, 2);
  assert.equal(again.round.revision, first.round.revision);
  assert.ok(again.round.reviewers.every(({ status }) => status === 'succeeded'));
  assert.deepEqual(
    again.round.verdict.reasons.map(({ code }) => code),
    ['snapshot-outdated'],
  );
  assert.ok(again.round.panel?.remarks.includes('2 reviews were taken over from round 1.'));

  const done = await run('retry', 'chapters-03-signals@2', '--root', '.');
  assert.equal(done.status, 2);
  assert.match(done.err, /Every reviewer of round 2 of chapters\/03-signals\.md has answered/);
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { run } from '../../src/cli/run.ts';
import { checks } from '../../src/core/checks/registry.ts';
import { checkReportSchema } from '../../src/core/domain/checkReport.ts';
import { reviewReportSchema } from '../../src/core/domain/reviewReport.ts';
import { definitionText } from '../support/documentChecks.ts';
import { createRepository } from '../support/git/testRepository.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { sarifSchema } from '../support/sarifSchema.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const prp = 'PRPs/planned/PRP-30-retries.md';
const plan =
  '# Retries\n\n## Goal\n\nModify `src/ap.ts`.\n\n## Steps\n\nOne.\n\n## Success criteria\n\nIt works.\n';

/** A repository with a plan that makes one false claim; `home` is where this user's state is. */
interface Place {
  readonly root: string;
  readonly home: string;
  readonly write: (path: string, text: string) => Promise<void>;
  readonly cli: (...args: string[]) => Promise<CliResult>;
}

async function place(context: TestContext): Promise<Place> {
  const folder = await temporaryFolder(context);
  const { root } = await createRepository(join(folder, 'r'));
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write('src/app.ts', '');
  await write(prp, plan);
  const home = join(folder, 'home');
  return {
    root,
    home,
    write,
    cli: (...args) => runCli(args, { cwd: root, environment: { HOME: home } }),
  };
}

/** The findings of a plan's check by check, with their severities. */
function found(out: string): string[] {
  const [checked] = checkReportSchema.parse(JSON.parse(out)).plans;
  return (checked?.findings ?? []).map(({ check, severity }) => `${check} ${severity}`);
}

/** Every built-in check but the one that this is about. */
const quiet = Object.fromEntries(checks.map(({ id }) => [id, 'off']).filter(([id]) => id !== 'file-exists'));

test('a plan is found by its id, for check and for review, and is shown with its path', async (context) => {
  const { cli } = await place(context);
  const checked = await cli('check', 'PRP-30');
  assert.match(
    checked.out,
    /^=+\nPlan Review: PRP-30, PRPs\/planned\/PRP-30-retries\.md \(prp\)\nMode: plan/,
  );
  const reviewed = await cli('review', 'exe', 'prp-30', '--json');
  const { round } = reviewReportSchema.parse(JSON.parse(reviewed.out));
  assert.deepEqual([round.plan.path, round.mode], [prp, 'execution']);
});

test('an id that fits none, or several, ends with 2 and says what there is', async (context) => {
  const { cli, write } = await place(context);
  const none = await cli('check', 'PRP-31');
  assert.equal(none.status, 2);
  assert.match(none.err, /no plan at "PRP-31".*\n {2}Did you mean PRP-30\?\n$/);
  await write('PRPs/feature-requests/PRP-30-b.md', plan);
  const several = await cli('review', 'PRP-30');
  assert.equal(several.status, 2);
  assert.match(several.err, /2 plans have the id "PRP-30": "PRPs\/feature-requests\/.*", "PRPs\/planned\//);
});

test('plan folders can be set', async (context) => {
  const { cli, write } = await place(context);
  await write('.plan-review/settings.json', '{ "planFolders": ["work"] }');
  await write('work/X-1-first.md', plan);
  assert.match((await cli('check', 'X-1')).out, /X-1, work\/X-1-first\.md/);
  assert.equal((await cli('check', 'PRP-30')).status, 2);
});

test('--mode takes all four names, and refuses others with what there is', async (context) => {
  const { cli } = await place(context);
  for (const [word, shown] of [
    ['plan', 'plan (before'],
    ['PRP', 'plan (before'],
    ['execution', 'execution (after'],
    ['exe', 'execution (after'],
  ] as const) {
    assert.ok((await cli('check', prp, '--mode', word)).out.includes(`Mode: ${shown}`), word);
  }
  const { status, err } = await cli('check', prp, '--mode', 'foo');
  assert.equal(status, 2);
  assert.match(err, /Invalid mode: foo \(use plan or execution; prp and exe are accepted\)/);
  const without = await cli('review');
  assert.match(
    without.err,
    /missing required argument 'plan'\nUsage: plan-review review \[plan\|execution\|book\|chapter\] <plan\.\.\.>/,
  );
});

test('--format sarif gives a log, --format github workflow commands, both from the repository’s root', async (context) => {
  const { root, write } = await place(context);
  await write('packages/a/.plan-review/settings.json', '{}');
  await write('packages/a/docs/plan.md', plan);
  const from = join(root, 'packages/a');
  const sarif = await runCli(['check', 'docs/plan.md', '--format', 'sarif'], { cwd: from });
  const [log] = sarifSchema.parse(JSON.parse(sarif.out)).runs;
  assert.equal(sarif.status, 1);
  assert.equal(log?.originalUriBaseIds.SRCROOT.uri, `${pathToFileURL(root).href}/`);
  const places = log.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
  assert.deepEqual([...new Set(places)], ['packages/a/docs/plan.md']);
  assert.ok(log.results.every(({ ruleId, ruleIndex }) => log.tool.driver.rules[ruleIndex]?.id === ruleId));
  const github = await runCli(['check', 'docs/plan.md', '--format', 'github'], { cwd: from });
  assert.match(
    github.out,
    /^::error file=packages\/a\/docs\/plan\.md,line=5,endLine=5,col=9,endColumn=18,title=/m,
  );
  const runner = await runCli(['check', 'docs/plan.md', '--format', 'github'], {
    cwd: from,
    environment: { GITHUB_WORKSPACE: join(root, '..') },
  });
  assert.match(runner.out, /^::error file=r\/packages\/a\/docs\/plan\.md,/m);
});

test('a suppressed failure does not count for the exit status, the verdict or the sums, and is shown', async (context) => {
  const { cli, write } = await place(context);
  await write('.plan-review/settings.json', JSON.stringify({ severities: quiet }));
  await write(
    prp,
    plan.replace('Modify', '<!-- plan-review-disable-next-line file-exists: made by the build -->\nModify'),
  );
  const text = await cli('check', prp);
  assert.equal(text.status, 0, text.out);
  assert.match(text.out, /Suppressed:\n.*No such file: src\/ap\.ts \(file-exists: made by the build\)/);
  assert.match(text.out, /0 FAIL, .*, 1 suppressed\n/);
  const [json] = checkReportSchema.parse(JSON.parse((await cli('check', prp, '--json')).out)).plans;
  assert.deepEqual(
    json?.suppressed?.map(({ suppression }) => suppression.reason),
    ['made by the build'],
  );
  assert.deepEqual([json?.summary.fail, json?.summary.suppressed], [0, 1]);
  const review = await cli('review', prp, '--json');
  const report = reviewReportSchema.parse(JSON.parse(review.out));
  assert.equal(review.status, 0);
  assert.deepEqual(
    [report.round.verdict.value, report.round.claims.fail, report.round.claims.suppressed],
    ['GO', 0, 1],
  );
  assert.deepEqual(
    report.claims.filter(({ suppressed }) => suppressed).map(({ value, verdict }) => [value, verdict]),
    [['src/ap.ts', 'fail']],
  );
});

test('severities of the settings hold, and settings that cannot be used name the key', async (context) => {
  const { cli, write } = await place(context);
  const settings = (text: string): Promise<void> => write('.plan-review/settings.json', text);
  await settings(JSON.stringify({ severities: { ...quiet, 'file-exists': 'suggestion' } }));
  const weak = await cli('check', prp, '--json');
  assert.equal(weak.status, 0);
  assert.ok(found(weak.out).includes('file-exists suggestion'));
  await settings(JSON.stringify({ severities: { ...quiet, 'file-exists': 'off' } }));
  assert.deepEqual(
    found((await cli('check', prp, '--json')).out).filter((one) => one.startsWith('file')),
    [],
  );
  for (const [text, key] of [
    ['{ "severities": { "file-exists": "fatal" } }', /severities\.file-exists: .*"suggestion".*"off"/],
    ['{ "severity": {} }', /severity: there is no such setting/],
    ['{ "planFolders": ["../x"] }', /planFolders\.0: has to be a folder below/],
    ['{ "sections": { "novel": [] } }', /sections/],
    ['{ "commandTimeLimit": 0 }', /commandTimeLimit/],
    ['{ "severities": ', /it is not JSON/],
  ] as const) {
    await settings(text);
    const { status, err } = await cli('check', prp);
    assert.equal(status, 2, text);
    assert.match(err, key);
    assert.match(err, /^plan-review: The settings in \.plan-review\/settings\.json .+\n {2}.+\n$/);
  }
});

const command = 'touch ran; grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt';
const definition = '.plan-review/checks/routes.md';

test('consent: shown, agreed to by hash, asked anew when the text changes, taken back', async (context) => {
  const { root, home, cli, write } = await place(context);
  await write(definition, definitionText({ command }));
  await write('routes.txt', '/users\n');
  await write(prp, `${plan}\nRoute /users and route /gone.\n`);
  const before = await cli('check', prp);
  assert.match(before.out, /\? \d+:\d+ route \/users \(command not agreed to\)/);
  assert.match(before.out, /\n {2}\.plan-review\/checks\/routes\.md:1 {2}plan-review consent route\n$/);
  assert.ok(!existsSync(join(root, 'ran')));

  const asked = await cli('consent', 'route');
  assert.equal(asked.status, 2, 'nobody is there to be asked');
  assert.ok(asked.out.includes(`    ${command}\n`));
  const hash = /--sha256 ([0-9a-f]{64})/.exec(asked.err)?.[1] ?? '';
  assert.equal((await cli('consent', 'route', '--sha256', hash.replaceAll(/[0-9]/g, 'a'))).status, 2);
  assert.equal((await cli('consent', 'route', '--sha256', hash)).status, 0);
  assert.match((await cli('consent')).out, /^✓ agreed {2}route {2}/);
  assert.ok(existsSync(join(home, '.local/state/plan-review/consents')));

  const after = await cli('check', prp);
  assert.match(after.out, /✓ \d+:\d+ route \/users \(Registered\)/);
  assert.match(after.out, /✗ \d+:\d+ route \/gone \(Not registered\)/);
  assert.ok(existsSync(join(root, 'ran')));

  await write(definition, definitionText({ command: `${command} ` }).replace('Registered', 'Known'));
  assert.match((await cli('check', prp, '--json')).err, /plan-review consent route/);
  assert.equal((await cli('consent', 'route', '--sha256', hash)).status, 2, 'the old hash');
  assert.match((await cli('consent', 'route', '--revoke')).out, /will not be run any more/);
  assert.equal((await cli('consent', 'other')).status, 2);
});

test('without a home there is nowhere to keep a consent, and that is said', async (context) => {
  const { root, write } = await place(context);
  await write(definition, definitionText({ command }));
  const { err } = await runCli(['consent', 'route'], { cwd: root });
  const hash = /--sha256 ([0-9a-f]{64})/.exec(err)?.[1] ?? '';
  const refused = await runCli(['consent', 'route', '--sha256', hash], { cwd: root });
  assert.equal(refused.status, 2);
  assert.match(refused.err, /no folder outside the workspace.*\n {2}Set XDG_STATE_HOME/);
});

test('a definition that cannot be used is shown in every format, and lets nothing pass', async (context) => {
  const { cli, write } = await place(context);
  await write(
    '.plan-review/settings.json',
    JSON.stringify({ severities: { ...quiet, 'file-exists': 'off' } }),
  );
  assert.equal((await cli('check', prp)).status, 0);
  await write(definition, definitionText({ command: 'test -f {path}' }));
  const text = await cli('check', prp);
  assert.equal(text.status, 1);
  assert.match(text.out, /✗ \.plan-review\/checks\/routes\.md:1 Check "route" cannot be used/);
  const json = checkReportSchema.parse(JSON.parse((await cli('check', prp, '--json')).out));
  assert.deepEqual(
    json.problems?.map(({ path, check }) => [path, check]),
    [[definition, 'check-definition']],
  );
  assert.match(
    (await cli('check', prp, '--format', 'github')).out,
    /^::error file=\.plan-review\/checks\/routes\.md,/m,
  );
  assert.match((await cli('check', prp, '--format', 'sarif')).out, /"ruleId": "check-definition"/);
});

test('colour is for terminals; the person there is asked, and anything but yes is no', async (context) => {
  const { root, home, write } = await place(context);
  await write(definition, definitionText({ command: `${command} \u{202e}` }));
  const inProcess = async (argv: string[], { hasColour = false, says = false } = {}) => {
    const output = { out: '', questions: 0 };
    const status = await run({
      argv,
      cwd: root,
      environment: { PATH: process.env['PATH'], HOME: home },
      out: (text) => (output.out += text),
      err: () => undefined,
      isTerminal: true,
      hasColour,
      ask: () => {
        output.questions += 1;
        return Promise.resolve(says);
      },
      signal: new AbortController().signal,
    });
    return { status, ...output };
  };
  const coloured = await inProcess(['check', prp], { hasColour: true });
  assert.ok(coloured.out.includes('\u{1b}[31m✗\u{1b}[39m'));
  assert.ok(!(await inProcess(['check', prp])).out.includes('\u{1b}'));
  const no = await inProcess(['consent', 'route']);
  assert.deepEqual([no.status, no.questions], [1, 1]);
  assert.ok(!no.out.includes('\u{202e}'), 'what is shown is what is there');
  const yes = await inProcess(['consent', 'route'], { says: true });
  assert.deepEqual([yes.status, yes.questions], [0, 1]);
  assert.deepEqual((await inProcess(['consent', 'route'])).questions, 0, 'not asked twice');
});

test('a corrupt cache is told of in one line and changes nothing', async (context) => {
  const { root, cli, write } = await place(context);
  await write(definition, definitionText({ command, restsOn: '`routes.txt`' }));
  await write(prp, `${plan}\nRoute /users.\n`);
  await write('.plan-review/cache/checks.json', '{');
  const { err } = await cli('consent', 'route');
  const hash = /--sha256 ([0-9a-f]{64})/.exec(err)?.[1] ?? '';
  await cli('consent', 'route', '--sha256', hash);
  const checked = await cli('check', prp);
  assert.match(
    checked.err,
    /^plan-review: The cache of the checks cannot be read, and is thrown away: .*\n$/,
  );
  assert.match(checked.out, /✗ \d+:\d+ route \/users/);
  assert.equal(await readFile(join(root, 'ran'), 'utf8'), '');
});

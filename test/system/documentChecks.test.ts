import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { PlanReviewError } from '../../src/core/base/errors.ts';
import type { Claim } from '../../src/core/domain/claim.ts';
import { definitionText, ownCheckWorkspace, type OwnCheckWorkspace } from '../support/documentChecks.ts';

const definition = '.plan-review/checks/routes.md';
const grep = 'grep -qxF -e "$PLAN_REVIEW_VALUE" routes.txt';

function workspace(
  context: TestContext,
  {
    command = grep,
    plan = 'Route /users and route /gone.',
    pattern = '`Route {path}`',
    example = 'Route /users',
  } = {},
): Promise<OwnCheckWorkspace> {
  return ownCheckWorkspace(context, {
    'routes.txt': '/users\n/teams\n',
    'plan.md': `# Plan\n\n${plan}\n`,
    [definition]: definitionText({ command, pattern, example }),
  });
}

const told = (claims: readonly Claim[]): string[] =>
  claims.map(({ value, verdict, detail }) => `${value} ${verdict}: ${detail}`);

test('a command that was agreed to verifies each value, and a failure is a finding with a way out', async (context) => {
  const own = await workspace(context);
  await own.agree();
  assert.deepEqual(told(await own.claims()), ['/users pass: Registered', '/gone fail: Not registered']);
  const { findings } = await own.open().check({ path: 'plan.md' });
  const finding = findings.find(({ check }) => check === 'route');
  assert.deepEqual(finding?.range.start, { line: 3, column: 24 });
  assert.match(finding?.observation ?? '', /`\/gone`, and the check `route` says: Not registered/);
});

test('nothing is run before somebody has agreed, nor when the text was changed, nor when the consent was taken back', async (context) => {
  const own = await workspace(context, { command: `touch ran; ${grep}` });
  const ran = join(own.root, 'ran');
  const isSilent = async (): Promise<void> => {
    const claims = await own.claims();
    assert.ok(
      claims.every(({ verdict, detail }) => verdict === 'unverifiable' && detail === 'command not agreed to'),
    );
    assert.equal(claims.length, 2);
    assert.ok(!existsSync(ran), 'the command was run');
  };
  await isSilent();
  await own.agree();
  await own.claims();
  assert.ok(existsSync(ran));
  await rm(ran);
  await own.write(definition, definitionText({ command: `touch ran;  ${grep}` }));
  await isSilent();
  await own.agree();
  await own.open().revokeConsent('route');
  await isSilent();
});

test('in an untrusted workspace nothing is run and nothing can be agreed to', async (context) => {
  const own = await workspace(context, { command: `touch ran; ${grep}` });
  await own.agree();
  const untrusted = own.open({ isTrusted: false });
  assert.deepEqual(await own.claims(untrusted), []);
  assert.ok(!existsSync(join(own.root, 'ran')));
  const { commands } = await untrusted.catalogue();
  await assert.rejects(
    untrusted.agreeToCommand('route', commands[0]?.sha256 ?? ''),
    (error: PlanReviewError) => error.code === 'not-trusted',
  );
});

const hostile: readonly string[] = [
  '"; touch X; "',
  "'; touch X; '",
  '$(touch X)',
  '`touch X`',
  '/users\ntouch X',
  '/users && touch X',
  '| touch X',
  '> X',
  '${IFS}touch${IFS}X',
];

for (const value of hostile) {
  test(`a value ${JSON.stringify(value)} reaches the command as it is and runs nothing`, async (context) => {
    const own = await workspace(context, {
      plan: `Claimed: [[${value}]].`,
      pattern: '`/\\[\\[([^]*?)\\]\\]/`',
      example: '[[/users]]',
      command: `printf %s "$PLAN_REVIEW_VALUE" > seen; ${grep}`,
    });
    await own.agree();
    const [claim] = await own.claims();
    assert.equal(claim?.value, value);
    assert.equal(await readFile(join(own.root, 'seen'), 'utf8'), value);
    assert.deepEqual((await readdir(own.root)).toSorted(), ['.plan-review', 'plan.md', 'routes.txt', 'seen']);
  });
}

test('a value that begins with a hyphen is put to no command', async (context) => {
  const own = await workspace(context, {
    plan: 'Route --output=X and route -rf.',
    command: 'git log "$PLAN_REVIEW_VALUE"; touch ran',
  });
  await own.agree();
  assert.deepEqual(
    (await own.claims()).map(({ verdict, detail }) => `${verdict} ${detail.slice(0, 20)}`),
    ['unverifiable begins with a hyphen', 'unverifiable begins with a hyphen'],
  );
  assert.deepEqual((await readdir(own.root)).toSorted(), ['.plan-review', 'plan.md', 'routes.txt']);
});

test('a definition that puts the value into its text is told of, and not offered for consent', async (context) => {
  const own = await workspace(context, { command: 'test -f {path}' });
  const { commands, problems } = await own.open().catalogue();
  assert.deepEqual(commands, []);
  assert.deepEqual(
    problems.map(({ path, range }) => [path, range.start.line]),
    [[definition, 1]],
  );
  assert.match(problems[0]?.recommendation ?? '', /"\$PLAN_REVIEW_VALUE"/);
});

test('a command sees the workspace folder, four variables and the value, and no secret', async (context) => {
  const own = await workspace(context, {
    plan: 'Route /users.',
    command: 'env > seen; pwd >> seen; test -n "$PLAN_REVIEW_VALUE"',
  });
  await own.agree();
  await own.claims();
  const seen = await readFile(join(own.root, 'seen'), 'utf8');
  assert.doesNotMatch(seen, /SECRET|hush/);
  const names = [...seen.matchAll(/^(\w+)=/gm)].map((match) => match[1] ?? '').toSorted();
  // The shell adds what it keeps of its own.
  assert.deepEqual(
    names.filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name)),
    ['HOME', 'LANG', 'PATH', 'PLAN_REVIEW_VALUE'],
  );
  assert.ok(seen.split('\n').includes(own.root));
});

test('at the time limit the command and all it started are stopped, and the claim is nobody’s fault', async (context) => {
  const own = await workspace(context, {
    plan: 'Route /users.',
    command: '(sleep 1.5; touch late) & sleep 60; test -n "$PLAN_REVIEW_VALUE"',
  });
  await own.agree();
  const claims = await own.claims(own.open({ seconds: 0.3 }));
  assert.deepEqual(told(claims), ['/users unverifiable: its command took more than 0.3 s and was stopped']);
  await wait(1800);
  assert.ok(!existsSync(join(own.root, 'late')), 'a child lived on');
});

test('what a command leaves running is stopped when it has ended', async (context) => {
  const own = await workspace(context, {
    plan: 'Route /users.',
    command: '(sleep 1.5; touch late) & test -n "$PLAN_REVIEW_VALUE"',
  });
  await own.agree();
  assert.deepEqual(told(await own.claims()), ['/users pass: Registered']);
  await wait(1800);
  assert.ok(!existsSync(join(own.root, 'late')));
});

test('cancelling stops the command', async (context) => {
  const own = await workspace(context, {
    plan: 'Route /users.',
    command: 'sleep 60; test -n "$PLAN_REVIEW_VALUE"',
  });
  await own.agree();
  const signal = AbortSignal.timeout(300);
  await assert.rejects(
    own.open().check({ path: 'plan.md', signal }),
    (error: PlanReviewError) => error.code === 'cancelled',
  );
});

test('any amount of output holds nothing up', async (context) => {
  const own = await workspace(context, {
    plan: 'Route /users.',
    command: 'head -c 20000000 /dev/zero; test -n "$PLAN_REVIEW_VALUE"',
  });
  await own.agree();
  assert.deepEqual(told(await own.claims()), ['/users pass: Registered']);
});

const ends: readonly (readonly [string, string])[] = [
  [
    'test "$PLAN_REVIEW_VALUE" = /users && echo "✓ PASS" || echo "✗ FAIL"',
    '/users pass: Registered, /gone fail: Not registered',
  ],
  ['exit 3 # "$PLAN_REVIEW_VALUE"', '/users fail: Not registered, /gone fail: Not registered'],
  [
    'no-such-program "$PLAN_REVIEW_VALUE"',
    '/users unverifiable: its command needs a program that cannot be run here, /gone unverifiable: its command needs a program that cannot be run here',
  ],
  [
    'kill -9 $$ # "$PLAN_REVIEW_VALUE"',
    '/users unverifiable: its command was stopped by SIGKILL, /gone unverifiable: its command was stopped by SIGKILL',
  ],
];

for (const [command, expected] of ends) {
  test(`${command.slice(0, 40)}: ${expected.slice(0, 40)}`, async (context) => {
    const own = await workspace(context, { command });
    await own.agree();
    assert.equal(told(await own.claims()).join(', '), expected);
  });
}

test('what the plan creates, gives as an example or shows in code is put to no command', async (context) => {
  const own = await workspace(context, {
    plan: 'Create route /new.\n\nFor example route /any.\n\n```\nRoute /code\n```',
    command: 'touch ran; test -n "$PLAN_REVIEW_VALUE"',
  });
  await own.agree();
  assert.deepEqual(told(await own.claims()), ['/new pass: to be created', '/any unverifiable: an example']);
  assert.ok(!existsSync(join(own.root, 'ran')));
});

test('of very many values two hundred are verified', async (context) => {
  const values = Array.from({ length: 210 }, (_, index) => `Route /r${index}.`);
  const own = await workspace(context, { plan: values.join('\n'), command: 'test -n "$PLAN_REVIEW_VALUE"' });
  await own.agree();
  const claims = await own.claims();
  assert.equal(claims.filter(({ verdict }) => verdict === 'pass').length, 200);
  assert.equal(claims.at(-1)?.detail, 'too many values in one plan');
});

test('a consent holds for one workspace, and a repository can bring none along', async (context) => {
  const own = await workspace(context);
  const other = await workspace(context);
  await own.agree();
  const [file] = await readdir(join(own.stateFolder, 'consents'));
  await mkdir(join(other.stateFolder, 'consents'), { recursive: true });
  const stolen = await readFile(join(own.stateFolder, 'consents', file ?? ''));
  await other.agree();
  const [otherFile] = await readdir(join(other.stateFolder, 'consents'));
  await writeFile(join(other.stateFolder, 'consents', otherFile ?? ''), stolen);
  assert.ok((await other.claims()).every(({ verdict }) => verdict === 'unverifiable'));
});

test('a state folder inside the workspace, by whatever way, keeps no consent', async (context) => {
  const own = await workspace(context);
  await mkdir(join(own.root, 'inside'));
  await symlink(join(own.root, 'inside'), own.stateFolder);
  await assert.rejects(own.agree(), (error: PlanReviewError) => error.code === 'consent-unavailable');
});

test('a torn or foreign consent file counts for nothing', async (context) => {
  const own = await workspace(context);
  await own.agree();
  const [file] = await readdir(join(own.stateFolder, 'consents'));
  for (const text of ['', '{"version":1', '{"version":1,"workspace":"/","agreed":"all"}']) {
    await writeFile(join(own.stateFolder, 'consents', file ?? ''), text);
    assert.ok((await own.claims()).every(({ verdict }) => verdict === 'unverifiable'));
  }
});

test('definitions reached through a link are none', async (context) => {
  const own = await workspace(context);
  await rm(join(own.root, '.plan-review'), { recursive: true });
  const elsewhere = await workspace(context);
  await symlink(join(elsewhere.root, '.plan-review'), join(own.root, '.plan-review'));
  assert.deepEqual((await own.open().catalogue()).commands, []);
});

test('a suppression, another severity and off work for own checks as for the built-in ones', async (context) => {
  const own = await workspace(context, {
    plan: 'Route /gone. <!-- plan-review-disable-line route: comes with the next release -->',
  });
  await own.agree();
  const check = await own.open().check({ path: 'plan.md' });
  assert.deepEqual(
    check.suppressed?.map(({ check, suppression }) => [check, suppression.reason]),
    [['route', 'comes with the next release']],
  );
  await own.write('plan.md', '# Plan\n\nRoute /gone.\n');
  await own.write('.plan-review/settings.json', '{ "severities": { "route": "minor" } }');
  const minor = (await own.open().check({ path: 'plan.md' })).findings.find(({ check }) => check === 'route');
  assert.equal(minor?.severity, 'minor');
  await own.write('.plan-review/settings.json', '{ "severities": { "route": "off", "rout": "off" } }');
  assert.deepEqual(await own.claims(), []);
  assert.deepEqual(
    (await own.open().catalogue()).problems.map(({ title, range }) => [title, range.start.column]),
    [['Severity of an unknown check: rout', 35]],
  );
});

test('the worked example of the documentation works', async (context) => {
  const page = await readFile(new URL('../../docs/checks-by-document.md', import.meta.url), 'utf8');
  const example = /````markdown\n([\s\S]*?)\n````/.exec(page)?.[1] ?? '';
  const own = await ownCheckWorkspace(context, {
    'routes.txt': '/users\n',
    'plan.md': '# Plan\n\nRoute `/users` and route `/user-groups` return pages.\n',
    [definition]: example,
  });
  assert.deepEqual((await own.open().catalogue()).problems, []);
  await own.agree();
  assert.deepEqual(told(await own.claims()), [
    '/users pass: The route is registered',
    '/user-groups fail: The route is not registered in routes.txt',
  ]);
});

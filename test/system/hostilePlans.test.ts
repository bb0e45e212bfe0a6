import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import test, { type TestContext } from 'node:test';
import { createPlanReview } from '../../src/core/createPlanReview.ts';
import type { PlanCheck } from '../../src/core/domain/checkReport.ts';
import type { PlanReview } from '../../src/core/planReview.ts';
import { definitionText } from '../support/documentChecks.ts';
import { fakeGit } from '../support/git/fakeGit.ts';
import { hostileRepository } from '../support/git/hostileRepository.ts';
import { makePipe } from '../support/makePipe.ts';
import { runCli } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Would leave a file `X` somewhere if a shell, or git, took it for more than a word. */
const commands: readonly string[] = [
  '"; touch X; "',
  "'; touch X; '",
  '$(touch X)',
  '$(touch${IFS}X)',
  '`touch X`',
  '${IFS}touch${IFS}X',
  '; touch X',
  '| touch X',
  '&& touch X',
  '> X',
  '\ntouch X\n',
  '\0touch X',
  'src/app.ts%00; touch X',
  '--upload-pack=touch X',
  '--output=X',
  '-oProxyCommand=touch X',
  '-c core.pager=touch X',
  'ext::touch X',
  'HEAD:../../etc/passwd',
  '@{upstream}',
  'a..b --output=X',
];

/** Ways out of the workspace to a file beside it, where `src/` and `docs/plans/` are folders of the workspace. */
const waysOut = (outside: string): readonly string[] => [
  '../../../../../../../../etc/passwd',
  '/etc/passwd',
  '../outside/secret.md',
  '../../../outside/secret.md',
  'src/../../outside/secret.md',
  'src/../../../../outside/secret.ts',
  '..\\outside\\secret.md',
  '%2e%2e/%2e%2e/%2e%2e/outside/secret.md',
  `${outside}/secret.md`,
  `file://${outside}/secret.md`,
  'linked/secret.md',
  'linked/secret.ts',
  'src/linked.md',
  'src/linked.ts',
  '../../linked/secret.md',
  '../../src/linked.md',
  '../../src/linked.md#canary',
  '~/secret.md',
  'src/pipe.ts',
  '../../src/pipe.md',
  '../../src/pipe.md#canary',
  'src/zero.ts',
];

/** What the files outside hold, and what no report may. */
const CANARY = 'canary-4711';

const frontMatterKeys = (
  'files_modified files_created files_deleted files references branch base_branch target_branch commit base_commit tag ' +
  'checkpoint rollback_tag dependencies depends_on requires blocked_by prp_id id kind type status estimated_hours name title'
).split(' ');

/** A line for each place that something is read from. */
const places = (value: string): readonly string[] => [
  `See \`${value}\` and modify \`\`${value}\`\`, then ${value}.`,
  `Create \`${value}\`. Rename \`${value}\` to \`src/x.ts\`. Delete \`${value}\`. E.g. \`${value}\`.`,
  `- \`${value}:12\`, lines 1-9 of \`${value}\`, \`${value}#L3\`, ${value}:3`,
  `- \`deliver()\` in \`${value}\`, \`${value}()\` in \`src/app.ts\`, \`${value}\`'s \`canary()\` sends`,
  `- [x](${value}) [y](<${value}> "${value}") ![z](${value}) [${value}](src/app.ts) [a][${value}] <${value}>`,
  `- Commit ${value}, commit \`${value}\`, reverts ${value}`,
  `- Based on branch ${value}, branch \`${value}\` holds it, \`git checkout ${value}\`, \`git switch -c ${value}\``,
  `- Roll back to tag ${value}, tag \`${value}\` marks it, \`git reset --hard ${value}\`, \`git tag ${value}\``,
  `- It depends on ${value} and requires \`${value}\`. See Section ${value}, see §${value}.`,
  `- Run \`npm run ${value}\`, \`make ${value}\`, \`cd ${value} && npm run build\`, \`npm --prefix ${value} run build\``,
  `- The existing \`${value}\` package, currently \`${value}\` 4, the \`${value}@4.1\` library`,
  `- Route ${value} is there. Route \`${value}\` is there.`,
  `- lane-1: \`${value}\`\n- lane-2: \`${value}\``,
  `### Files to modify\n\n- \`${value}\`\n\n### Phase 1: ${value} (${value})`,
  `| File | \`${value}\` |\n|---|---|\n| ${value} | \`${value}\` |\n| Total | ${value} |`,
  `The following ${value} files:\n\n- ${value}\n\n10 + ${value} = 40, 5 findings (1 ${value}, 4 ${value})`,
  `<!-- plan-review-disable-next-line ${value}: ${value} -->\n<!-- plan-review-disable ${value} -->`,
  `<!-- ${value} -->\n\n<p hidden style="${value}">${value}</p>`,
  `\`\`\`sh\n${value}\nnpm run ${value}\ngit checkout -b ${value}\n\`\`\``,
  `> [${value}]: ${value}\n\n[${value}]: ${value} "${value}"`,
];

function planOf(values: readonly string[]): string {
  const frontMatter = frontMatterKeys.map(
    (key) => `${key}: [${values.map((value) => JSON.stringify(value)).join(', ')}]`,
  );
  // A plan with zero bytes is refused; in quotes, YAML can write one all the same.
  const body = values.flatMap((value, index) => [
    `## ${index + 1}. Part`,
    ...places(value.replaceAll('\0', '')),
  ]);
  return `---\n${frontMatter.join('\n')}\n---\n\n# ${commands[0]}\n\n${body.join('\n\n')}\n`;
}

/** A workspace that leads out wherever it can, with a repository that runs programs wherever it can. */
interface HostileWorkspace {
  readonly root: string;
  /** The folder beside the workspace that its links lead to. */
  readonly outside: string;
  /** What a program of the repository leaves behind. */
  readonly marker: string;
  /** Every word that git was given on its command line. */
  gitWords(): Promise<string[]>;
  open(): PlanReview;
  /** Every file and link below the common folder, outside git's own. */
  everything(): Promise<string[]>;
}

async function hostileWorkspace(context: TestContext): Promise<HostileWorkspace> {
  const folder = await temporaryFolder(context);
  const { repository, marker } = await hostileRepository(folder);
  const { root } = repository;
  const outside = join(folder, 'outside');
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  for (const [path, text] of Object.entries({
    'secret.md': `# PRP-77: Secret\n\n## Canary\n\n${CANARY}\n`,
    'secret.ts': `export function deliver() {}\nexport function canary() {}\n// ${CANARY}\n`,
    'package.json': `{ "name": "${CANARY}", "scripts": { "secret": "x" } }`,
    'requirements.txt': 'secret-package==1.0\n',
    Makefile: 'secret:\n\ttrue\n',
    ignore: 'src/secret-rule.ts\n',
    'settings.json': '{ "severities": { "file-exists": "off" } }',
    'check.md': definitionText({ id: 'secret', command: 'touch X; test -n "$PLAN_REVIEW_VALUE"' }),
  })) {
    await write(join(outside, path), text);
  }
  await write(join(root, 'src/app.ts'), 'export function start() {}\n');
  await write(join(root, 'docs/plans/queue.md'), '# Queue\n');
  await write(join(root, '.plan-review/checks/route.md'), hostileDefinitions());
  for (const [path, target] of [
    ['linked', '.'],
    ['src/linked.md', 'secret.md'],
    ['src/linked.ts', 'secret.ts'],
    ['docs/plans/PRP-77-secret.md', 'secret.md'],
    ['packages/linked/package.json', 'package.json'],
    ['requirements.txt', 'requirements.txt'],
    ['Makefile', 'Makefile'],
    ['.plan-review/settings.json', 'settings.json'],
    ['.plan-review/checks/linked.md', 'check.md'],
  ] as const) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await symlink(join(outside, target), join(root, path));
  }
  await symlink('/dev/zero', join(root, 'src/zero.ts'));
  await mkdir(join(root, 'packages/pipe'));
  for (const path of [
    'src/pipe.ts',
    'src/pipe.md',
    'packages/pipe/package.json',
    'docs/plans/PRP-78-pipe.md',
  ]) {
    makePipe(join(root, path));
  }
  const head = repository.git('rev-parse', 'HEAD');
  for (const name of ['$(touch${IFS}X)', '";touch${IFS}X;"', '--upload-pack=touch', '`touch`']) {
    repository.git('update-ref', `refs/heads/${name}`, head);
    repository.git('update-ref', `refs/tags/${name}`, head);
  }
  await write(join(root, 'src/$(touch X).ts'), '');
  await write(join(root, 'src/--output=X'), '');
  repository.git('config', 'core.excludesFile', join(outside, 'ignore'));
  await rm(marker, { force: true });

  const seen = join(folder, 'words');
  await mkdir(join(folder, 'bin'));
  const environment = {
    ...(await fakeGit(
      join(folder, 'bin'),
      `for word; do printf '%s\\0' "$word" >> "${seen}"; done\nPATH=\${PATH#*:}\nexec git "$@"`,
    )),
    HOME: folder,
  };
  return {
    root,
    outside,
    marker,
    gitWords: async () => (await readFile(seen, 'utf8')).split('\0'),
    open: () =>
      createPlanReview({
        root,
        isTrusted: true,
        version: '0.0.0',
        environment,
        stateFolder: join(folder, 'state'),
      }),
    everything: async () =>
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
        .filter((path) => !/(?:^|\/)\.git\/|^state|^words$/.test(path))
        .toSorted(),
  };
}

/** One check that holds, and some whose every field is hostile. */
function hostileDefinitions(): string {
  const honest = definitionText({ command: 'test "$PLAN_REVIEW_VALUE" = /users' });
  const others = commands.map((value, index) => [
    definitionText({ id: value.trim(), command: `test "$PLAN_REVIEW_VALUE"` }),
    definitionText({ id: `pattern-${index}`, pattern: value, command: 'test "$PLAN_REVIEW_VALUE"' }),
    definitionText({
      id: `regex-${index}`,
      pattern: `\`/(${value})/\``,
      command: 'test "$PLAN_REVIEW_VALUE"',
    }),
    definitionText({ id: `basis-${index}`, restsOn: `\`${value}\``, command: 'test "$PLAN_REVIEW_VALUE"' }),
  ]);
  return [honest, ...others.flat()].join('\n');
}

async function agreeToAll(planReview: PlanReview): Promise<void> {
  for (const { check, sha256 } of (await planReview.catalogue()).commands) {
    await planReview.agreeToCommand(check, sha256);
  }
}

test('no word of a plan runs anything, wherever it stands', { timeout: 60_000 }, async (context) => {
  const workspace = await hostileWorkspace(context);
  const values = [...commands, ...waysOut(workspace.outside)];
  const quoted = planOf(values);
  await writeFile(join(workspace.root, 'docs/plans/hostile.md'), quoted);
  // Front matter that is no YAML, and the page of a plan in HTML.
  await writeFile(join(workspace.root, 'docs/plans/raw.md'), quoted.replaceAll(/"([^"\n]*)"/g, '$1'));
  await writeFile(
    join(workspace.root, 'docs/plans/page.html'),
    `<h1>x</h1>\n<p>${values.flatMap((value) => places(value.replaceAll('\0', ''))).join('</p>\n<p>')}`,
  );
  const before = await workspace.everything();
  const planReview = workspace.open();
  await agreeToAll(planReview);

  for (const path of ['docs/plans/hostile.md', 'docs/plans/raw.md', 'docs/plans/page.html']) {
    for (const mode of ['plan', 'execution'] as const) {
      const { claims } = await planReview.check({ path, mode, beside: values });
      assert.ok(claims.length > 100, 'the plan is read');
    }
  }

  const after = await workspace.everything();
  assert.deepEqual(
    after.filter((path) => !before.includes(path) && !path.startsWith('hostile/.plan-review/cache')),
    [],
  );
  assert.ok(!after.includes(relative(dirname(workspace.root), workspace.marker)));
  const words = await workspace.gitWords();
  assert.ok(words.includes('ls-files'), 'git is asked');
  assert.deepEqual(
    words.filter((word) => /touch|passwd|secret|upload|Proxy|\bX\b/.test(word)),
    [],
  );
});

/** Claims whose verdict would tell what the files outside hold. */
const asking = `
It depends on PRP-77 and PRP-78. The existing \`secret-package\` package stays. Run \`npm run secret\` and \`make secret\`.

Update \`canary()\` in \`src/linked.ts\`, \`deliver()\` in \`linked/secret.ts\` sends, \`gone()\` in \`src/linked.ts\` too.

See \`src/linked.ts:2\`, \`src/linked.ts:900\`, \`linked/secret.ts:900\`, \`src/zero.ts:3\` and \`src/pipe.ts:3\`.

See [a](../../src/linked.md#canary), [b](../../src/linked.md#none), [c](../../linked/secret.md#none), [d](PRP-77-secret.md).

Modify \`src/secret-rule.ts\`, \`linked/none.ts\`, \`../outside/secret.md\` and \`../outside/none.md\`.
`;

test(
  'what lies outside the workspace makes no difference, and is in no report',
  { timeout: 60_000 },
  async (context) => {
    const workspace = await hostileWorkspace(context);
    const { outside, root } = workspace;
    const plan = planOf(waysOut(outside)) + asking;
    await writeFile(join(root, 'docs/plans/hostile.md'), plan);
    const check = (): Promise<PlanCheck> =>
      workspace
        .open()
        .check({ path: 'docs/plans/hostile.md', beside: ['../outside/secret.md', 'linked/secret.md'] });

    const before = await check();
    assert.ok(before.claims.length > 100, 'the plan is read');
    assert.doesNotMatch(JSON.stringify(before), new RegExp(CANARY));
    await rename(outside, `${outside}-gone`);
    assert.deepEqual(await check(), before);
    await mkdir(outside);
    for (const path of await readdir(`${outside}-gone`)) {
      await writeFile(join(outside, path), 'otherwise\n');
    }
    assert.deepEqual(await check(), before);
  },
);

for (const format of ['text', 'json', 'sarif', 'github']) {
  test(
    `a report as ${format} holds nothing from outside, and making it runs nothing`,
    { timeout: 60_000 },
    async (context) => {
      const workspace = await hostileWorkspace(context);
      const { outside, root } = workspace;
      await writeFile(
        join(root, 'docs/plans/hostile.md'),
        planOf([...commands, ...waysOut(outside)]) + asking,
      );
      const before = await workspace.everything();
      const { status, out, err } = await runCli(['check', 'docs/plans/hostile.md', '--format', format], {
        cwd: root,
      });
      assert.equal(status, 1, err);
      assert.ok(out.length > 1000);
      assert.doesNotMatch(out + err, new RegExp(CANARY));
      assert.deepEqual(await workspace.everything(), before);
    },
  );
}

test('the name of a plan is a name, however it reads', { timeout: 60_000 }, async (context) => {
  const folder = await temporaryFolder(context);
  const names = [
    ...commands.filter((value) => !/[\0/]/.test(value)).map((value) => `${value}.md`),
    '-.md',
    '--help.md',
    '%2e%2e.md',
    ' .md',
  ];
  for (const name of names) {
    await writeFile(join(folder, name), '# Plan\n\n## Goal\n\nModify `src/app.ts`.\n');
  }
  const before = (await readdir(folder)).toSorted();
  const { status, out, err } = await runCli(['check', '--json', '--', ...names], { cwd: folder });
  assert.equal(status, 1, err);
  const { plans } = JSON.parse(out) as { plans: PlanCheck[] };
  assert.deepEqual(
    plans.map(({ path }) => path),
    names,
  );
  assert.deepEqual((await readdir(folder)).toSorted(), before);
});

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { executionSchema, type Execution } from '../../src/core/domain/execution.ts';
import { createRepository, type TestRepository } from '../support/git/testRepository.ts';
import { answer } from '../support/messagesServer/reply.ts';
import { review } from '../support/messagesServer/reviews.ts';
import { nothingShared } from '../support/panel/panelScript.ts';
import { startPanelServer } from '../support/panel/panelWorld.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const planPath = 'docs/plans/retries.md';

const plan = `---
status: planned
branch: prp-4-retries
---

# Retry failed deliveries

## Goal

A delivery that fails is tried again.

## Context

Deliveries go through the existing \`src/queue.js\`, which reads \`src/config.js\`.

## Implementation steps

### Step 1: Add the policy

Create \`src/retry.js\` with the policy, and its test \`test/retry.test.js\`.

### Step 2: Use it

Modify \`src/worker.js\` so that it asks the policy.

### Step 3: Take the old loop away

Delete \`src/loop.js\`.

## Validation

\`\`\`bash
node --test test/retry.test.js
grep -q retry src/worker.js
\`\`\`

## Success criteria

- [ ] All tests pass
- [ ] \`src/loop.js\` is removed

## Rollback

Revert the commits.
`;

interface Desk {
  readonly repository: TestRepository;
  readonly run: (...args: string[]) => Promise<CliResult>;
  /** The environment of every run; a test may add to it. */
  readonly environment: Record<string, string>;
  /** Agrees to every command of the plan. */
  readonly agree: () => Promise<void>;
  readonly review: (...args: string[]) => Promise<CliResult & { readonly execution: Execution }>;
}

/** A repository with the plan in it, and nothing done. */
async function desk(t: TestContext): Promise<Desk> {
  const folder = await temporaryFolder(t);
  const repository = await createRepository(join(folder, 'repository'));
  const environment: Record<string, string> = {
    HOME: join(folder, 'home'),
    XDG_STATE_HOME: join(folder, 'state'),
    SECRET_TOKEN: 'hunter2',
  };
  await repository.write('.gitignore', '.plan-review/\n');
  await repository.write('src/queue.js', 'export const queue = [];\n');
  await repository.write('src/config.js', 'export const config = {};\n');
  await repository.write('src/worker.js', 'export const work = () => {};\n');
  await repository.write('src/loop.js', 'for (;;) {}\n');
  repository.commit('Begin');
  await repository.write(planPath, plan);
  repository.commit('Plan the retries');
  const run: Desk['run'] = (...args) => runCli(args, { cwd: repository.root, environment });
  let round = 0;
  return {
    repository,
    run,
    environment,
    agree: async () => {
      const listed = await run('consent', '--plan', planPath, '--json');
      for (const { sha256 } of JSON.parse(listed.out) as { sha256: string }[]) {
        const { status } = await run('consent', '--plan', planPath, '--sha256', sha256);
        assert.equal(status, 0);
      }
    },
    review: async (...args) => {
      const result = await run('review', 'execution', planPath, '--reviewers', 'checks', ...args);
      round += 1;
      assert.ok(result.status === 0 || result.status === 1, result.err);
      const text = await readFile(
        join(repository.root, `.plan-review/reviews/docs-plans-retries/round-${round}/execution.json`),
        'utf8',
      );
      return { ...result, execution: executionSchema.parse(JSON.parse(text)) };
    },
  };
}

async function doStepOne(repository: TestRepository): Promise<void> {
  await repository.write('src/retry.js', 'export const retry = 3;\n');
  await repository.write(
    'test/retry.test.js',
    "import test from 'node:test';\nimport { retry } from '../src/retry.js';\ntest('retries', () => { if (retry !== 3) throw new Error('no'); });\n",
  );
}

async function doTheRest(repository: TestRepository): Promise<void> {
  await repository.write(
    'src/worker.js',
    "import { retry } from './retry.js';\nexport const work = () => retry;\n",
  );
  repository.git('rm', '--quiet', 'src/loop.js');
}

const points = ({ score }: Execution): readonly (readonly [string, number])[] =>
  score.parts.map(({ name, points: own }) => [name, own]);

test('a plan that was carried out whole has ten of ten, and a GO', async (t) => {
  const { repository, agree, review } = await desk(t);
  repository.git('checkout', '--quiet', '-b', 'prp-4-retries');
  await doStepOne(repository);
  repository.commit('Add the retry policy');
  await doTheRest(repository);
  repository.commit('Ask the policy');
  await agree();
  const { execution, out, status } = await review();
  assert.deepEqual(
    execution.steps.map(({ id, state }) => [id, state]),
    [
      ['1', 'done'],
      ['2', 'done'],
      ['3', 'done'],
    ],
  );
  assert.deepEqual(
    execution.commands.map(({ command, state }) => [command, state]),
    [
      ['node --test test/retry.test.js', 'passed'],
      ['grep -q retry src/worker.js', 'passed'],
    ],
  );
  assert.match(execution.commands[0]?.output ?? '', /pass 1/);
  assert.deepEqual(
    execution.criteria.map(({ state }) => state),
    ['met', 'met'],
  );
  assert.deepEqual(execution.drift, { reliedOn: [], unnamed: [] });
  assert.deepEqual(execution.status, { stated: 'planned', found: 'executed' });
  assert.equal(execution.score.value, 10, JSON.stringify(execution.score));
  assert.equal(execution.branch.state, 'checked-out');
  assert.match(out, /Verdict: GO/);
  assert.equal(status, 0);
});

test('a plan that was carried out in part is told step by step, and its commands are not run without consent', async (t) => {
  const { repository, review } = await desk(t);
  repository.git('checkout', '--quiet', '-b', 'prp-4-retries');
  await doStepOne(repository);
  repository.commit('Add the retry policy');
  const { execution, out, err, status } = await review();
  assert.deepEqual(
    execution.steps.map(({ id, state, evidence }) => [
      id,
      state,
      evidence.map(({ path, detail }) => `${path} ${detail}`),
    ]),
    [
      ['1', 'done', ['src/retry.js created', 'test/retry.test.js created']],
      ['2', 'not-done', ['src/worker.js was not changed']],
      ['3', 'not-done', ['src/loop.js is still there']],
    ],
  );
  assert.deepEqual(
    execution.commands.map(({ state, output }) => [state, output]),
    [
      ['not-agreed', undefined],
      ['not-agreed', undefined],
    ],
  );
  assert.deepEqual(execution.status, { stated: 'planned', found: 'executing' });
  assert.deepEqual(points(execution), [
    ['branch', 1],
    ['steps', 1.33],
    ['validation', 0],
    ['criteria', 0],
    ['drift', 1],
  ]);
  assert.equal(execution.score.value, 3.3);
  assert.match(out, /Verdict: CONDITIONAL GO/);
  assert.match(out, /Not done: Step 2: Use it/);
  assert.match(out, /Not met: src\/loop\.js is removed/);
  assert.match(err, /plan-review consent --plan docs\/plans\/retries\.md/);
  assert.equal(status, 1);
});

test('drift: a file that the plan relied on and others changed, and files that it never names', async (t) => {
  const { repository, agree, review } = await desk(t);
  await repository.write('src/config.js', 'export const config = { retries: 1 };\n');
  const foreign = repository.commit('Configure something else');
  await repository.write('src/unrelated.js', '1;\n');
  repository.commit('Do other work');
  repository.git('checkout', '--quiet', '-b', 'prp-4-retries');
  await doStepOne(repository);
  await doTheRest(repository);
  await repository.write('src/metrics.js', 'export const metrics = {};\n');
  const own = repository.commit('Retry');
  await repository.write('src/draft.js', '2;\n');
  await agree();
  const { execution, out } = await review();
  assert.deepEqual(
    execution.drift.reliedOn.map(({ path, change, by, commit }) => [path, change, by, commit]),
    [['src/config.js', 'modified', 'others', foreign]],
  );
  assert.deepEqual(
    execution.drift.unnamed.map(({ path, change, by, commit }) => [path, change, by, commit]),
    [
      ['src/metrics.js', 'created', 'work', own],
      ['src/draft.js', 'created', 'uncommitted', undefined],
    ],
  );
  assert.deepEqual(points(execution), [
    ['branch', 1],
    ['steps', 4],
    ['validation', 3],
    ['criteria', 1],
    ['drift', 0],
  ]);
  assert.equal(execution.score.value, 9);
  assert.match(out, /Relied on, and changed since: src\/config\.js/);
  assert.match(out, /2 changed files that the plan never names/);
});

test('work that is not committed counts and is said to be so; on a branch that is not checked out, nothing of the working tree does', async (t) => {
  const { repository, agree, review } = await desk(t);
  await doStepOne(repository);
  await agree();
  const before = await review();
  assert.equal(before.execution.uncommitted, 2);
  assert.equal(before.execution.branch.state, 'missing');
  assert.equal(before.execution.steps[0]?.state, 'done');
  assert.match(before.out, /Nothing of the work is committed/);

  repository.git('checkout', '--quiet', '-b', 'prp-4-retries');
  repository.commit('Add the retry policy');
  repository.git('checkout', '--quiet', 'main');
  const { execution } = await review();
  assert.equal(execution.branch.state, 'elsewhere');
  assert.equal(execution.lookedAt.hasWorkingTree, false);
  assert.equal(execution.steps[0]?.state, 'done');
  assert.deepEqual(
    execution.commands.map(({ state }) => state),
    ['not-run', 'not-run'],
  );
});

test('the status is written into the front matter where that is asked for, and what is reviewed has it', async (t) => {
  const { repository, review, run } = await desk(t);
  repository.git('checkout', '--quiet', '-b', 'prp-4-retries');
  await doStepOne(repository);
  repository.commit('Add the retry policy');
  const { err, execution } = await review('--update-status');
  assert.match(err, /the status in docs\/plans\/retries\.md is now executing \(was planned\)/);
  assert.equal(
    await readFile(join(repository.root, planPath), 'utf8'),
    plan.replace('status: planned', 'status: executing'),
  );
  assert.deepEqual(execution.status, { stated: 'executing', found: 'executing' });
  const approval = await run('view', planPath);
  assert.doesNotMatch(approval.out, /was changed/);
});

test('reviewers are shown the diffs by the parts of the plan, and nothing that may hold a secret', async (t) => {
  const { repository, run, environment } = await desk(t);
  const server = await startPanelServer(t, ({ key }) =>
    answer(key === 'analysis' ? nothingShared : review({ findings: [], nothingFound: 'Read the diffs.' })),
  );
  environment['ANTHROPIC_API_KEY'] = 'sk-ant-test';
  environment['ANTHROPIC_BASE_URL'] = server.url;
  repository.git('checkout', '--quiet', '-b', 'prp-4-retries');
  await doStepOne(repository);
  repository.commit('Add the retry policy');
  await doTheRest(repository);
  await repository.write('.env.local', 'PASSWORD=correct-horse\n');
  await repository.write('src/long.js', `// ${'x'.repeat(20_000)}\n`);
  repository.git('add', 'src/long.js');
  const asked = ['review', 'execution', planPath, '--provider', 'anthropic', '--reviewers', 'lead'];
  const dry = await run(...asked, '--dry-run', '--json');
  const { status, err, out } = await run(...asked);
  assert.ok(status === 0 || status === 1, err + out);
  const text = server.requests[0]?.text ?? '';
  const parts = [
    '## 1. Step 1: Add the policy',
    '+export const retry = 3;',
    '## 2. Step 2: Use it',
    '+export const work = () => retry;',
    '## 3. Step 3',
    '-for (;;) {}',
    '## Files that no step names',
  ];
  const places = parts.map((part) => text.indexOf(part));
  assert.ok(!places.includes(-1), JSON.stringify(places));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  assert.match(text, /created: "src\/long\.js" \[cut: 12000 of \d+ characters\]/);
  assert.match(text, /created: "\.env\.local" \[cut: its name says that it may hold secrets\]/);
  assert.doesNotMatch(text, /correct-horse/);
  const { reviewers } = JSON.parse(dry.out) as { reviewers: { inputTokens: number }[] };
  assert.ok((reviewers[0]?.inputTokens ?? 0) > text.length / 8, 'the estimate counts the diffs');
});

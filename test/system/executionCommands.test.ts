import assert from 'node:assert/strict';
import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import test, { type TestContext } from 'node:test';
import { roundSchema, type Round } from '../../src/core/domain/round.ts';
import { createRepository } from '../support/git/testRepository.ts';
import { groupsOf } from '../support/clis/processGroups.ts';
import { runCli, type CliResult } from '../support/runCli.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const planPath = 'docs/plans/gates.md';

const planOf = (...commands: readonly string[]): string =>
  `# Guard the gates\n\n## Goal\n\nTests for \`src/gate.js\`.\n\n## Implementation steps\n\n### Step 1: Write it\n\nCreate \`src/gate.js\`.\n\n## Validation\n\n\`\`\`bash\n${commands.join('\n')}\n\`\`\`\n`;

interface Desk {
  readonly root: string;
  readonly run: (...args: string[]) => Promise<CliResult>;
  readonly agree: (...commands: readonly string[]) => Promise<void>;
  readonly round: (number: number) => Promise<Round>;
}

async function desk(t: TestContext, ...commands: readonly string[]): Promise<Desk> {
  const folder = await temporaryFolder(t);
  const repository = await createRepository(join(folder, 'repository'));
  const { root } = repository;
  const environment = {
    HOME: folder,
    XDG_STATE_HOME: join(folder, 'state'),
    ANTHROPIC_API_KEY: '',
    SECRET_TOKEN: 'hunter2',
  };
  await repository.write('package.json', '{ "name": "gates", "scripts": { "lint": "true" } }\n');
  repository.commit('Begin');
  await repository.write(planPath, planOf(...commands));
  repository.commit('Plan it');
  const run: Desk['run'] = (...args) => runCli(args, { cwd: root, environment });
  return {
    root,
    run,
    agree: async (...chosen) => {
      const { out } = await run('consent', '--plan', planPath, '--json');
      const known = JSON.parse(out) as { command: string; sha256: string }[];
      for (const command of chosen) {
        const sha256 = known.find((each) => each.command === command)?.sha256;
        assert.equal((await run('consent', '--plan', planPath, '--sha256', sha256 ?? '')).status, 0, command);
      }
    },
    round: async (number) => {
      const path = join(root, `.plan-review/reviews/docs-plans-gates/round-${number}/round.json`);
      return roundSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    },
  };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

test('a command runs with consent to its exact text alone, and sees no secret', async (t) => {
  const command = 'env > seen.txt';
  const { root, run, agree } = await desk(t, command);
  await run('review', 'execution', planPath, '--reviewers', 'checks');
  assert.equal(await exists(join(root, 'seen.txt')), false);

  await agree(command);
  // Another text of the same length is another command.
  await writeFile(join(root, planPath), planOf('env > sees.txt'));
  await run('review', 'execution', planPath, '--reviewers', 'checks');
  assert.equal(await exists(join(root, 'sees.txt')), false);

  await writeFile(join(root, planPath), planOf(command));
  await run('review', 'execution', planPath, '--reviewers', 'checks', '--no-run');
  assert.equal(await exists(join(root, 'seen.txt')), false);
  await run('review', 'execution', planPath, '--reviewers', 'checks');
  const seen = await readFile(join(root, 'seen.txt'), 'utf8');
  assert.match(seen, /^PATH=/m);
  assert.doesNotMatch(seen, /hunter2|SECRET|ANTHROPIC/);

  const { out } = await run('consent', '--plan', planPath, '--revoke');
  assert.match(out, /1 of 1 commands will not be run any more/);
  const { err } = await run('review', 'execution', planPath, '--reviewers', 'checks');
  assert.match(err, /nobody has read and agreed/);
});

test('a command is stopped at the time limit with all that it started, and what it wrote is kept', async (t) => {
  const mark = `299.${process.pid}`;
  const command = String.raw`printf '\033[32mbegun\033[0m\n'; (sleep ${mark} & wait)`;
  const { run, agree } = await desk(t, command);
  await agree(command);
  const { out } = await run(
    'review',
    'execution',
    planPath,
    '--reviewers',
    'checks',
    '--time-limit',
    '2',
    '--json',
  );
  const { execution } = JSON.parse(out) as {
    execution: { commands: { state: string; output: string; detail: string }[] };
  };
  const [ran] = execution.commands;
  assert.equal(ran?.state, 'timed-out');
  assert.equal(ran?.output, 'begun\n');
  assert.match(ran?.detail ?? '', /2 s/);
  assert.deepEqual(await groupsOf(`sleep ${mark}`), []);
});

test('gates before the work: what passes today proves nothing, and what cannot be run is broken', async (t) => {
  const commands = [
    'test -f package.json',
    'npm run e2e',
    'node --test test/gate.test.js',
    'no-such-program --check',
    'test -f src/gate.js',
    'test -f src/gate.js && echo "✓ PASS" || echo "✗ FAIL"',
  ];
  const { run, agree, round } = await desk(t, ...commands);
  // What is known without running needs no consent.
  await run('review', planPath, '--reviewers', 'checks', '--gates');
  assert.deepEqual(
    (await round(1)).gates?.map(({ state, detail }) => [state, detail]),
    [
      ['not-agreed', 'nobody has agreed to this text'],
      ['broken', 'no package.json has a script "e2e"'],
      ['broken', 'there is no file test/gate.test.js'],
      ['broken', 'there is no program "no-such-program" on this machine'],
      ['not-agreed', 'nobody has agreed to this text'],
      ['not-agreed', 'nobody has agreed to this text'],
    ],
  );
  await agree('test -f package.json', 'test -f src/gate.js', commands[5] ?? '');
  const { out } = await run('review', planPath, '--reviewers', 'checks', '--gates');
  assert.deepEqual(
    (await round(2)).gates?.map(({ state }) => state),
    ['passed', 'broken', 'broken', 'broken', 'failed', 'failed'],
  );
  assert.match(out, /minor 16:1 Passes before the work: test -f package\.json/);
  assert.match(out, /major 19:1 Cannot be run: no-such-program --check/);
  assert.doesNotMatch(out, /Passes before the work: test -f src/);
});

test('an option of the other mode is refused with a way out', async (t) => {
  const { run } = await desk(t, 'true');
  const { status, err } = await run('review', 'execution', planPath, '--gates');
  assert.equal(status, 2);
  assert.match(err, /--gates is about the time before the work: review plan <plan>/);
});

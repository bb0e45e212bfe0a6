import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { describe, type TestContext } from 'node:test';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import { claudeCliState } from '../../src/core/models/claudeCli/claudeCliState.ts';
import { createClaudeCliModel } from '../../src/core/models/claudeCli/createClaudeCliModel.ts';
import { codexCliState } from '../../src/core/models/codexCli/codexCliState.ts';
import { createCodexCliModel } from '../../src/core/models/codexCli/createCodexCliModel.ts';
import type { CommandLineOptions } from '../../src/core/models/shared/processOptions.ts';
import type { LanguageModel } from '../../src/core/ports/languageModel.ts';
import { cliOptions, type TestCli } from '../support/clis/cliOptions.ts';
import { failureOf } from '../support/clis/failureOf.ts';
import { fakeProgram } from '../support/clis/fakeProgram.ts';
import { membersOf } from '../support/clis/processGroups.ts';
import { modelRequest } from '../support/messagesServer/modelRequest.ts';

const secret = 'canary-key-0123456789';

/** Codex is asked for its MCP servers before it is asked for an answer. */
const noServers = 'if [ "$1" = mcp ]; then echo "[]"; exit 0; fi';

/** What differs from one adapter to the other. */
interface Adapter {
  readonly name: string;
  readonly create: (options: CommandLineOptions) => LanguageModel;
  /** The script of a program that comes as far as the request, and there does what `then` says. */
  readonly program: (then: string) => string;
  /** A line that begins a session. */
  readonly begin: string;
  /** Lines of an answer that says `{}`, after `begin`. */
  readonly answer: readonly string[];
  readonly keyVariable: string;
}

const session = '0b9b8c3e-3c5f-4b58-9d2c-0f6f0e1f2a3b';

const adapters: readonly Adapter[] = [
  {
    name: 'claude-cli',
    create: createClaudeCliModel,
    program: (then) => then,
    begin: JSON.stringify({ type: 'system', subtype: 'init', session_id: session }),
    answer: [
      JSON.stringify({
        type: 'result',
        subtype: 'success',
        is_error: false,
        result: '{}',
        structured_output: {},
        usage: { input_tokens: 3, output_tokens: 4 },
        total_cost_usd: 0.5,
        session_id: session,
      }),
    ],
    keyVariable: 'ANTHROPIC_API_KEY',
  },
  {
    name: 'codex-cli',
    create: createCodexCliModel,
    program: (then) => `${noServers}\n${then}`,
    begin: JSON.stringify({ type: 'thread.started', thread_id: session }),
    answer: [
      JSON.stringify({ type: 'item.completed', item: { id: 'item_0', type: 'agent_message', text: '{}' } }),
      JSON.stringify({ type: 'turn.completed', usage: { input_tokens: 3, output_tokens: 4 } }),
    ],
    keyVariable: 'CODEX_API_KEY',
  },
];

async function model(
  context: Pick<TestContext, 'after'>,
  adapter: Adapter,
  then: string,
): Promise<{ readonly model: LanguageModel; readonly options: TestCli }> {
  const program = await fakeProgram(context, adapter.program(then));
  const options = await cliOptions(context, program, {
    [adapter.keyVariable]: secret,
    GITHUB_TOKEN: 'not-for-you',
    NODE_OPTIONS: '--require=./evil.cjs',
    CLAUDECODE: '1',
    AWS_SECRET_ACCESS_KEY: 'not-for-you-either',
  });
  return { model: adapter.create(options), options };
}

/** A line of a shell script that prints these lines. */
function print(...lines: readonly string[]): string {
  return `cat <<'END'\n${lines.join('\n')}\nEND`;
}

for (const adapter of adapters) {
  describe(adapter.name, { concurrency: 4 }, () => {
    test('the prompt goes through standard input, which is closed, and the arguments hold none of it', async (context) => {
      const { model: asked, options } = await model(
        context,
        adapter,
        [
          'printf "%s\\n" "$@" > "$HOME/arguments"',
          'cat > "$HOME/input"',
          'env > "$HOME/environment"',
          'pwd > "$HOME/folder"',
          'ls -A > "$HOME/listing"',
          print(adapter.begin, ...adapter.answer),
        ].join('\n'),
      );
      const text = '/exit $(touch "$HOME/mark") `touch mark`\n--help';
      const messages = [{ role: 'user' as const, parts: [{ text }] }];
      const result = await asked.complete(modelRequest({ messages, model: 'some-model' }));
      assert.equal(result.text, '{}');
      assert.deepEqual([result.usage.input, result.usage.output], [3, 4]);
      assert.equal(result.session, session);

      const file = (name: string): Promise<string> => readFile(join(options.home, name), 'utf8');
      const input = await file('input');
      assert.ok(input.endsWith(text));
      assert.ok(!input.startsWith('/'), 'a plan could begin with a command');
      const given = await file('arguments');
      assert.ok(!given.includes('touch') && !given.includes('You review plans'));
      assert.match(given, /some-model/);
      const environment = await file('environment');
      assert.ok(environment.includes(secret));
      for (const kept of ['GITHUB_TOKEN', 'NODE_OPTIONS', 'CLAUDECODE=', 'AWS_SECRET_ACCESS_KEY']) {
        assert.ok(!environment.includes(kept), kept);
      }
      assert.equal((await file('folder')).trim(), options.workFolder);
      assert.equal(await file('listing'), '');
      assert.ok(!(await readdir(options.home)).includes('mark'));
      assert.deepEqual(await readdir(options.temporaryFolder), []);
    });

    test('output that nobody understands is an answer that did not come', async (context) => {
      for (const then of ['echo "Welcome!"; echo "{not json"', 'exit 0', 'kill -9 $$']) {
        const { model: asked } = await model(context, adapter, then);
        const error = await failureOf(asked.complete(modelRequest()));
        assert.equal(error.code, 'model-incomplete', then);
        assert.equal(error.isRetryable, true);
        assert.equal(error.session, undefined);
      }
    });

    test('a program that refuses its arguments says so, in one line and without secrets', async (context) => {
      const complaint = `printf 'error: unknown option\\n\\033[31m --json for ${secret}\\n' >&2; exit 2`;
      const { model: asked } = await model(context, adapter, complaint);
      const error = await failureOf(asked.complete(modelRequest()));
      assert.equal(error.code, 'model-unavailable');
      assert.equal(error.isRetryable, false);
      assert.equal(error.isSystemic, true);
      assert.match(error.message, /unknown option \[31m --json for \[removed\]$/);
      assert.match(error.wayOut, /update it/);
    });

    test('a session that the program does not know is begun anew', async (context) => {
      const { model: asked, options } = await model(
        context,
        adapter,
        `printf "%s\\n" "$*" >> "$HOME/runs"
case "$*" in *${session}*) echo "No such session" >&2; exit 1;; esac
${print(adapter.begin, ...adapter.answer)}`,
      );
      assert.equal((await asked.complete(modelRequest({ session }))).text, '{}');
      const runs = (await readFile(join(options.home, 'runs'), 'utf8')).trim().split('\n');
      assert.deepEqual(
        runs.map((run) => run.includes(session)),
        [true, false],
      );
    });

    test('output without end is stopped', async (context) => {
      const line = JSON.stringify({ type: 'system', subtype: 'status', filler: 'x'.repeat(4000) });
      for (const endless of [`yes '${line}'`, 'tr "\\0" a < /dev/zero', 'tr "\\0" a < /dev/zero >&2']) {
        const { model: asked, options } = await model(context, adapter, `echo $$ > "$HOME/id"; ${endless}`);
        const error = await failureOf(asked.complete(modelRequest()));
        assert.equal(error.code, 'model-truncated', endless);
        assert.deepEqual(await membersOf(await groupIn(options)), []);
      }
    });

    test('a program that ignores being told to end is ended, with all that it has started', async (context) => {
      const { model: asked, options } = await model(
        context,
        adapter,
        `trap '' TERM
(trap '' TERM; sleep 600) &
sh -c 'trap "" TERM; sleep 600; :' &
echo $$ > "$HOME/id"
${print(adapter.begin)}
while :; do sleep 600; done`,
      );
      const giveUp = new AbortController();
      let lines = 0;
      const running = asked.complete(
        modelRequest({
          signal: giveUp.signal,
          onActivity: () => {
            lines++;
            giveUp.abort();
          },
        }),
      );
      await assert.rejects(
        running,
        (error) => error instanceof PlanReviewError && error.code === 'cancelled',
      );
      assert.ok(lines > 0);
      assert.deepEqual(await membersOf(await groupIn(options)), []);
    });

    test('what a program leaves behind does not hold up its answer, and is ended', async (context) => {
      const { model: asked, options } = await model(
        context,
        adapter,
        `echo $$ > "$HOME/id"\nsleep 600 &\n${print(adapter.begin, ...adapter.answer)}`,
      );
      assert.equal((await asked.complete(modelRequest())).text, '{}');
      assert.deepEqual(await membersOf(await groupIn(options)), []);
    });

    test('a program that is not there is said to be missing, and where it could come from', async (context) => {
      const { options } = await model(context, adapter, 'exit 0');
      const plain = join(options.home, 'plain');
      await writeFile(plain, 'no program');
      for (const executable of ['no-such-program-anywhere', '/no/such/program', plain, './program', 'a/b']) {
        const error = await failureOf(adapter.create({ ...options, executable }).complete(modelRequest()));
        assert.equal(error.code, 'model-unavailable', executable);
        assert.match(error.wayOut, /^Install /);
        assert.deepEqual(error.calls, []);
      }
    });

    test('a program without a folder to run in is unavailable', async (context) => {
      const { options } = await model(context, adapter, 'exit 0');
      const workFolder = join(options.executable, 'below-a-file');
      const error = await failureOf(adapter.create({ ...options, workFolder }).complete(modelRequest()));
      assert.equal(error.code, 'model-unavailable');
      assert.match(error.message, /ENOTDIR/);
    });

    test('a request that was given up before it began starts nothing', async (context) => {
      const { model: asked, options } = await model(context, adapter, 'echo $$ > "$HOME/id"');
      const running = asked.complete(modelRequest({ signal: AbortSignal.abort() }));
      await assert.rejects(
        running,
        (error) => error instanceof PlanReviewError && error.code === 'cancelled',
      );
      assert.deepEqual(await readdir(options.home), []);
    });
  });
}

test('Codex is not asked while it does not say which MCP servers it would start', async (context) => {
  for (const list of ['exit 1', 'echo "No servers"', `echo '[{"name":"a.b"}]'`]) {
    const program = await fakeProgram(
      context,
      `if [ "$1" = mcp ]; then ${list}; else touch "$HOME/mark"; fi`,
    );
    const options = await cliOptions(context, program);
    const error = await failureOf(createCodexCliModel(options).complete(modelRequest()));
    assert.equal(error.code, 'model-unavailable', list);
    assert.deepEqual(await readdir(options.home), []);
  }
});

test('states of programs that are not what they should be', async (context) => {
  const missing = await cliOptions(context, 'no-such-program-anywhere');
  for (const state of [claudeCliState, codexCliState]) {
    const told = await state(missing, undefined);
    assert.equal(told.isAvailable, false);
    assert.match(told.detail, /"no-such-program-anywhere" is no program that can be run\.$/);
    assert.match(told.wayOut ?? '', /^Install /);

    const other = await cliOptions(context, await fakeProgram(context, 'echo hello'));
    assert.match((await state(other, undefined)).detail, /does not tell its version/);
    const broken = await cliOptions(context, await fakeProgram(context, 'echo "no libc" >&2; exit 127'));
    assert.match((await state(broken, undefined)).detail, /no libc/);
  }
  // A version that cannot tell whether somebody is logged in is believed.
  const old = await cliOptions(context, await fakeProgram(context, 'echo "1.0.3 (Claude Code)"'));
  assert.equal((await claudeCliState(old, undefined)).isAvailable, true);
});

async function groupIn(options: TestCli): Promise<number> {
  return Number(await readFile(join(options.home, 'id'), 'utf8'));
}

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFixedClock } from '../../../../test/support/memory/fixedClock.ts';
import { createMemoryTaskStore, tasksFolder } from '../../../../test/support/memory/memoryTaskStore.ts';
import {
  createScriptedModel,
  failure,
  sampleAnswer,
  sampleCall,
  type Script,
} from '../../../../test/support/models/scriptedModel.ts';
import { PlanReviewError } from '../../base/errors.ts';
import type { ModelErrorCode } from '../../domain/modelError.ts';
import type { Phase } from '../../domain/task.ts';
import type { LanguageModel, ModelAnswer } from '../../ports/languageModel.ts';
import { runTask, type TaskDeps, type TaskOutcome, type TaskSpec } from './runTask.ts';

const id = 'reviewer-lead';

/** The prompt of a task whose answer is one word. */
const prompt: TaskSpec<string>['prompt'] = {
  system: [{ text: 'You say words.' }],
  messages: [{ role: 'user', parts: [{ text: 'The plan.', endsSharedPrefix: true }, { text: 'A word.' }] }],
  jsonSchema: { type: 'object' },
  maxOutputTokens: 100,
  parse: (text) =>
    text.startsWith('word:')
      ? { ok: true, value: text.slice(5) }
      : { ok: false, problems: [`This is no word: ${text}.`] },
};

const says =
  (text: string, fields: Partial<ModelAnswer> = {}): Script =>
  () =>
    Promise.resolve(sampleAnswer({ text, ...fields }));

const fails =
  (code: ModelErrorCode, fields: Parameters<typeof failure>[1] = {}): Script =>
  () =>
    Promise.reject(failure(code, fields));

const word = says('word:yes', { session: 'session-1' });

/** Answers in turn; the last one again and again. */
function inTurn(...scripts: readonly Script[]): Script {
  return (request, call) => {
    const script = scripts[Math.min(call, scripts.length) - 1];
    assert.ok(script);
    return script(request, call);
  };
}

/** A round's tasks on a disk of their own, and one task that is run on them as often as a test likes. */
function setUp() {
  const { store, disk } = createMemoryTaskStore();
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  const run = (
    model: LanguageModel,
    spec: Partial<TaskSpec<string>> = {},
    deps: Partial<TaskDeps> = {},
  ): Promise<TaskOutcome<string>> =>
    runTask<string>(
      {
        id,
        phase: 'reviewers',
        operation: 'review',
        model,
        modelName: 'large',
        effort: undefined,
        prompt,
        revision: `sha256:${'a'.repeat(64)}`,
        dependencies: [],
        readOutput: (stored) => (typeof stored === 'string' ? stored : undefined),
        ...spec,
      },
      { store, clock, signal: undefined, ...deps },
    );
  const file = (name: string): string => disk.text(`${tasksFolder}/${id}/${name}`) ?? '';
  const names = (): string[] =>
    [...disk.texts().keys()].map((path) => path.replace(`${tasksFolder}/${id}/`, ''));
  return { store, disk, run, file, names };
}

/** A task that must have failed, with its error. */
function failed(outcome: TaskOutcome<string>): Exclude<TaskOutcome<string>, { status: 'succeeded' }> {
  assert.ok(outcome.status !== 'succeeded');
  return outcome;
}

describe('the status of a failure', () => {
  const cases: readonly [
    name: string,
    code: ModelErrorCode,
    session: string | undefined,
    expected: string,
  ][] = [
    ['a message was begun and refused', 'model-refused', 'm', 'failed_isolated'],
    ['a message was begun and cut', 'model-incomplete', 'm', 'failed_isolated'],
    ['a message was begun and overloaded', 'model-overloaded', 'm', 'failed_isolated'],
    ['a message was begun and stalled', 'model-inactive', 'm', 'failed_isolated'],
    ['a message was too long', 'model-truncated', 'm', 'failed_isolated'],
    ['the deadline passed in a message', 'model-deadline', 'm', 'failed_isolated'],
    ['nothing was begun under a rate limit', 'model-rate-limited', undefined, 'failed_blocking'],
    ['nothing was begun under overload', 'model-overloaded', undefined, 'failed_blocking'],
    ['nothing was begun by a broken server', 'model-server', undefined, 'failed_blocking'],
    ['nothing was begun on a broken network', 'model-network', undefined, 'failed_blocking'],
    ['nothing was begun in time', 'model-inactive', undefined, 'failed_blocking'],
    ['the request was refused', 'model-request', undefined, 'failed_blocking'],
    ['the request was too long', 'model-too-long', undefined, 'failed_blocking'],
    ['the key is wrong', 'model-auth', undefined, 'failed_blocking'],
    ['the key became wrong in a message', 'model-auth', 'm', 'failed_blocking'],
    ['there is no credit', 'model-quota', undefined, 'failed_blocking'],
    ['credit ran out in a message', 'model-quota', 'm', 'failed_blocking'],
    ['there is no provider', 'model-unavailable', 'm', 'failed_blocking'],
    ['the budget is used up', 'model-budget', 'm', 'failed_blocking'],
  ];
  for (const [name, code, session, expected] of cases) {
    test(`${expected} when ${name}`, async () => {
      const { run, store } = setUp();
      const { status, error } = failed(await run(createScriptedModel(fails(code, { session }))));
      assert.equal(status, expected);
      assert.equal(error.code, code);
      const stored = await store.read(id);
      assert.ok(stored.state === 'ended');
      assert.equal(stored.metadata.status, expected);
      assert.equal(stored.output, undefined);
    });
  }

  test('is never isolated for what selects and what analyses', async () => {
    for (const phase of ['selection', 'analysis'] satisfies Phase[]) {
      const { run } = setUp();
      const invalid = failed(await run(createScriptedModel(says('nothing')), { phase }));
      const refused = await run(createScriptedModel(fails('model-refused', { session: 'm' })), { phase });
      assert.deepEqual([invalid.status, refused.status], ['failed_blocking', 'failed_blocking']);
    }
  });

  test('is isolated where an answer was read before the provider failed', async () => {
    const { run } = setUp();
    const model = createScriptedModel(inTurn(says('nothing'), fails('model-rate-limited')));
    const { status, metadata } = failed(await run(model));
    assert.equal(status, 'failed_isolated');
    assert.equal(metadata.attempts.length, 1);
  });
});

describe('a task that failed', () => {
  test('prefers the session of its failure to that of an answer before', async () => {
    const { run } = setUp();
    const first = says('nothing', { session: 'session-1' });
    await run(createScriptedModel(inTurn(first, fails('model-incomplete', { session: 'session-2' }))));
    const model = createScriptedModel(word);
    await run(model);
    assert.equal(model.asked[0]?.session, 'session-2');
  });

  test('passes its session to no other question', async () => {
    const { run } = setUp();
    await run(createScriptedModel(fails('model-incomplete', { session: 'session-7' })));
    const model = createScriptedModel(word);
    await run(model, { modelName: 'small' });
    assert.equal(model.asked[0]?.session, undefined);
  });

  test('leaves nothing of its failure once it succeeds, but for what it cost', async () => {
    const { run, names, store } = setUp();
    await run(createScriptedModel(inTurn(says('one'), says('two'))));
    const vain = sampleCall({ error: 'model-incomplete', isAmbiguous: true });
    const { metadata } = await run(createScriptedModel(says('word:yes', { calls: [vain, sampleCall()] })));
    assert.deepEqual(names(), ['initial.json', 'metadata.json', 'validated-output.json']);
    assert.equal(metadata.attempts.length, 1);
    assert.deepEqual(
      metadata.calls.map(({ isAmbiguous }) => isAmbiguous),
      [false, false, true, false],
    );
    // A hundred tokens in and fifty out, at a cent each, four times.
    assert.equal(metadata.costUsd?.toFixed(2), '6.00');
    assert.equal(await store.spentUsd(), metadata.costUsd);
  });

  test('for no reason of its model is thrown, and ends nothing', async () => {
    const { run, store } = setUp();
    await assert.rejects(run(createScriptedModel(() => Promise.reject(new TypeError('a bug')))), TypeError);
    const beforeAsking = (): Promise<void> => Promise.reject(new RangeError('not now'));
    await assert.rejects(run(createScriptedModel(word), {}, { beforeAsking }), RangeError);
    assert.equal((await store.read(id)).state, 'absent');
  });
});

describe('a task that was answered and did not end', () => {
  /** Ends the process at the moment at which this file is about to be written. */
  async function interruptedAt(name: string, script: Script) {
    const world = setUp();
    const create = world.disk.create.bind(world.disk);
    world.disk.create = (path) =>
      path.includes(name) ? Promise.reject(new Error('The process is gone')) : create(path);
    await assert.rejects(world.run(createScriptedModel(script)), /process is gone/);
    world.disk.create = create;
    return world;
  }

  test('is not asked again, and what it cost counts once', async () => {
    for (const name of ['validated-output', 'metadata']) {
      const { run, store } = await interruptedAt(name, word);
      assert.equal((await store.read(id)).state, 'unfinished');
      assert.equal(await store.spentUsd(), 1.5, 'what was answered was paid for');
      const model = createScriptedModel(fails('model-server'));
      const outcome = await run(model);
      assert.ok(outcome.status === 'succeeded');
      assert.equal(outcome.output, 'yes');
      assert.equal(model.asked.length, 0);
      assert.equal(outcome.metadata.session, 'session-1');
      assert.equal(await store.spentUsd(), 1.5);
    }
  });

  test('is corrected where its answer cannot be used, in its session', async () => {
    const { run } = await interruptedAt('retry', inTurn(says('nothing', { session: 'session-3' }), word));
    const model = createScriptedModel(word);
    assert.equal((await run(model)).status, 'succeeded');
    assert.equal(model.asked.length, 1);
    assert.equal(model.asked[0]?.session, 'session-3');
    assert.match(model.asked[0]?.messages.at(-1)?.parts[0]?.text ?? '', /This is no word: nothing/);
  });

  test('is not asked again where the correction was answered too', async () => {
    const { run } = await interruptedAt('metadata', inTurn(says('one'), says('two')));
    const model = createScriptedModel(word);
    assert.equal(failed(await run(model)).error.code, 'answer-invalid');
    assert.equal(model.asked.length, 0);
  });

  test('takes no correction of an answer that is not its own', async () => {
    const { run, disk, file } = await interruptedAt('metadata', inTurn(says('one'), word));
    disk.write(
      `${tasksFolder}/${id}/initial.json`,
      file('initial.json').replace('"scripted/1"', '"other/1"'),
    );
    const model = createScriptedModel(inTurn(says('three'), says('word:four')));
    const outcome = await run(model);
    assert.ok(outcome.status === 'succeeded');
    assert.equal(outcome.output, 'four');
    assert.equal(model.asked.length, 2);
  });
});

describe('artifacts that contradict each other', () => {
  const changes: Record<string, [name: string, change: (text: string) => string]> = {
    'an output that was changed': ['validated-output.json', (text) => text.replace('yes', 'no')],
    'metadata that are cut': ['metadata.json', (text) => text.slice(0, 100)],
    'metadata that lead out of the folder': [
      'metadata.json',
      (text) => text.replace('"validated-output.json"', '"../../../secret.json"'),
    ],
    'metadata of another task': ['metadata.json', (text) => text.replace(id, 'reviewer-x')],
    'metadata of a later version': [
      'metadata.json',
      (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 2'),
    ],
    'an output that is gone': ['validated-output.json', () => ''],
    'an answer that is gone': ['initial.json', () => ''],
  };
  for (const [title, [name, change]] of Object.entries(changes)) {
    test(`${title}: the task is run again, and is whole afterwards`, async () => {
      const { run, store, disk, file } = setUp();
      await run(createScriptedModel(word));
      const path = `${tasksFolder}/${id}/${name}`;
      const text = change(file(name));
      assert.notEqual(text, file(name));
      await disk.remove(path);
      if (text !== '') {
        disk.write(path, text);
      }
      const stored = await store.read(id);
      assert.ok(stored.state === 'inconsistent');
      assert.match(stored.problem, /^"round-1\/tasks\/reviewer-lead\/.*It is run again/);
      const model = createScriptedModel(says('word:again'));
      const outcome = await run(model);
      assert.ok(outcome.status === 'succeeded');
      assert.equal(outcome.output, 'again');
      assert.deepEqual(
        model.asked.map(({ session }) => session),
        [undefined],
      );
      assert.equal((await store.read(id)).state, 'ended');
    });
  }
});

describe('a cancellation', () => {
  const cancelled = (): Promise<never> =>
    Promise.reject(new PlanReviewError({ code: 'cancelled', message: 'Stopped.', wayOut: 'Resume.' }));
  const isCancelled = (error: unknown): boolean =>
    error instanceof PlanReviewError && error.code === 'cancelled';

  test('in the first call leaves nothing that says that the task ended', async () => {
    const { run, store } = setUp();
    await assert.rejects(run(createScriptedModel(cancelled)), isCancelled);
    assert.equal((await store.read(id)).state, 'absent');
  });

  test('of a call that was under way keeps what it may have cost, and its session', async () => {
    const { run, store, names } = setUp();
    await run(createScriptedModel(fails('model-incomplete')));
    const spent = await store.spentUsd();
    const usage = { input: 100, output: 7, cacheRead: 0, cacheWrite: 0 };
    const stopped = failure('model-incomplete', {
      session: 'session-7',
      calls: [sampleCall({ usage, error: 'cancelled', isAmbiguous: true })],
    });
    await assert.rejects(
      run(
        createScriptedModel(() =>
          Promise.reject(
            new PlanReviewError({
              code: 'cancelled',
              message: 'Stopped.',
              wayOut: 'Resume.',
              cause: stopped,
            }),
          ),
        ),
      ),
      isCancelled,
    );
    assert.ok(names().includes('cancelled.json'));
    assert.equal(await store.spentUsd(), spent + 1.07);
    const next = createScriptedModel(word);
    const outcome = await run(next);
    assert.equal(next.asked[0]?.session, 'session-7');
    assert.deepEqual(
      outcome.metadata.calls.slice(-2).map(({ usage: used, isAmbiguous }) => [used.output, isAmbiguous]),
      [
        [7, true],
        [50, false],
      ],
    );
    assert.equal(outcome.metadata.costUsd, spent + 1.07 + 1.5);
    assert.equal(await store.spentUsd(), spent + 1.07 + 1.5);
    assert.ok(!names().includes('cancelled.json'));
  });

  test('in the correction keeps the answer, and the task goes on from it', async () => {
    const { run, names, store } = setUp();
    const model = createScriptedModel(inTurn(says('nothing', { session: 'session-5' }), cancelled));
    await assert.rejects(run(model), isCancelled);
    assert.deepEqual(names(), ['initial.json']);
    assert.equal((await store.read(id)).state, 'unfinished');
    const next = createScriptedModel(word);
    assert.equal((await run(next)).status, 'succeeded');
    assert.equal(next.asked.length, 1);
    assert.equal(next.asked[0]?.session, 'session-5');
  });

  test('of a task that failed before keeps what it had come to', async () => {
    const { run, store } = setUp();
    await run(createScriptedModel(fails('model-incomplete', { session: 'session-6' })));
    await assert.rejects(run(createScriptedModel(cancelled)), isCancelled);
    const stored = await store.read(id);
    assert.ok(stored.state === 'ended');
    assert.equal(stored.metadata.status, 'failed_isolated');
    assert.equal(stored.metadata.session, 'session-6');
  });
});

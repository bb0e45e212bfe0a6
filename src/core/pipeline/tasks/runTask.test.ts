import assert from 'node:assert/strict';
import test from 'node:test';
import { createFixedClock } from '../../../../test/support/memory/fixedClock.ts';
import { createMemoryArtifactStore } from '../../../../test/support/memory/memoryArtifactStore.ts';
import {
  createScriptedModel,
  failure,
  sampleAnswer,
  sampleCall,
  type Script,
} from '../../../../test/support/models/scriptedModel.ts';
import { planAt, snapshotOf } from '../../../../test/support/store/sampleRound.ts';
import { PlanReviewError } from '../../base/errors.ts';
import type { LanguageModel, ModelAnswer } from '../../ports/languageModel.ts';
import type { TaskStore } from '../../ports/taskStore.ts';
import type { StructuredPrompt } from '../../prompts/answer.ts';
import { runTask, type TaskOutcome, type TaskSpec } from './runTask.ts';

type Output = { readonly word: string };

const prompt: StructuredPrompt<Output> = {
  system: [{ text: 'Answer.' }],
  messages: [{ role: 'user', parts: [{ text: 'The plan' }, { text: 'Say a word.' }] }],
  jsonSchema: { type: 'object' },
  maxOutputTokens: 100,
  parse: (text) =>
    text.startsWith('word:')
      ? { ok: true, value: { word: text.slice(5) } }
      : { ok: false, problems: ['word: is missing.'] },
};

const says = (text: string, fields: Partial<ModelAnswer> = {}): Promise<ModelAnswer> =>
  Promise.resolve(sampleAnswer({ text, session: 'session-1', ...fields }));

async function openStore(): Promise<TaskStore> {
  const round = await createMemoryArtifactStore().begin(planAt('plan.md'), snapshotOf('text'));
  return round.tasks;
}

function specOf(model: LanguageModel, fields: Partial<TaskSpec<Output>> = {}): TaskSpec<Output> {
  return {
    id: 'reviewer-lead',
    phase: 'reviewers',
    operation: 'review',
    model,
    modelName: 'large',
    effort: undefined,
    prompt,
    revision: snapshotOf('text').revision,
    dependencies: [],
    readOutput: (stored) => stored as Output,
    ...fields,
  };
}

/** Runs a task on a store that may hold something of it; `asked` is what its model was asked. */
async function run(
  script: Script,
  { store, ...fields }: Partial<TaskSpec<Output>> & { readonly store?: TaskStore } = {},
) {
  const model = createScriptedModel(script);
  const tasks = store ?? (await openStore());
  const spec = specOf(fields.model ?? model, { ...fields, model: fields.model ?? model });
  const clock = createFixedClock('2026-03-01T09:00:00Z');
  const outcome = await runTask(spec, { store: tasks, clock, signal: undefined });
  return { outcome, asked: model.asked, store: tasks };
}

function errorOf(outcome: TaskOutcome<Output>) {
  assert.notEqual(outcome.status, 'succeeded');
  return outcome.status === 'succeeded' ? assert.fail() : outcome.error;
}

test('an answer is stored with all it took, and read back where nothing has changed', async () => {
  const first = await run(() => says('word:yes', { model: 'large-20260301' }));
  assert.deepEqual(first.outcome.status === 'succeeded' && first.outcome.output, { word: 'yes' });
  const { metadata } = first.outcome;
  assert.equal(metadata.session, 'session-1');
  assert.equal(metadata.answeredBy, 'large-20260301');
  assert.deepEqual(metadata.usage, { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 });
  assert.equal(metadata.costUsd, 1.5);
  assert.deepEqual(
    metadata.attempts.map(({ label, output, problems }) => [label, output?.path, problems]),
    [['initial', 'initial.json', []]],
  );

  const again = await run(() => assert.fail('It was asked'), { store: first.store });
  assert.deepEqual(again.outcome, first.outcome);
});

const model = createScriptedModel(() => says('word:again'));
/** Everything that an answer follows from, each changed alone. */
const ingredients: Readonly<Record<string, Partial<TaskSpec<Output>>>> = {
  'the adapter': { model: { ...model, identity: 'scripted/2' } },
  phase: { phase: 'analysis' },
  model: { modelName: 'small' },
  effort: { effort: 'low' },
  'the system prompt': { prompt: { ...prompt, system: [{ text: 'Answer!' }] } },
  'a message': {
    prompt: { ...prompt, messages: [{ role: 'user', parts: [{ text: 'The plan' }, { text: 'Say it.' }] }] },
  },
  'how a message is divided': {
    prompt: { ...prompt, messages: [{ role: 'user', parts: [{ text: 'The planSay a word.' }] }] },
  },
  'the shared beginning': {
    prompt: {
      ...prompt,
      messages: [
        { role: 'user', parts: [{ text: 'The plan', endsSharedPrefix: true }, { text: 'Say a word.' }] },
      ],
    },
  },
  'the schema': { prompt: { ...prompt, jsonSchema: { type: 'array' } } },
  'the longest answer': { prompt: { ...prompt, maxOutputTokens: 101 } },
  'the revision': { revision: snapshotOf('other').revision },
  'a dependency': { dependencies: [{ task: 'reviewer-lead', sha256: 'a'.repeat(64) }] },
  'a dependency that answered differently': {
    dependencies: [{ task: 'reviewer-lead', sha256: 'b'.repeat(64) }],
  },
};

for (const [name, change] of Object.entries(ingredients)) {
  test(`another value of ${name} is another task`, async () => {
    const { store } = await run(() => says('word:first'));
    const changed = await run(() => says('word:again'), { store, ...change });
    assert.deepEqual(changed.outcome.status === 'succeeded' && changed.outcome.output, { word: 'again' });
    const back = await run(() => assert.fail('It was asked'), { store, ...change });
    assert.deepEqual(back.outcome, changed.outcome);
  });
}

test('what an answer does not follow from asks nobody again', async () => {
  const { store } = await run(() => says('word:first'));
  const { outcome } = await run(() => assert.fail('It was asked'), { store, operation: 'quick' });
  assert.equal(outcome.status, 'succeeded');
});

test('an output that is none any more is asked for again', async () => {
  const { store } = await run(() => says('word:first'));
  const { asked } = await run(() => says('word:again'), { store, readOutput: () => undefined });
  assert.equal(asked.length, 1);
});

test('an answer that cannot be used is asked for again once, in its session, with what was wrong', async () => {
  const { outcome, asked, store } = await run((_, call) =>
    call === 1 ? says('nonsense') : says('word:yes', { session: 'session-2' }),
  );
  assert.equal(outcome.status, 'succeeded');
  assert.equal(asked.length, 2);
  assert.equal(asked[1]?.session, 'session-1');
  const [, answered, correction] = asked[1]?.messages ?? [];
  assert.deepEqual(answered, { role: 'assistant', parts: [{ text: 'nonsense' }] });
  assert.match(correction?.parts[0]?.text ?? '', /word: is missing\./);
  assert.deepEqual(
    outcome.metadata.attempts.map(({ label, problems, session }) => [label, problems, session]),
    [
      ['initial', ['word: is missing.'], 'session-1'],
      ['retry', [], 'session-2'],
    ],
  );
  assert.deepEqual(outcome.metadata.usage.input, 200);
  assert.equal(outcome.metadata.costUsd, 3);
  assert.deepEqual(await store.list(), [outcome.metadata]);
});

test('after the second answer that cannot be used the task has failed, with both kept', async () => {
  const { outcome, asked, store } = await run(() => says('nonsense'));
  assert.equal(outcome.status, 'failed_isolated');
  assert.equal(asked.length, 2);
  assert.equal(errorOf(outcome).code, 'answer-invalid');
  const stored = await store.read('reviewer-lead');
  assert.deepEqual(stored.state === 'ended' && stored.metadata.attempts.map(({ output }) => output?.path), [
    'initial.json',
    'retry.json',
  ]);
});

test('a failure is one reviewer’s own where its provider took the task, and a systemic one never is', async () => {
  const statusOf = async (script: Script, fields: Partial<TaskSpec<Output>> = {}): Promise<string> =>
    (await run(script, fields)).outcome.status;
  const fail =
    (...args: Parameters<typeof failure>): Script =>
    () =>
      Promise.reject(failure(...args));
  assert.equal(await statusOf(fail('model-network')), 'failed_blocking');
  assert.equal(await statusOf(fail('model-network', { session: 'msg_1' })), 'failed_isolated');
  assert.equal(await statusOf(fail('model-refused', { session: 'msg_1' })), 'failed_isolated');
  for (const code of ['model-auth', 'model-quota', 'model-unavailable', 'model-budget'] as const) {
    assert.equal(await statusOf(fail(code, { session: 'msg_1' })), 'failed_blocking', code);
  }
  for (const phase of ['selection', 'analysis'] as const) {
    assert.equal(await statusOf(() => says('nonsense'), { phase }), 'failed_blocking', phase);
  }
});

test('a failed task goes on in its own session, and never hands it to another adapter', async () => {
  const { store } = await run(() => Promise.reject(failure('model-truncated', { session: 'own' })));
  const again = await run(() => Promise.reject(failure('model-network')), { store });
  assert.equal(again.asked[0]?.session, 'own');

  const fresh = await run(() => Promise.reject(failure('model-truncated', { session: 'own' })));
  const other = createScriptedModel(() => says('word:yes'));
  await run(() => assert.fail('The other was meant'), {
    store: fresh.store,
    model: { ...other, identity: 'other/1' },
  });
  assert.equal(other.asked[0]?.session, undefined);
});

test('what failed attempts took counts on, also when the task is run again', async () => {
  const calls = [sampleCall({ error: 'model-overloaded', isAmbiguous: true })];
  const { store, outcome } = await run(() => Promise.reject(failure('model-overloaded', { calls })));
  assert.equal(outcome.metadata.costUsd, 1.5);
  assert.deepEqual(
    outcome.metadata.calls.map(({ error, isAmbiguous }) => [error, isAmbiguous]),
    [['model-overloaded', true]],
  );
  const again = await run(() => says('word:yes', { costUsd: 0.25 }), { store });
  assert.equal(again.outcome.metadata.costUsd, 1.75);
  assert.equal(again.outcome.metadata.calls.length, 2);
  assert.equal(again.outcome.metadata.usage.output, 100);
});

test('a cost that is not known of every call is not known', async () => {
  const unpriced = createScriptedModel(() => says('word:yes'), { prices: undefined });
  const { outcome } = await run(() => assert.fail(), { model: unpriced });
  assert.equal('costUsd' in outcome.metadata, false);
});

test('an answer that was stored before a task was stopped is not asked for again', async () => {
  const store = await openStore();
  const stopped = run((_, call) => (call === 1 ? says('nonsense') : cancelled()), { store });
  await assert.rejects(stopped, { code: 'cancelled' });
  assert.equal((await store.read('reviewer-lead')).state, 'unfinished');
  assert.deepEqual(await store.list(), [], 'no metadata');

  const { outcome, asked } = await run(() => says('word:yes'), { store });
  assert.equal(outcome.status, 'succeeded');
  assert.equal(asked.length, 1);
  assert.match(asked[0]?.messages[2]?.parts[0]?.text ?? '', /cannot be used/);
  assert.equal(outcome.metadata.costUsd, 3);
});

test('an answer to another question is not used, though what it cost counts', async () => {
  const store = await openStore();
  await assert.rejects(run((_, call) => (call === 1 ? says('nonsense') : cancelled()), { store }));
  const { outcome, asked } = await run(() => says('word:yes'), { store, modelName: 'small' });
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.messages.length, 1);
  assert.equal(asked[0]?.session, undefined);
  assert.equal(outcome.metadata.costUsd, 3);
  assert.equal(outcome.metadata.attempts.length, 1);
});

test('nobody is asked once the round was cancelled', async () => {
  const model = createScriptedModel(() => says('word:yes'));
  const deps = { store: await openStore(), clock: createFixedClock('2026-03-01T09:00:00Z') };
  await assert.rejects(runTask(specOf(model), { ...deps, signal: AbortSignal.abort() }), {
    code: 'cancelled',
  });
  assert.equal(model.asked.length, 0);
});

test('an error is told in one line that steers nothing', async () => {
  const message = `Bad\u{1b}[31m\r\n<script>x</script> \u{202e}<!-- plan-review --> ${'long '.repeat(200)}`;
  const { outcome } = await run(() =>
    Promise.reject(
      failure('model-request', { message, wayOut: 'Look\nthere.', providerCode: '<b>', requestId: 'r\n1' }),
    ),
  );
  const error = errorOf(outcome);
  for (const text of [error.message, error.wayOut, error.providerCode ?? '', error.requestId ?? '']) {
    assert.doesNotMatch(text, /[\p{Cc}\p{Bidi_Control}<>]/u);
    assert.ok(text.length <= 400);
  }
  assert.match(error.message, /^Bad/);
});

function cancelled(): Promise<never> {
  return Promise.reject(new PlanReviewError({ code: 'cancelled', message: 'Stopped.', wayOut: '' }));
}

import assert from 'node:assert/strict';
import test from 'node:test';
import { createMemoryArtifactStore, memoryRoot } from '../../../test/support/memory/memoryArtifactStore.ts';
import { createMemoryFileOps, type MemoryFileOps } from '../../../test/support/memory/memoryFileOps.ts';
import { Crash, createFaultyFileOps, type Fault } from '../../../test/support/store/faultyFileOps.ts';
import { contentOf, planAt, snapshotOf } from '../../../test/support/store/sampleRound.ts';
import { sampleAttempt, sampleMetadata, sampleRequest } from '../../../test/support/store/sampleTask.ts';
import { PlanReviewError } from '../base/errors.ts';
import type { RoundRequestFile } from '../domain/roundRequest.ts';
import type { BeginOptions, OpenRound } from '../ports/artifactStore.ts';
import type { TaskStore } from '../ports/taskStore.ts';
import type { FileOps } from './fileOps.ts';

const plan = planAt('plan.md');
const snapshot = snapshotOf('text');
const request = sampleRequest(plan, snapshot.revision);
const folder = `${memoryRoot}/.plan-review/reviews/plan/round-1`;

const createDisk = (): MemoryFileOps => createMemoryFileOps([memoryRoot]);

let processes = 0;

/** Begins a round as a process that nobody else knows. */
function begin(
  disk: MemoryFileOps,
  options: BeginOptions = { request },
  ops: FileOps = disk,
): Promise<OpenRound> {
  processes += 1;
  const pid = processes;
  return createMemoryArtifactStore(disk, { pid, alive: [pid], ops }).begin(plan, snapshot, options);
}

/** A task that is answered twice and succeeds. */
async function runTwice(tasks: TaskStore, id: string, word: string): Promise<void> {
  const initial = await tasks.storeAttempt(id, sampleAttempt('initial', `no ${word}`));
  const retry = await tasks.storeAttempt(id, sampleAttempt('retry', word));
  await tasks.end(
    sampleMetadata(id, {
      attempts: [
        { label: 'initial', output: initial, problems: ['no'] },
        { label: 'retry', output: retry, problems: [] },
      ],
    }),
    { word },
  );
}

/** A task that failed without an answer. */
async function fail(tasks: TaskStore, id: string): Promise<void> {
  await tasks.end(
    sampleMetadata(id, {
      status: 'failed_blocking',
      error: {
        code: 'model-network',
        message: 'No way.',
        wayOut: 'Wait.',
        provider: 'scripted',
        isRetryable: true,
      },
    }),
    undefined,
  );
}

test('a task is read back as it ended, and nothing of an earlier run of it is left', async () => {
  const disk = createDisk();
  const { tasks } = await begin(disk);
  assert.equal((await tasks.read('lead')).state, 'absent');
  await runTwice(tasks, 'lead', 'first');
  const first = await tasks.read('lead');
  assert.deepEqual(first.state === 'ended' && first.output, { word: 'first' });

  const file = await tasks.storeAttempt('lead', sampleAttempt('initial', 'second'));
  const between = await tasks.read('lead');
  assert.deepEqual(between, {
    state: 'unfinished',
    attempts: [{ attempt: sampleAttempt('initial', 'second'), file }],
  });
  await fail(tasks, 'lead');
  const second = await tasks.read('lead');
  assert.equal(second.state === 'ended' && second.metadata.status, 'failed_blocking');
  const names = [...disk.texts().keys()].filter((path) => path.startsWith(`${folder}/tasks/lead/`));
  assert.deepEqual(names, [`${folder}/tasks/lead/metadata.json`]);
});

test('an id that leads out of the folder is refused', async () => {
  const { tasks } = await begin(createDisk());
  for (const id of ['../lead', 'a/b', '', '.', 'A', 'a'.repeat(61)]) {
    await assert.rejects(async () => tasks.read(id), id);
    await assert.rejects(async () => tasks.storeAttempt(id, sampleAttempt('initial', 'x')), id);
  }
});

/** What somebody may do to a task's files, and what is said of it then. */
const damages: Readonly<Record<string, readonly [(disk: MemoryFileOps, task: string) => void, RegExp]>> = {
  'a changed answer': [change('initial.json', 'no first', 'no worst'), /initial\.json" was changed/],
  'a changed output': [
    change('validated-output.json', 'first', 'worst'),
    /validated-output\.json" was changed/,
  ],
  'a torn output': [cut('validated-output.json'), /validated-output\.json" was changed/],
  'an answer that is gone': [
    (disk, task) => void disk.remove(`${task}/retry.json`),
    /retry\.json" is missing/,
  ],
  'an output that is gone': [
    (disk, task) => void disk.remove(`${task}/validated-output.json`),
    /validated-output\.json" is missing/,
  ],
  'torn metadata': [cut('metadata.json'), /metadata\.json" is not valid JSON/],
  'a field too many': [
    change('metadata.json', '{', '{"more":1,'),
    /metadata\.json" does not have the expected/,
  ],
  'a status that there is not': [change('metadata.json', '"succeeded"', '"great"'), /at "status"/],
  'a status that does not go with the files': [
    change('metadata.json', '"succeeded"', '"failed_isolated"'),
    /lists files that do not go with it/,
  ],
  'metadata of another task': [
    change('metadata.json', '"id": "lead"', '"id": "other"'),
    /of the task "other"/,
  ],
  'a path that leaves the folder': [
    change('metadata.json', '"path": "validated-output.json"', '"path": "../../../round-9/x.json"'),
    /names "\.\.\/\.\.\/\.\.\/round-9\/x\.json" where "validated-output\.json" of its own folder is meant/,
  ],
  'an absolute path': [
    change('metadata.json', '"path": "retry.json"', '"path": "/etc/passwd"'),
    /"\/etc\/passwd"/,
  ],
  'a path of the other attempt': [
    change('metadata.json', '"path": "retry.json"', '"path": "initial.json"'),
    /where "retry\.json"/,
  ],
  'a later schema version': [
    change('metadata.json', '"schemaVersion": 1', '"schemaVersion": 2'),
    /written by a newer Plan Review/,
  ],
};

for (const [damage, [inflict, said]] of Object.entries(damages)) {
  test(`${damage} is told and not believed, and the task can be run again`, async () => {
    const disk = createDisk();
    const { tasks } = await begin(disk);
    await runTwice(tasks, 'lead', 'first');
    inflict(disk, `${folder}/tasks/lead`);
    const stored = await tasks.read('lead');
    assert.equal(stored.state, 'inconsistent');
    assert.match(stored.state === 'inconsistent' ? stored.problem : '', said);
    assert.deepEqual(await tasks.list(), []);
    await runTwice(tasks, 'lead', 'again');
    const again = await tasks.read('lead');
    assert.deepEqual(again.state === 'ended' && again.output, { word: 'again' });
  });
}

function change(name: string, from: string, to: string): (disk: MemoryFileOps, task: string) => void {
  return (disk, task) => {
    const text = disk.text(`${task}/${name}`) ?? '';
    assert.ok(text.includes(from), `${name} holds ${from}`);
    disk.write(`${task}/${name}`, text.replace(from, to));
  };
}

function cut(name: string): (disk: MemoryFileOps, task: string) => void {
  return (disk, task) => {
    const text = disk.text(`${task}/${name}`) ?? '';
    disk.write(`${task}/${name}`, text.slice(0, text.length / 2));
  };
}

const faults: readonly Fault[] = ['crash-after', 'ENOSPC', 'EACCES', 'short-write', 'silent-short-write'];

for (const fault of faults) {
  test(`${fault} at every step of a task that is run again: it is as it was, as it is now, or said to be neither`, async () => {
    const prepared = async (): Promise<MemoryFileOps> => {
      const disk = createDisk();
      const open = await begin(disk);
      await runTwice(open.tasks, 'lead', 'old');
      await runTwice(open.tasks, 'testing', 'beside');
      await open.release();
      return disk;
    };
    const reference = createFaultyFileOps(await prepared());
    const open = await begin(createDisk(), { request }, reference);
    const before = reference.steps.length;
    await runTwice(open.tasks, 'lead', 'new');
    const after = reference.steps.length;
    assert.ok(after - before > 12, `${after - before} steps`);
    const outcomes = new Set<string>();

    for (let at = before; at < after; at += 1) {
      if (fault.includes('short') && !(reference.steps[at] ?? '').startsWith('write')) {
        continue;
      }
      const disk = await prepared();
      const ops = createFaultyFileOps(disk, { at, fault });
      const where = `${fault} at ${reference.steps[at]}`;
      const { tasks } = await begin(disk, { request }, ops);
      const outcome = await runTwice(tasks, 'lead', 'new').then(
        () => 'ended',
        (error: unknown) => error,
      );
      if (outcome !== 'ended' && !(outcome instanceof Crash)) {
        assert.ok(outcome instanceof PlanReviewError, `${where}: ${String(outcome)}`);
        assert.equal(outcome.code, 'store-unwritable');
        assert.match(outcome.message, /The task "lead" of round 1 could not be written/);
      }
      outcomes.add(outcome === 'ended' ? 'ended' : outcome instanceof Crash ? 'crashed' : 'refused');
      const next = await begin(disk);
      const read = await next.tasks.read('lead');
      if (outcome === 'ended') {
        assert.deepEqual(read.state === 'ended' && read.output, { word: 'new' }, where);
      } else if (read.state === 'ended') {
        assert.ok(['old', 'new'].includes((read.output as { word: string }).word), where);
      } else if (read.state === 'unfinished') {
        const texts = read.attempts.map(({ attempt }) => attempt.text);
        assert.deepEqual(texts, ['no new', 'new'].slice(0, texts.length), where);
      }
      const beside = await next.tasks.read('testing');
      assert.deepEqual(beside.state === 'ended' && beside.output, { word: 'beside' }, where);
      const leftovers = [...disk.texts().keys()].filter((path) => path.endsWith('.tmp'));
      assert.deepEqual(leftovers, [], where);
      await runTwice(next.tasks, 'lead', 'last');
      const last = await next.tasks.read('lead');
      assert.deepEqual(last.state === 'ended' && last.output, { word: 'last' }, where);
    }
    assert.ok(outcomes.has(fault === 'crash-after' ? 'crashed' : 'refused'), [...outcomes].join(', '));
  });
}

test('an unfinished round tells what it was asked and what it has come to', async () => {
  const disk = createDisk();
  const store = createMemoryArtifactStore(disk, { pid: 900, alive: [900, 901] });
  assert.equal(await store.unfinished('plan.md'), undefined);
  const open = await store.begin(plan, snapshot, { request });
  await runTwice(open.tasks, 'lead', 'x');
  const running = await createMemoryArtifactStore(disk, { pid: 901, alive: [900, 901] }).unfinished(
    'plan.md',
  );
  assert.equal(running?.isRunning, true);
  await open.release();
  const left = await store.unfinished('plan.md');
  assert.deepEqual(left?.request, request);
  assert.equal(left?.number, 1);
  assert.equal(left?.isRunning, false);
  assert.deepEqual(Buffer.from(left?.snapshot ?? []), Buffer.from(snapshot.bytes));
  assert.deepEqual(
    left?.tasks.map(({ id }) => id),
    ['lead'],
  );
  assert.equal(await store.unfinished('other.md'), undefined);
});

test('a round of checks alone leaves nothing to resume', async () => {
  const disk = createDisk();
  await (await begin(disk, {})).release();
  assert.equal(await createMemoryArtifactStore(disk, { pid: 950 }).unfinished('plan.md'), undefined);
});

/** Rounds that are not the one that was left. */
const others: Readonly<Record<string, RoundRequestFile | undefined>> = {
  'checks alone': undefined,
  'another strategy': { ...request, strategy: 'independent' },
  'other reviewers': { ...request, reviewers: ['testing'] },
  'another effort': { ...request, effort: 'high' },
  'another mode': { ...request, mode: 'execution' },
  'another persona by the same name': {
    ...request,
    candidates: request.candidates.map((one) => ({ ...one, persona: { ...one.persona, text: 'Changed.' } })),
  },
};

for (const [name, other] of Object.entries(others)) {
  test(`an answered round is not thrown away for ${name}, unless that is asked for`, async () => {
    const disk = createDisk();
    const options = other === undefined ? {} : { request: other };
    const open = await begin(disk);
    await runTwice(open.tasks, 'lead', 'x');
    await open.release();
    await assert.rejects(begin(disk, options), (error: PlanReviewError) => {
      assert.equal(error.code, 'round-unfinished');
      assert.match(error.message, /holds a task that was answered/);
      assert.match(error.wayOut, /Resume/);
      return true;
    });
    assert.equal(
      (await createMemoryArtifactStore(disk, { pid: 960 }).unfinished('plan.md'))?.tasks.length,
      1,
    );
    const again = await begin(disk, { ...options, unfinished: 'restart' });
    assert.equal(again.number, 1);
    assert.deepEqual(await again.tasks.list(), []);
    assert.deepEqual(again.request, other);
  });
}

test('what a later version has begun is left alone, also when it is to be started over', async () => {
  const disk = createDisk();
  const open = await begin(disk);
  await runTwice(open.tasks, 'lead', 'x');
  await open.release();
  change('request.json', '"schemaVersion": 1', '"schemaVersion": 2')(disk, folder);
  const before = disk.texts();
  await assert.rejects(begin(disk, { request, unfinished: 'restart' }), {
    code: 'store-inconsistent',
    message: /written by a newer Plan Review/,
  });
  assert.deepEqual(disk.texts(), before);
});

test('a round in which nobody has answered gives way', async () => {
  const disk = createDisk();
  const open = await begin(disk);
  await fail(open.tasks, 'lead');
  await open.release();
  const again = await begin(disk, {});
  assert.deepEqual(await again.tasks.list(), []);
  assert.equal(disk.text(`${folder}/request.json`), undefined);
});

test('the same round is taken up as it was begun, under the limit of costs that is set now', async () => {
  const disk = createDisk();
  const asked = { ...request, reviewers: null, selection: 'smart_sampling', maxCostUsd: 1 } as const;
  const open = await begin(disk, { request: asked });
  await open.storeRequest({ ...asked, reviewers: ['lead'] });
  await open.storeDocument('lead', '# Lead\n');
  await runTwice(open.tasks, 'lead', 'x');
  await open.release();
  const later = { ...asked, startedAt: '2026-04-01T00:00:00.000Z', maxCostUsd: 5 };
  const again = await begin(disk, { request: later });
  assert.deepEqual(again.request, { ...asked, reviewers: ['lead'], maxCostUsd: 5 });
  assert.equal((await again.tasks.list()).length, 1);
  assert.equal(disk.text(`${folder}/reviews/lead.md`), '# Lead\n');
});

test('a finished round lists the files of its tasks, and reads without them', async () => {
  const disk = createDisk();
  const open = await begin(disk);
  await runTwice(open.tasks, 'lead', 'x');
  await open.storeChecks({ schemaVersion: 1, repository: null, ran: [], claims: [], findings: [] });
  const { round } = await open.complete(contentOf({ plan, number: 1, revision: snapshot.revision }, []));
  assert.deepEqual(
    round.artifacts
      .map(({ path }) => path)
      .filter((path) => !/^(?:claims|findings|review|snapshot)/.test(path)),
    [
      'request.json',
      'checks.json',
      'tasks/lead/initial.json',
      'tasks/lead/metadata.json',
      'tasks/lead/retry.json',
      'tasks/lead/validated-output.json',
    ],
  );
  await open.release();
  await disk.removeFolder(`${folder}/tasks`);
  const store = createMemoryArtifactStore(disk, { pid: 970 });
  assert.deepEqual((await store.load('plan.md'))?.inconsistent, []);
  assert.equal(await store.unfinished('plan.md'), undefined);
});

test('whoever has lost the review to another process stores nothing more', async () => {
  const disk = createDisk();
  const open = await begin(disk);
  await begin(disk);
  await assert.rejects(open.tasks.storeAttempt('lead', sampleAttempt('initial', 'x')), {
    code: 'store-busy',
  });
  await assert.rejects(open.storeDocument('lead', 'x'), { code: 'store-busy' });
});

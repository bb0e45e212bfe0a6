import assert from 'node:assert/strict';
import test from 'node:test';
import { taskMetadataSchema } from '../../src/core/domain/task.ts';
import { batchRecordSchema } from '../../src/core/domain/batch.ts';
import { createBatchWorld, type BatchDeskWorld } from '../support/panel/batchDesk.ts';

const plan = 'docs/plan.md';
const alone = ['--provider', 'anthropic', '--reviewers', 'lead', '--batch'];

/** The batches that the workspace still waits for. */
async function records({ files }: BatchDeskWorld) {
  return [...(await files())].flatMap(([file, text]) =>
    file.startsWith('batches/') ? [batchRecordSchema.parse(JSON.parse(text))] : [],
  );
}

/** Runs a command and kills it as soon as `isTime`. */
async function runUntil(
  { run }: BatchDeskWorld,
  args: readonly string[],
  isTime: Promise<unknown>,
): Promise<void> {
  const killer = new AbortController();
  const running = run(args, killer.signal);
  await Promise.race([isTime, running]);
  killer.abort();
  const { status, err } = await running;
  assert.equal(status, null, `it should have been killed, and said: ${err}`);
}

/** Something to wait for, and to be called when it is there. */
function moment(): { readonly is: Promise<void>; readonly now: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { is: promise, now: resolve };
}

test('a round in batches: all of it at half the price, each answer a task like any other', async (t) => {
  const world = await createBatchWorld(t);
  const { server, run, files } = world;
  const { status, out, err } = await run(['review', plan, '--provider', 'anthropic', '--batch']);
  assert.equal(status, 0, err);
  assert.match(out, /GO/);
  assert.deepEqual(
    server.batches.map(({ requests }) => requests.length),
    [1, 3, 1],
    'the lead, the specialists together, the analysis',
  );
  assert.ok(server.requests.every(({ path }) => path === '/v1/messages/batches'));
  assert.ok(server.requests.every(({ body }) => body.stream === undefined));
  assert.deepEqual(server.otherRequests, [], 'the results are read where the batches are');
  assert.deepEqual(await records(world), []);
  const tasks = [...(await files())].flatMap(([file, text]) =>
    file.endsWith('/metadata.json') ? [taskMetadataSchema.parse(JSON.parse(text))] : [],
  );
  assert.equal(tasks.length, 5);
  for (const { id, calls, usage, costUsd, status: ended } of tasks) {
    assert.equal(ended, 'succeeded', id);
    assert.equal(calls.length, 1);
    assert.ok(server.batches.some((one) => one.id === calls[0]?.batch));
    const direct = (usage.input * 4 + usage.output * 20 + usage.cacheRead * 0.2 + usage.cacheWrite * 5) / 1e6;
    assert.ok(Math.abs((costUsd ?? 0) - direct / 2) < 1e-9, `${id} cost ${costUsd}, directly ${direct}`);
  }
});

test('several plans share one batch, and each has a round of its own', async (t) => {
  const plans = ['docs/a.md', 'docs/b.md', 'docs/c.md'];
  const world = await createBatchWorld(t, plans);
  const { server, run, files } = world;
  const { status, out, err } = await run(['review', ...plans, ...alone, '--json']);
  assert.equal(status, 0, err);
  assert.deepEqual(
    server.batches.map(({ requests }) => requests.length),
    [3],
  );
  const campaign = JSON.parse(out) as { plans: { path: string; verdict: string }[] };
  assert.deepEqual(
    campaign.plans.map(({ path, verdict }) => `${path} ${verdict}`),
    plans.map((path) => `${path} GO`),
  );
  assert.equal([...(await files()).keys()].filter((file) => file.endsWith('round.json')).length, 3);
});

test('killed while it waits for a batch, a round goes on without sending anything again', async (t) => {
  const plans = ['docs/a.md', 'docs/b.md'];
  const world = await createBatchWorld(t, plans);
  const { server, behaviour, run } = world;
  const looked = moment();
  behaviour.hasEnded = ({ looks }) => {
    if (looks >= 2) {
      looked.now();
    }
    return false;
  };
  await runUntil(world, ['review', ...plans, ...alone], looked.is);
  assert.equal(server.submissions(), 1);
  const [record] = await records(world);
  assert.equal(record?.batch?.id, 'msgbatch_1');
  assert.deepEqual(record.tasks.map(({ plan: of }) => of).toSorted(), plans);

  const again = moment();
  behaviour.hasEnded = ({ looks }) => {
    if (looks >= 4) {
      again.now();
    }
    return false;
  };
  await runUntil(world, ['resume', plans[0] ?? ''], again.is);
  assert.equal(server.submissions(), 1, 'killed again, by who takes up one of them');

  delete behaviour.hasEnded;
  const one = await run(['resume', plans[0] ?? '']);
  assert.equal(one.status, 0, one.err);
  assert.deepEqual(
    (await records(world))[0]?.tasks.map(({ plan: of }) => of),
    ['docs/b.md'],
    'what nobody has asked for yet is kept',
  );
  // The same command again goes on with the campaign.
  const other = await run(['review', ...plans, ...alone]);
  assert.equal(other.status, 0, other.err);
  assert.equal(server.submissions(), 1);
  assert.deepEqual(
    server.requests.flatMap(({ key }) => (key === 'themes' ? [] : [key])),
    ['lead', 'lead'],
    'what all plans come to is asked directly',
  );
  assert.deepEqual(await records(world), []);
});

test('killed between the sending and the answer, a round finds the batch that was taken', async (t) => {
  const world = await createBatchWorld(t);
  const { server, behaviour, run } = world;
  behaviour.submit = () => 'taken-then-silence';
  await runUntil(world, ['review', plan, ...alone], server.arrived('lead'));
  assert.equal((await records(world))[0]?.batch, undefined, 'nobody has told its id');

  const { status, err } = await run(['resume', plan]);
  assert.equal(status, 0, err);
  assert.equal(server.submissions(), 1);
  assert.equal(server.calls(), 1);
  assert.deepEqual(await records(world), []);
});

for (const lost of ['taken-then-500', 'taken-then-reset'] as const) {
  test(`a batch that was ${lost} is found, and not sent again`, async (t) => {
    const world = await createBatchWorld(t);
    world.behaviour.submit = () => lost;
    const { status, err } = await world.run(['review', plan, ...alone]);
    assert.equal(status, 0, err);
    assert.equal(world.server.submissions(), 1);
    assert.equal(world.server.calls(), 1);
  });
}

test('batches are asked for where there are none', async (t) => {
  const { server, run, files } = await createBatchWorld(t);
  const other = await run(['review', plan, '--provider', 'claude-cli', '--batch']);
  assert.equal(other.status, 2, other.err);
  assert.match(other.err, /^plan-review: .*"claude-cli", which takes no batches: only .*"anthropic" does\./m);
  const checks = await run(['review', plan, '--reviewers', 'checks', '--batch']);
  assert.equal(checks.status, 2, checks.err);
  assert.match(checks.err, /takes no batches/);
  assert.equal((await files()).size, 0);
  assert.equal(server.calls(), 0);
});

test('nobody who has not agreed has a plan sent in a batch', async (t) => {
  const { server, run } = await createBatchWorld(t);
  const { status, err } = await run(['review', plan, '--reviewers', 'lead', '--batch']);
  assert.equal(status, 2, err);
  assert.match(err, /Nobody has agreed that plans of this workspace are sent to anthropic/);
  assert.equal(server.submissions(), 0);
});

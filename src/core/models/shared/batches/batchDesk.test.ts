import assert from 'node:assert/strict';
import test from 'node:test';
import type { BatchRecord } from '../../../domain/batch.ts';
import type { BulkBatch, BulkModel, BulkOutcome } from '../../../ports/bulkModel.ts';
import { createVirtualTime } from '../../../../../test/support/memory/virtualTime.ts';
import { modelRequest } from '../../../../../test/support/messagesServer/modelRequest.ts';
import { failure, sampleAnswer } from '../../../../../test/support/models/scriptedModel.ts';
import { BatchDesk } from './batchDesk.ts';
import { batchTimes } from './batchTimes.ts';

const answer: BulkOutcome = { kind: 'answered', answer: sampleAnswer() };
const hour = 60 * 60 * 1000;

/** A desk over a provider in memory, in a time of its own. */
function sit(bulk: Partial<BulkModel> = {}, limits = { requests: 100, bytes: 1e6 }) {
  const time = createVirtualTime();
  const batches: (BulkBatch & { ids: readonly string[] })[] = [];
  const cancelled: string[] = [];
  const world = {
    submissions: 0,
    outcome: (_id: string, _batch: string): BulkOutcome | undefined => answer,
    hasEnded: true,
    /** What a submission ends with, once it was taken or not. */
    submit: (_number: number): { taken: boolean; error?: Error } => ({ taken: true }),
  };
  const add = (ids: readonly string[]): BulkBatch => {
    const id = `b${batches.length + 1}`;
    const counts = { requests: ids.length, done: 0, expiresAt: undefined };
    const batch = { id, createdAt: time.clock.now(), hasEnded: false, isCancelled: false, ...counts, ids };
    batches.push(batch);
    return batch;
  };
  const find = (id: string) => batches.find((batch) => batch.id === id) ?? assert.fail(id);
  const records = new Map<string, BatchRecord>();
  const model: BulkModel = {
    limits,
    prepare: (customId) => Promise.resolve({ customId, bytes: 10, body: {} }),
    submit: (requests) => {
      const { taken, error } = world.submit(++world.submissions);
      const batch = taken ? add(requests.map(({ customId }) => customId)) : undefined;
      return error === undefined && batch !== undefined ? Promise.resolve(batch) : Promise.reject(error);
    },
    latest: () => Promise.resolve(batches.at(-1)?.id),
    since: (id) => Promise.resolve(batches.slice(batches.findIndex((batch) => batch.id === id) + 1)),
    state: (id) => Promise.resolve({ ...find(id), hasEnded: world.hasEnded }),
    cancel: (id) => {
      cancelled.push(id);
      return Promise.resolve({ ...find(id), hasEnded: true, isCancelled: true });
    },
    results: ({ id }, onResult) => {
      for (const customId of find(id).ids) {
        const outcome = world.outcome(customId, id);
        if (outcome !== undefined) {
          onResult(customId, outcome);
        }
      }
      return Promise.resolve();
    },
    ...bulk,
  };
  const desk = new BatchDesk({
    bulk: model,
    provider: 'scripted',
    identity: 'scripted/1',
    ledger: {
      list: () => Promise.resolve([...records].map(([name, record]) => ({ name, record }))),
      create: (record) => {
        const name = `r${records.size + 1}-${world.submissions}`;
        records.set(name, record);
        return Promise.resolve(name);
      },
      replace: (name, record) => Promise.resolve(void records.set(name, record)),
      remove: (name) => Promise.resolve(void records.delete(name)),
    },
    clock: time.clock,
    timer: time.timer,
    times: batchTimes,
  });
  const ask = (fingerprint: string, signal?: AbortSignal) => {
    const asked: { text?: string; code?: string } = {};
    const seat = { plan: 'a.md', round: 1, startedAt: '2026-03-01T09:00:00.000Z' };
    const follow = async (): Promise<void> => {
      try {
        const { text, onStored } = await desk.ask(modelRequest({ fingerprint, signal }), seat);
        asked.text = text;
        await onStored?.();
      } catch (error) {
        asked.code = (error as { code: string }).code;
      }
    };
    void follow();
    return asked;
  };
  return { time, world, batches, records, cancelled, add, ask };
}

test('what is asked within a moment goes into one batch, and its record goes with the last answer', async () => {
  const { time, ask, batches, records } = sit();
  const asked = ['x', 'y', 'z'].map((one) => ask(one));
  await time.advance(hour);
  assert.deepEqual(
    batches.map(({ requests }) => requests),
    [3],
  );
  assert.ok(asked.every(({ text }) => text === '{}'));
  assert.equal(records.size, 0);
  assert.equal(time.alarms(), 0);
});

test('what is more than a batch may hold goes into several', async () => {
  const { time, ask, batches } = sit({}, { requests: 2, bytes: 1e6 });
  const asked = ['v', 'w', 'x', 'y', 'z'].map((one) => ask(one));
  await time.advance(hour);
  assert.deepEqual(
    batches.map(({ requests }) => requests),
    [2, 2, 1],
  );
  assert.ok(asked.every(({ text }) => text === '{}'));
});

test('a batch that was never taken is sent again, once nothing shows for half a minute', async () => {
  const { time, ask, world } = sit();
  world.submit = (number) =>
    number === 1 ? { taken: false, error: failure('model-network') } : { taken: true };
  const asked = ask('x');
  await time.advance(20_000);
  assert.equal(world.submissions, 1, 'not before it could show');
  await time.advance(hour);
  assert.equal(world.submissions, 2);
  assert.equal(asked.text, '{}');
});

test("another's batch of the same size is not taken for ours, whatever was lost", async () => {
  const { time, ask, world, add, records } = sit();
  world.submit = () => {
    if (world.submissions === 1) {
      add(['somebody-else']);
    }
    return { taken: true, ...(world.submissions === 1 ? { error: failure('model-server') } : {}) };
  };
  const asked = ask('x');
  await time.advance(hour);
  assert.equal(asked.text, '{}');
  assert.equal(world.submissions, 1);
  assert.equal(records.size, 0);
});

test('what expires or fails for a reason that passes goes into three batches, and no more', async () => {
  const { time, ask, world, records } = sit();
  world.outcome = (_, batch) =>
    batch === 'b1' ? { kind: 'expired' } : { kind: 'failed', error: failure('model-overloaded') };
  const asked = ask('x');
  await time.advance(hour);
  assert.equal(world.submissions, 3);
  assert.equal(asked.code, 'model-overloaded');
  assert.equal(records.size, 0, 'asking for it again is asking anew');
});

test('a refusal is final, and harms nobody else in the batch', async () => {
  const { time, ask, world, batches } = sit();
  const refused = ask('x');
  const other = ask('y');
  world.outcome = (id) =>
    id === batches[0]?.ids[0]
      ? { kind: 'failed', error: failure('model-request', { isRetryable: false }) }
      : answer;
  await time.advance(hour);
  assert.equal(refused.code, 'model-request');
  assert.equal(other.text, '{}');
  assert.equal(world.submissions, 1);
});

test('results that come incomplete are read again, and kept to be read when they stay so', async () => {
  const { time, ask, world, records } = sit();
  let readings = 0;
  world.outcome = () => (++readings < 3 ? undefined : answer);
  const asked = ask('x');
  await time.advance(hour);
  assert.equal(asked.text, '{}');
  world.outcome = () => undefined;
  const lost = ask('y');
  await time.advance(hour);
  assert.equal(lost.code, 'model-incomplete');
  assert.equal(records.size, 1);
  world.outcome = () => answer;
  const again = ask('y');
  await time.advance(hour);
  assert.equal(again.text, '{}');
  assert.equal(world.submissions, 2, 'it was not sent again');
});

test('a batch is cancelled when everybody in it has given up, and what was answered by then is taken', async () => {
  const { time, ask, world, cancelled, batches } = sit();
  world.hasEnded = false;
  const [one, all] = [new AbortController(), new AbortController()];
  const first = ask('x', one.signal);
  const second = ask('y', all.signal);
  const third = ask('z', all.signal);
  await time.advance(10_000);
  one.abort();
  await time.settle();
  assert.equal(first.code, 'cancelled');
  assert.deepEqual(cancelled, [], 'others wait');
  world.outcome = (id) => (id === batches[0]?.ids[1] ? answer : { kind: 'cancelled' });
  all.abort();
  await time.advance(10_000);
  assert.deepEqual(cancelled, ['b1']);
  assert.equal(second.text, '{}');
  assert.equal(third.code, 'cancelled');
});

test('a provider that cannot be reached for hours ends nothing; one that never answers does, after its day', async () => {
  let isDown = true;
  const { time, ask, world } = sit({
    state: (id) =>
      isDown
        ? Promise.reject(failure('model-network'))
        : Promise.resolve({
            id,
            createdAt: 0,
            expiresAt: undefined,
            hasEnded: true,
            isCancelled: false,
            requests: 1,
            done: 1,
          }),
  });
  const asked = ask('x');
  await time.advance(3 * hour);
  isDown = false;
  await time.advance(hour);
  assert.equal(asked.text, '{}');
  isDown = true;
  const never = ask('y');
  await time.advance(26 * hour);
  assert.equal(never.code, 'model-deadline');
  assert.equal(world.submissions, 2);
});

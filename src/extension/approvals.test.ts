import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApprovalView } from '../core/index.ts';
import { Approvals, type LookAtApproval } from './approvals.ts';

const standing: ApprovalView = { state: 'standing', verdict: 'GO', record: undefined, reasons: [] };
const stale: ApprovalView = { ...standing, state: 'stale', reasons: ['The plan was changed after round 1.'] };

function approvalsOf(look: LookAtApproval, told: unknown[] = []): Approvals {
  return new Approvals(look, (error) => told.push(error), 1);
}

/** Waits until what was asked for has been done. */
async function settled(until: () => boolean): Promise<void> {
  while (!until()) {
    await delay(1);
  }
}

test('only what somebody wants is looked at, and listeners hear of news alone', async () => {
  const looked: string[] = [];
  const heard: string[] = [];
  let now = standing;
  const approvals = approvalsOf((plan) => {
    looked.push(plan);
    return Promise.resolve(now);
  });
  approvals.onDidChange((plan) => heard.push(plan));
  approvals.refresh('b');
  approvals.want('a');
  approvals.want('a');
  await settled(() => approvals.get('a') !== undefined);
  approvals.refresh('a');
  await settled(() => looked.length === 2);
  now = stale;
  approvals.refresh('a');
  await settled(() => approvals.get('a')?.approval === stale);
  assert.deepEqual(looked, ['a', 'a', 'a']);
  assert.deepEqual(heard, ['a', 'a']);
});

test('a burst of changes is one look, and plans are looked at one after the other', async () => {
  let running = 0;
  let most = 0;
  let looks = 0;
  const approvals = approvalsOf(async () => {
    looks += 1;
    running += 1;
    most = Math.max(most, running);
    await delay(2);
    running -= 1;
    return standing;
  });
  const plans = ['a', 'b', 'c'];
  for (const plan of plans) {
    approvals.want(plan);
    for (let change = 0; change < 50; change += 1) {
      approvals.refresh(plan);
    }
  }
  await settled(() => plans.every((plan) => approvals.get(plan) !== undefined));
  assert.deepEqual([looks, most], [3, 1]);
});

test('a look at what has changed meanwhile is cancelled, and its answer is dropped', async () => {
  const signals: AbortSignal[] = [];
  const answers: ((approval: ApprovalView) => void)[] = [];
  const seen: (string | undefined)[] = [];
  const approvals = approvalsOf((_, signal) => {
    signals.push(signal);
    return new Promise((resolve) => answers.push(resolve));
  });
  approvals.onDidChange((plan) => seen.push(approvals.get(plan)?.approval?.state));
  approvals.want('a');
  await settled(() => answers.length === 1);
  approvals.refresh('a');
  assert.equal(signals[0]?.aborted, true);
  answers[0]?.(standing);
  await settled(() => answers.length === 2);
  answers[1]?.(stale);
  await settled(() => seen.length > 0);
  assert.deepEqual(seen, ['stale']);
});

test('what cannot be looked at does not stand, and others are looked at all the same', async () => {
  const told: unknown[] = [];
  const approvals = approvalsOf((plan) => {
    return plan === 'a' ? Promise.reject(new Error('gone')) : Promise.resolve(standing);
  }, told);
  approvals.want('a');
  approvals.want('b');
  await settled(() => approvals.get('b') !== undefined);
  assert.equal(approvals.get('a')?.approval, undefined);
  assert.match(approvals.get('a')?.problem ?? '', /did not expect/);
  assert.equal(told.length, 1);
});

test('what is forgotten is known no more, whatever was under way', async () => {
  const answers: ((approval: ApprovalView) => void)[] = [];
  const approvals = approvalsOf(() => new Promise((resolve) => answers.push(resolve)));
  approvals.want('a');
  await settled(() => answers.length === 1);
  approvals.forget('a');
  answers[0]?.(standing);
  await delay(5);
  assert.equal(approvals.get('a'), undefined);
  assert.deepEqual(approvals.wanted(), []);
});

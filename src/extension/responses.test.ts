import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelResponse } from '../protocol/panelResponse.ts';
import { Responses } from './responses.ts';

const plan = 'file:///w/plan.md';

function unreadable(message: string): PanelResponse {
  return { kind: 'unreadable', round: 1, message, wayOut: 'Mend it.' };
}

test('what says the same is no news, and stays the same value', () => {
  const responses = new Responses();
  const told: string[] = [];
  responses.onDidChange((key) => told.push(key));
  assert.equal(responses.has(plan), false);
  const first = responses.set(plan, unreadable('Line 3.'));
  assert.equal(responses.set(plan, unreadable('Line 3.')), first);
  assert.equal(responses.get(plan), first);
  responses.set(plan, unreadable('Line 4.'));
  responses.set(plan, undefined);
  assert.deepEqual(told, [plan, plan, plan]);
  assert.equal(responses.has(plan), true, 'somebody has looked');
  assert.deepEqual(responses.known(), [plan]);
});

test('one thing is done after the other for a plan, also after one that failed', async () => {
  const responses = new Responses();
  const order: string[] = [];
  const step = (name: string, waits: number) => async (): Promise<void> => {
    for (let turn = 0; turn < waits; turn += 1) {
      await Promise.resolve();
    }
    order.push(name);
  };
  const failing = responses.inTurn(plan, async () => {
    await step('first', 20)();
    throw new Error('no');
  });
  const second = responses.inTurn(plan, step('second', 5));
  const third = responses.inTurn(plan, step('third', 0));
  await assert.rejects(failing);
  await Promise.all([second, third]);
  assert.deepEqual(order, ['first', 'second', 'third']);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPrefixGate, type GatePass } from './prefixGate.ts';

async function isOpen({ open }: GatePass): Promise<boolean> {
  return Promise.race([
    open.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
}

describe('createPrefixGate', () => {
  test('the first goes alone, and the others when it has begun', async () => {
    const gate = createPrefixGate({ now: () => 0 });
    const [first, second, third] = [gate.enter('a'), gate.enter('a'), gate.enter('a')];

    assert.deepEqual([await isOpen(first), await isOpen(second), await isOpen(third)], [true, false, false]);
    first.begun();
    assert.deepEqual([await isOpen(second), await isOpen(third)], [true, true]);
    assert.equal(await isOpen(gate.enter('a')), true);
  });

  test('where the first ends without having begun, one other takes its place', async () => {
    const gate = createPrefixGate({ now: () => 0 });
    const [first, second, third] = [gate.enter('a'), gate.enter('a'), gate.enter('a')];
    first.ended();

    assert.deepEqual([await isOpen(second), await isOpen(third)], [true, false]);
    second.begun();
    second.ended();
    assert.equal(await isOpen(third), true);
  });

  test('prefixes know nothing of each other, and are forgotten in time', async () => {
    let now = 0;
    const gate = createPrefixGate({ now: () => now });
    gate.enter('a').begun();
    assert.equal(await isOpen(gate.enter('b')), true);
    now = 10 * 60_000;
    const [late, later] = [gate.enter('a'), gate.enter('a')];
    assert.deepEqual([await isOpen(late), await isOpen(later)], [true, false]);
  });
});

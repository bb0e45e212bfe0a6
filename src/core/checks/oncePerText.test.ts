import assert from 'node:assert/strict';
import test from 'node:test';
import { oncePerText } from './oncePerText.ts';

test('a text is read once for its path, and again when it has changed', () => {
  const read: string[] = [];
  const ask = oncePerText((path, text) => {
    read.push(`${path} ${text}`);
    return read.length;
  });
  assert.deepEqual(
    [ask('a', 'x'), ask('b', 'x'), ask('a', 'x'), ask('a', 'y'), ask('a', 'x')],
    [1, 2, 1, 3, 4],
  );
  assert.deepEqual(read, ['a x', 'b x', 'a y', 'a x']);
});

test('what was asked about longest ago is forgotten when the texts are large', () => {
  let times = 0;
  const ask = oncePerText(() => (times += 1));
  const large = 'x'.repeat(3_000_000);
  for (const path of ['a', 'b', 'c']) {
    ask(path, large);
  }
  assert.equal(ask('c', large), 3);
  assert.equal(ask('a', large), 4);
});

import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { hasRef, isPlaceholderRef, namesAt } from './refNames.ts';

test('names are read one by one, and listed ones only where they are marked', () => {
  const read = (text: string): string[] => namesAt(text, 0).map((name) => name.value);
  assert.deepEqual(read(' `a`, `b/c` and `d` are'), ['a', 'b/c', 'd']);
  assert.deepEqual(read(' prp-a-tool, which'), ['prp-a-tool']);
  assert.deepEqual(read(' **v1.2.0**.'), ['v1.2.0']);
  assert.deepEqual(read(', which'), []);
});

test('a star stands for anything, and nothing else does', () => {
  const names = new Set(['checkpoint-6-a-1', 'release/1.4']);
  assert.ok(hasRef(names, 'checkpoint-6-*'));
  assert.ok(hasRef(names, 'checkpoint-*-a-*'));
  assert.ok(!hasRef(names, 'checkpoint-*-b-*'));
  assert.ok(!hasRef(names, 'release/1'));
  assert.ok(!hasRef(names, 'release/1.4*1.4'));
});

test('what stands in place of a name is told from names', () => {
  for (const name of [
    'feature/<name>',
    'my-branch',
    'feature/xyz',
    'v1.x',
    'release/x.y',
    '{name}',
    'your/branch',
  ]) {
    assert.ok(isPlaceholderRef(name), name);
  }
  for (const name of ['main', 'feature/barista', 'v1.2.0', 'fix/foobar', 'user/naomi', 'release/2.0']) {
    assert.ok(!isPlaceholderRef(name), name);
  }
});

test('every name that is read stands where it is said to', () => {
  const pieces = fc.constantFrom('`', 'a', '-', '/', ' ', ',', ' and ', '**', '.', '\n', '(', '*');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), fc.nat(5), (parts, at) => {
      const text = parts.join('');
      for (const { value, start } of namesAt(text, at)) {
        assert.equal(text.slice(start, start + value.length), value);
      }
    }),
  );
});

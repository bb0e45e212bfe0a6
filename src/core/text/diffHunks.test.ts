import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { diffHunks } from './diffHunks.ts';

test('changed lines carry their numbers in both texts, with three lines around them', () => {
  const before = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`);
  const after = before.with(5, 'another');
  const [hunk, ...others] = diffHunks(before.join('\n'), after.join('\n')) ?? [];
  assert.deepEqual(others, []);
  assert.deepEqual(
    hunk?.map(({ kind, text, before: left, after: right }) => [kind, text, left, right]),
    [
      ['same', 'line 3', 3, 3],
      ['same', 'line 4', 4, 4],
      ['same', 'line 5', 5, 5],
      ['removed', 'line 6', 6, undefined],
      ['added', 'another', undefined, 6],
      ['same', 'line 7', 7, 7],
      ['same', 'line 8', 8, 8],
      ['same', 'line 9', 9, 9],
    ],
  );
});

test('a last line without an end, and line ends of Windows, are no lines of their own', () => {
  const [hunk] = diffHunks('one\r\ntwo', 'one\r\ntwo\r\n') ?? [];
  assert.deepEqual(
    hunk?.map(({ kind, text }) => [kind, text]),
    [
      ['same', 'one'],
      ['removed', 'two'],
      ['added', 'two'],
    ],
  );
});

test('texts that have too little in common are not compared', () => {
  const lines = (word: string): string =>
    Array.from({ length: 1_100 }, (_, index) => `${word} ${index}`).join('\n');
  assert.equal(diffHunks(lines('one'), lines('two')), undefined);
  assert.deepEqual(diffHunks(lines('one'), lines('one')), []);
});

test('the lines of each side are those of its text', () => {
  const line = fc.constantFrom('', 'a', 'b', '-c', '+d', '\\ e', '# f');
  const text = fc.array(line, { maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = (diffHunks(before.join('\n'), after.join('\n')) ?? []).flat();
      for (const { text: shown, before: left, after: right } of lines) {
        assert.equal(left === undefined || before[left - 1] === shown, true);
        assert.equal(right === undefined || after[right - 1] === shown, true);
      }
    }),
  );
});

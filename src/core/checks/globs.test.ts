import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import { overlap } from './globs.ts';

test('two patterns overlap when one path fits both', () => {
  for (const [one, other, expected] of [
    ['src/a.ts', 'src/a.ts', true],
    ['src/a.ts', 'src/b.ts', false],
    ['src/**', 'src/a/b.ts', true],
    ['src/**', 'lib/a.ts', false],
    ['src/**/*.ts', 'src/a.ts', true],
    ['src/**/*.ts', 'src/a/b/c.ts', true],
    ['src/**/*.ts', 'src/a/b/c.md', false],
    ['src/*.ts', 'src/a/b.ts', false],
    ['src/*.ts', 'src/*.md', false],
    ['src/a*.ts', 'src/*b.ts', true],
    ['src/a*c*.ts', 'src/abcd.ts', true],
    ['src/a*c*.ts', 'src/acd.md', false],
    ['src/', 'src/a/b.ts', true],
    ['src/', 'src', true],
    ['**/*.ts', 'docs/**', true],
    ['**', 'a', true],
    ['', 'a', false],
    ['./src/a.ts', 'src/a.ts', true],
  ] as const) {
    assert.equal(overlap(one, other), expected, `${one} and ${other}`);
    assert.equal(overlap(other, one), expected, `${other} and ${one}`);
  }
});

const pattern = fc
  .array(fc.constantFrom('a', 'b', 'ab', '*', '**', 'a*', '*b'), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join('/'));

test('overlap is the same both ways round, and a pattern overlaps with itself', () => {
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      assert.equal(overlap(one, other), overlap(other, one));
      assert.ok(overlap(one, one));
    }),
  );
});

test('many stars take no longer than few', () => {
  assert.equal(overlap('**/a/'.repeat(60), '**/b/'.repeat(60)), true);
  assert.equal(overlap(`${'**/a/'.repeat(60)}x`, `${'**/b/'.repeat(60)}y`), false);
});

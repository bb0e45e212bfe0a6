import assert from 'node:assert/strict';
import test from 'node:test';
import { planGlob } from './planGlob.ts';

/** Whether each path fits, in order. */
function fits(glob: string, ...paths: string[]): boolean[] {
  return paths.map(planGlob(glob));
}

test('a star stays within a name, two span folders, and a folder means everything below it', () => {
  assert.deepEqual(fits('docs/*.md', 'docs/a.md', 'docs/b/a.md', 'docs/a.mdx'), [true, false, false]);
  assert.deepEqual(fits('docs/**/*.md', 'docs/a.md', 'docs/b/c/a.md', 'src/a.md'), [true, true, false]);
  assert.deepEqual(fits('./docs/plans/', 'docs/plans/a.md', 'docs/plans2/a.md'), [true, false]);
  assert.deepEqual(fits('{PRPs,plans}/?.md', 'PRPs/a.md', 'plans/b.md', 'plans/bc.md'), [true, true, false]);
  assert.deepEqual(fits('.', 'a.md', 'b/c.md'), [true, true]);
});

test('what means something in a regular expression means itself', () => {
  assert.deepEqual(fits('a+b/(x).md', 'a+b/(x).md', 'aab/x.md'), [true, false]);
  assert.deepEqual(fits('a{b', 'a{b'), [true]);
});

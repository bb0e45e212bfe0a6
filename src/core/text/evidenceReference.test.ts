import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { evidenceRanges, evidenceReference } from './evidenceReference.ts';

const text = `# Plan

## 1. Steps

Do this.
And this.

### 1.1 Failure handling

Retry thrice.

## Follow-up

Look again.

## It's "quoted"

Words.
`;
const plan = { path: 'docs/plan.md', text };

function reference(start: readonly [number, number], end: readonly [number, number]): string {
  return evidenceReference(plan, {
    start: { line: start[0], column: start[1] },
    end: { line: end[0], column: end[1] },
  });
}

test('a selection is named by its section and its lines', () => {
  assert.equal(reference([5, 1], [6, 4]), 'Section 1, lines 5-6');
  assert.equal(reference([10, 3], [10, 8]), 'Section 1.1, line 10');
  assert.equal(reference([14, 1], [14, 5]), 'Section "Follow-up", line 14');
});

test('a selection of whole lines does not count the line below them', () => {
  assert.equal(reference([5, 1], [7, 1]), 'Section 1, lines 5-6');
});

test('where no section can be named, the lines are enough', () => {
  assert.equal(reference([1, 1], [1, 3]), 'line 1');
  assert.equal(reference([18, 1], [18, 3]), 'line 18', 'a title in quotes cannot be quoted');
  assert.equal(reference([5, 1], [14, 3]), 'lines 5-14', 'across sections');
});

test('of two sections with one name the lines tell which', () => {
  const twice = '# P\n\n## Same\n\nA.\n\n## Same\n\nB.\n';
  const range = { start: { line: 9, column: 1 }, end: { line: 9, column: 2 } };
  assert.equal(evidenceReference({ path: 'p.md', text: twice }, range), 'line 9');
});

test('what is named is found again, and holds what was selected', () => {
  const written = text.split('\n').flatMap((words, index) => (words === '' ? [] : [index + 1]));
  const line = fc.constantFrom(...written);
  fc.assert(
    fc.property(line, line, (a, b) => {
      const range = { start: { line: Math.min(a, b), column: 1 }, end: { line: Math.max(a, b), column: 2 } };
      const [found, ...others] = evidenceRanges(plan, evidenceReference(plan, range));
      assert.deepEqual(others, []);
      assert.equal(found?.range?.start.line, range.start.line);
      assert.equal(found.range.end.line, range.end.line);
    }),
  );
});

test('a place that is not there has no range', () => {
  assert.deepEqual(evidenceRanges(plan, 'Section 9, and more'), [
    { reference: 'Section 9', range: undefined },
  ]);
});

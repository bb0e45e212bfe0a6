import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexLines, offsetAt, positionAt } from '../text/lineIndex.ts';
import { creationFix } from './creationFix.ts';

/** Marks the path at the `@` of a plan, which is no part of it, as to be created, and returns the plan then. */
function marked(plan: string, path = 'plan.md'): string | undefined {
  const text = plan.replace('@', '');
  const lines = indexLines(text);
  const fix = creationFix({ path, text, position: positionAt(lines, plan.indexOf('@')) });
  const [edit] = fix?.edits ?? [];
  if (edit === undefined) {
    return undefined;
  }
  const at = offsetAt(lines, edit.range.start);
  return text.slice(0, at) + edit.text + text.slice(offsetAt(lines, edit.range.end));
}

test('the note stands behind the marks around the path', () => {
  assert.equal(marked('See `@src/a.ts` now.\n'), 'See `src/a.ts` (new) now.\n');
  assert.equal(marked('See @src/a.ts now.\n'), 'See src/a.ts (new) now.\n');
  assert.equal(marked('See **`@src/a.ts`**.\n'), 'See **`src/a.ts`** (new).\n');
  assert.equal(marked('See [a](@src/a.md).\n'), 'See [a](src/a.md) (new).\n');
  assert.equal(
    marked('| a | b |\n| - | - |\n| modify `@src/a.ts` | x |\n'),
    '| a | b |\n| - | - |\n| modify `src/a.ts` (new) | x |\n',
  );
  assert.equal(
    marked('<p>see <code>@src/a.ts</code> now</p>', 'plan.html'),
    '<p>see <code>src/a.ts</code> (new) now</p>',
  );
});

test('nothing is offered where the note would not be understood', () => {
  // A file that is to be made has no line 12 yet.
  assert.equal(marked('Modify `@src/a.ts:12`.\n'), undefined);
  assert.equal(marked('---\nfiles_modified: [@src/a.ts]\n---\n'), undefined);
  assert.equal(marked('"See `@src/a.ts`"\n'), undefined);
  assert.equal(marked('Remove `@src/a.ts`.\n'), undefined);
  assert.equal(marked('Create `@src/a.ts`.\n'), undefined);
  assert.equal(marked('No path @here.\n'), undefined);
});

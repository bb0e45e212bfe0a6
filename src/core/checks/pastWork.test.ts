import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { fileExists } from './fileExists.ts';

/** The files that fail in a plan. */
async function fails(text: string, path?: string): Promise<string[]> {
  const { claims } = await fileExists.run(
    contextOf(text, { ...(path === undefined ? {} : { path }), files: tree }),
  );
  return claims.filter(({ verdict }) => verdict === 'fail').map(({ value }) => value);
}

/** Enough that is there to show that the plan knows this tree. */
const known = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/d.ts'];
const tree = Object.fromEntries(['src/app.ts', ...known].map((path) => [path, '']));

const body =
  `# Plan\n\nSee ${known.map((path) => `\`${path}\``).join(', ')}.\n\n` +
  'Update `src/queue.ts` and delete `src/old.ts`. The existing `src/retry.ts` retries. See `src/ap.ts`.\n';

test('what a closed plan changed or took away may be gone; what it refers to may not', async () => {
  assert.deepEqual(await fails(body), ['src/queue.ts', 'src/old.ts', 'src/retry.ts', 'src/ap.ts']);
  const kept = ['src/retry.ts', 'src/ap.ts'];
  assert.deepEqual(await fails(body, 'docs/plans/archive/plan.md'), kept);
  assert.deepEqual(await fails(`---\nstatus: completed\n---\n${body}`), kept);
  assert.deepEqual(await fails(`---\nstatus: draft\n---\n${body}`), [
    'src/queue.ts',
    'src/old.ts',
    'src/retry.ts',
    'src/ap.ts',
  ]);
});

test('what is ticked off is done, and what is not is not', async () => {
  assert.deepEqual(await fails('# Plan\n\n- [x] Delete `src/older.ts`\n- [ ] Delete `src/oldest.ts`\n'), [
    'src/oldest.ts',
  ]);
  assert.deepEqual(await fails('# Plan\n\n- [X] Update `src/older.ts`\n'), []);
});

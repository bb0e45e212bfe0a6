import assert from 'node:assert/strict';
import test from 'node:test';
import { contextOf } from '../../../test/support/checks/contextOf.ts';
import { fileExists } from './fileExists.ts';

/** The files that fail in a plan. */
async function fails(text: string, path?: string): Promise<string[]> {
  const { claims } = await fileExists.run(
    contextOf(text, { ...(path === undefined ? {} : { path }), files: { 'src/app.ts': '' } }),
  );
  return claims.filter(({ verdict }) => verdict === 'fail').map(({ value }) => value);
}

const body =
  '# Plan\n\nUpdate `src/queue.ts` and delete `src/old.ts`. The retry pattern in `src/retry.ts` already exists. See `src/ap.ts`.\n';

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

test('a removal that is ticked off is done, and one that is not is not', async () => {
  assert.deepEqual(await fails('# Plan\n\n- [x] Delete `src/a/b.ts`\n- [ ] Delete `src/c/d.ts`\n'), [
    'src/c/d.ts',
  ]);
  assert.deepEqual(await fails('# Plan\n\n- [X] Update `src/a/b.ts`\n'), ['src/a/b.ts']);
});

import assert from 'node:assert/strict';
import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { PlanReviewError } from '../../src/core/base/errors.ts';
import type { ArtifactStore } from '../../src/core/ports/artifactStore.ts';
import { nodeFileOps } from '../../src/core/store/nodeFileOps.ts';
import { Crash, createFaultyFileOps, type Fault } from '../support/store/faultyFileOps.ts';
import { runRound } from '../support/store/sampleRound.ts';
import { storeOf } from '../support/store/testStore.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

const PLAN = 'docs/plans/cache.md';
/** A crash before a step is one after the step before it, and the first step makes no difference. */
const FAULTS: readonly Fault[] = ['crash-after', 'ENOSPC', 'EACCES', 'short-write', 'silent-short-write'];

/** The store on the real disk, as a process that nothing goes wrong in has it. */
function quickStore(root: string, pid = 1): ArtifactStore {
  return storeOf(root, { pid, ops: createFaultyFileOps(nodeFileOps) });
}

/** What the store is like when the faulty round begins. */
const STARTS: Readonly<Record<string, (root: string) => Promise<unknown>>> = {
  'no review yet': () => Promise.resolve(),
  'one finished round': (root) => runRound(quickStore(root), PLAN, { text: 'one', findings: 3 }),
  'a lock and an unfinished round of a dead process': async (root) => {
    await runRound(quickStore(root), PLAN, { text: 'one', findings: 3 });
    const ops = createFaultyFileOps(nodeFileOps, { at: 'rename review.md', fault: 'crash-after' });
    await assert.rejects(runRound(storeOf(root, { pid: 7, ops }), PLAN, { text: 'old', findings: 1 }), Crash);
  },
};

for (const [start, prepare] of Object.entries(STARTS)) {
  for (const fault of FAULTS) {
    test(`${fault} at every step, with ${start}`, async (t) => {
      const steps = await stepsFrom(t, prepare);
      assert.ok(steps.length > 30, `only ${steps.length} steps: ${steps.join(', ')}`);
      const base = await temporaryFolder(t);
      await prepare(base);
      const outcomes = new Set<string>();
      for (const [at, step] of steps.entries()) {
        // Only a write can be done by halves.
        if (fault.includes('short') && !step.startsWith('write')) {
          continue;
        }
        const root = join(await temporaryFolder(t), 'w');
        await cp(base, root, { recursive: true });
        outcomes.add(await strike(root, { at, fault, step }));
      }
      const expected = fault.startsWith('crash') ? 'crashed' : 'refused';
      assert.ok(outcomes.has(expected), `no step ended ${expected}`);
    });
  }
}

async function stepsFrom(t: TestContext, prepare: (root: string) => Promise<unknown>) {
  const root = await temporaryFolder(t);
  await prepare(root);
  const ops = createFaultyFileOps(nodeFileOps);
  await runRound(storeOf(root, { pid: 2, ops }), PLAN, { text: 'two', findings: 2 });
  return ops.steps;
}

/** Lets one step go wrong, and holds the store to its promises afterwards. */
async function strike(
  root: string,
  { at, fault, step }: { readonly at: number; readonly fault: Fault; readonly step: string },
): Promise<'stored' | 'refused' | 'crashed'> {
  const where = `${fault} at step ${at} (${step})`;
  const before = await quickStore(root).load(PLAN);
  const ops = createFaultyFileOps(nodeFileOps, { at, fault });
  const outcome = await runRound(storeOf(root, { pid: 2, ops }), PLAN, { text: 'two', findings: 2 }).then(
    () => 'stored' as const,
    (error: unknown) => {
      if (error instanceof Crash) {
        return 'crashed' as const;
      }
      assert.ok(error instanceof PlanReviewError, `${where}: ${String(error)}`);
      assert.equal(error.code, 'store-unwritable', where);
      assert.ok(error.wayOut.length > 10);
      return 'refused' as const;
    },
  );
  assert.ok(ops.hasStruck(), where);

  const knownRounds = before?.rounds.length ?? 0;
  const after = await quickStore(root).load(PLAN);
  assert.deepEqual(after?.inconsistent ?? [], [], where);
  assert.deepEqual(after?.rounds.slice(0, knownRounds) ?? [], before?.rounds ?? [], where);
  const added = (after?.rounds.length ?? 0) - knownRounds;
  if (outcome === 'crashed') {
    assert.ok(added === 0 || added === 1, where);
  } else {
    assert.equal(added, outcome === 'stored' ? 1 : 0, where);
  }

  // Whoever comes next finds the way free, and the numbers go on where they ended.
  const next = await runRound(quickStore(root, 3), PLAN, { text: 'three', findings: 1 });
  assert.equal(next.round.number, knownRounds + added + 1, where);
  assert.equal(next.findings[0]?.id, `F${knownRounds * 3 + added * 2 + 1}`, where);
  const final = await quickStore(root).load(PLAN);
  assert.deepEqual(final?.inconsistent, [], where);
  assert.equal(final?.rounds.length, knownRounds + added + 1, where);
  assert.equal(new TextDecoder().decode(await quickStore(root).snapshot(PLAN, next.round.number)), 'three');
  if (!step.startsWith('remove')) {
    assert.deepEqual(await leftovers(root), [], where);
  }
  return outcome;
}

/** Temporary files and locks that nobody needs any more. */
async function leftovers(root: string): Promise<string[]> {
  await mkdir(join(root, '.plan-review'), { recursive: true });
  const names = await readdir(join(root, '.plan-review'), { recursive: true });
  return names.filter((name) => name.endsWith('.tmp') || name.includes('.lock'));
}

import assert from 'node:assert/strict';
import test from 'node:test';
import { createFixedClock } from '../../../test/support/memory/fixedClock.ts';
import { createMemoryFileOps } from '../../../test/support/memory/memoryFileOps.ts';
import { Crash, createFaultyFileOps } from '../../../test/support/store/faultyFileOps.ts';
import type { FileOps } from './fileOps.ts';
import { takeLock, type LockDeps } from './lock.ts';

const folder = '/w/review';

function depsOf(pid: number, ops: FileOps): LockDeps {
  let suffixes = 0;
  return {
    ops,
    clock: createFixedClock('2026-03-01T09:00:00Z'),
    owner: { pid, host: 'here', isAlive: (id) => id === pid },
    uniqueSuffix: () => {
      suffixes += 1;
      return `s${pid}-${suffixes}`;
    },
  };
}

test('where there are no hard links, however many processes die over a half-made lock, the next one gets it', async () => {
  for (const at of [0, 1, 2, 3, 4, 5, 6, 7]) {
    const disk = createMemoryFileOps([folder]);
    for (const pid of [1, 2, 3, 4]) {
      const ops = createFaultyFileOps(disk, { at, fault: 'crash-after' });
      await takeLock(folder, 'plan.md', depsOf(pid, ops)).catch((error: unknown) =>
        assert.ok(error instanceof Crash, String(error)),
      );
    }
    const lock = await takeLock(folder, 'plan.md', depsOf(9, disk));
    assert.ok(await lock.isHeld());
    await lock.release();
    assert.deepEqual(
      [...disk.texts().keys()].filter((path) => path.includes('/review.lock')),
      [],
    );
  }
});

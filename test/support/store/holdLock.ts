import { takeLock, type Lock } from '../../../src/core/store/lock.ts';
import { nodeFileOps } from '../../../src/core/store/nodeFileOps.ts';
import { currentProcess } from '../../../src/core/system/currentProcess.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { uniqueSuffix } from '../../../src/core/system/uniqueSuffix.ts';

/** Makes this process the one that writes to the review in `folder`, until the lock is released. Waits its turn. */
export async function holdLock(folder: string): Promise<Lock> {
  const deps = { ops: nodeFileOps, owner: currentProcess(), clock: systemClock, uniqueSuffix };
  for (;;) {
    try {
      return await takeLock(folder, 'plan.md', deps);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

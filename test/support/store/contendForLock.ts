/**
 * Takes the lock of a folder again and again: `node contendForLock.ts <folder> <times>`. While it holds the lock it
 * holds a file of its own as well; should that exist already, two processes hold the lock, and it says "overlap".
 * Now and then it is gone without a word, lock in hand.
 */
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { PlanReviewError } from '../../../src/core/base/errors.ts';
import { takeLock, type Lock } from '../../../src/core/store/lock.ts';
import { nodeFileOps } from '../../../src/core/store/nodeFileOps.ts';
import { currentProcess } from '../../../src/core/system/currentProcess.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { uniqueSuffix } from '../../../src/core/system/uniqueSuffix.ts';

const [folder = '', times = '0'] = process.argv.slice(2);
const witness = join(folder, 'witness');
const deps = {
  ops: { ...nodeFileOps, syncFolder: () => Promise.resolve() },
  owner: currentProcess(),
  clock: systemClock,
  uniqueSuffix,
};

async function attempt(): Promise<Lock | undefined> {
  try {
    return await takeLock(folder, 'plan.md', deps);
  } catch (error) {
    if (error instanceof PlanReviewError && error.code === 'store-busy') {
      return undefined;
    }
    throw error;
  }
}

for (let taken = 0; taken < Number(times);) {
  const lock = await attempt();
  if (lock === undefined) {
    await wait(Math.random() * 3);
    continue;
  }
  taken += 1;
  try {
    await (await open(witness, 'wx')).close();
  } catch {
    process.stdout.write('overlap\n');
    process.exit(1);
  }
  await wait(Math.random() * 4);
  await rm(witness);
  process.stdout.write('taken\n');
  if (Math.random() < 0.3) {
    process.kill(process.pid, 'SIGKILL');
  }
  await lock.release();
}

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { testCache } from './paths.ts';

const pause = 500;

/** Runs `action` while no other process runs one under the same name. A process that is gone holds nothing. */
export async function alone<T>(name: string, action: () => Promise<T>): Promise<T> {
  const file = path.join(testCache, `${name}.lock`);
  await mkdir(testCache, { recursive: true });
  while (!(await take(file))) {
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}

/** Whether a process of that id is there. */
export function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(await readFile(file, 'utf8').catch(() => ''));
    // An empty file is one that its owner is just writing.
    if (owner > 0 && !isRunning(owner)) {
      await rm(file, { force: true });
    }
    return false;
  }
}

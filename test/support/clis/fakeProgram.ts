import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../temporaryFolder.ts';

/** A program that is this shell script. Returns its absolute path. */
export async function fakeProgram(test: Pick<TestContext, 'after'>, script: string): Promise<string> {
  const path = join(await temporaryFolder(test), 'program');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

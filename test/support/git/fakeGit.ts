import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EMPTY_ENVIRONMENT } from './testRepository.ts';

/** An environment in which `git` is this shell script, made in `folder`. */
export async function fakeGit(folder: string, script: string): Promise<Record<string, string>> {
  const path = join(folder, 'git');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return { ...EMPTY_ENVIRONMENT, PATH: `${folder}:${EMPTY_ENVIRONMENT['PATH'] ?? ''}` };
}

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { CommandLineOptions } from '../../../src/core/models/shared/processOptions.ts';
import { createNodeMachine } from '../../../src/core/system/nodeMachine.ts';
import { systemClock } from '../../../src/core/system/systemClock.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** Options for a command line, and where everything that it may touch lies. */
export interface TestCli extends CommandLineOptions {
  /** The home of a user who has nothing there. */
  readonly home: string;
}

/** Options that give a program an empty home, and of our environment nothing but the way to Node.js. */
export async function cliOptions(
  test: Pick<TestContext, 'after'>,
  executable: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestCli> {
  const folder = await temporaryFolder(test);
  const home = join(folder, 'home');
  const temporary = join(folder, 'tmp');
  await Promise.all([home, temporary].map((path) => mkdir(path)));
  const searchPath = process.env['PATH'] ?? '';
  return {
    executable,
    machine: createNodeMachine({
      root: folder,
      nodeVersion: process.versions.node,
      searchPath,
      extensions: '',
    }),
    environment: { PATH: searchPath, HOME: home, ...environment },
    platform: process.platform,
    clock: systemClock,
    workFolder: join(folder, 'state', 'work'),
    temporaryFolder: temporary,
    home,
  };
}

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { plainEnvironment, runCommand } from '../editor/commands.ts';
import { alone } from '../editor/lock.ts';
import { testCache } from '../editor/paths.ts';

const packages = { '@anthropic-ai/claude-code': '2.1.329', '@openai/codex': '0.169.0' };

/** The command lines of two vendors, by the absolute paths of their programs. */
export interface InstalledClis {
  readonly claude: string;
  readonly codex: string;
}

/**
 * Returns the two real command lines and installs them first where they are not there yet: about 15 seconds and 760 MB,
 * only once. An installation is made beside its place and renamed when it is complete, so one that was cut off is never
 * used.
 */
export async function installClis(log: (line: string) => void = console.log): Promise<InstalledClis> {
  const home = path.join(testCache, `clis-${Object.values(packages).join('-')}`);
  if (!existsSync(home)) {
    await alone('install-clis', async () => {
      if (!existsSync(home)) {
        log(`Installing the command lines of two vendors into ${home}: about 15 seconds, only once.`);
        await install(home);
      }
    });
  }
  const program = (name: string): string => path.join(home, 'node_modules', '.bin', name);
  return { claude: program('claude'), codex: program('codex') };
}

async function install(home: string): Promise<void> {
  await mkdir(testCache, { recursive: true });
  const draft = await mkdtemp(path.join(testCache, `partial-${process.pid}-`));
  try {
    // A company's own certificate authority is known to the system, and to Node.js only when told so.
    const environment: NodeJS.ProcessEnv = { NODE_USE_SYSTEM_CA: '1', ...plainEnvironment() };
    await writeFile(path.join(draft, 'package.json'), JSON.stringify({ name: 'clis', private: true }));
    const names = Object.entries(packages).map(([name, version]) => `${name}@${version}`);
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...names];
    await runCommand({ program: 'npm', args, folder: draft, environment });
    // The one script that is needed puts the program of this platform in the place of a stub.
    const script = path.join(draft, 'node_modules', '@anthropic-ai', 'claude-code', 'install.cjs');
    await runCommand({ program: process.execPath, args: [script], folder: draft, environment });
    await rename(draft, home);
  } catch (error) {
    throw new Error(`The command lines could not be installed from the npm registry.\n${String(error)}`, {
      cause: error,
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

import { existsSync } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findProgram, plainEnvironment, runCommand } from './commands.ts';
import { alone, isRunning } from './lock.ts';
import { testCache } from './paths.ts';
import { canInstallSystemPackages, installSystemPackages } from './systemPackages.ts';

const serverPackage = 'code-server';
const serverVersion = '4.139.1';
const runtimeVersion = '24.21.0';

/** The native modules without which the server does not start. The other ones may stay unbuilt. */
const neededNativeModules = ['@vscode/spdlog', '@vscode/native-watchdog'];

/** A VS Code server that is ready to be started. */
export interface InstalledServer {
  /** The version of the package it came from. */
  readonly version: string;
  /** The Node.js that it runs on. */
  readonly runtime: string;
  /** Its entry point, to be run by `runtime`. */
  readonly entry: string;
}

/** Where to install, and who is told how it goes. */
export interface InstallOptions {
  /** A folder that may be deleted at any time; `.vscode-test` unless said otherwise. */
  readonly cache?: string;
  readonly log?: (line: string) => void;
}

/**
 * Returns a real VS Code server and installs it first where it is not there yet, from npm packages alone. An
 * installation is made beside its place and renamed when it is complete, so one that was cut off is never used.
 */
export async function installServer(options: InstallOptions = {}): Promise<InstalledServer> {
  const { cache = testCache, log = console.log } = options;
  const home = path.join(cache, `server-${serverVersion}`);
  if (!existsSync(path.join(home, 'complete.json'))) {
    await alone('install-server', async () => {
      if (!existsSync(path.join(home, 'complete.json'))) {
        await removeLeftovers(cache);
        await install(home, log);
      }
    });
  }
  return describe(home);
}

function describe(home: string): InstalledServer {
  return {
    version: serverVersion,
    runtime: path.join(runtimeFolder(home), 'bin', 'node'),
    entry: path.join(workbenchFolder(home), 'out', 'server-main.js'),
  };
}

function runtimePackage(): string {
  return `node-${process.platform}-${process.arch}`;
}

function runtimeFolder(home: string): string {
  return path.join(home, 'node_modules', runtimePackage());
}

function workbenchFolder(home: string): string {
  return path.join(home, 'node_modules', serverPackage, 'lib', 'vscode');
}

async function install(home: string, log: (line: string) => void): Promise<void> {
  if (process.platform === 'win32') {
    throw new Error(
      'The VS Code server does not run on Windows: install VS Code and put its `code` on the PATH.',
    );
  }
  const started = performance.now();
  log(
    `Installing a VS Code server (${serverPackage} ${serverVersion}) into ${home}: about a minute, only once.`,
  );
  await provideCompiler(log);
  const cache = path.dirname(home);
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(path.join(cache, `partial-${process.pid}-`));
  try {
    await fill(draft, log);
    await rm(home, { recursive: true, force: true });
    await rename(draft, home);
  } catch (error) {
    throw new Error(
      'The VS Code server could not be installed. It comes from the npm registry and compiles two small native ' +
        `modules, which takes python3, make and a C++ compiler.\n${String(error)}`,
      { cause: error },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  log(`The VS Code server is installed (${Math.round((performance.now() - started) / 1000)} s).`);
}

async function fill(draft: string, log: (line: string) => void): Promise<void> {
  // A company's own certificate authority is known to the system, and to Node.js only when told so.
  const environment: NodeJS.ProcessEnv = { NODE_USE_SYSTEM_CA: '1', ...plainEnvironment() };
  const npm = async (args: readonly string[], folder: string, extra: NodeJS.ProcessEnv = {}) =>
    await runCommand({ program: 'npm', args, folder, environment: { ...environment, ...extra } });

  log('  1/3 the server and its Node.js');
  await writeFile(path.join(draft, 'package.json'), JSON.stringify({ name: 'editor', private: true }));
  // The server's own install script insists on the Node.js that runs npm, and fetches what need not be reachable.
  await npm(
    [
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `${serverPackage}@${serverVersion}`,
      `${runtimePackage()}@${runtimeVersion}`,
    ],
    draft,
  );

  log('  2/3 the workbench and its extension host');
  const workbench = workbenchFolder(draft);
  const runtime = runtimeFolder(draft);
  const onRuntime = {
    PATH: `${path.join(runtime, 'bin')}${path.delimiter}${environment['PATH'] ?? ''}`,
    // The headers to compile against come with this Node.js package; otherwise they would be downloaded.
    npm_config_nodedir: runtime,
  };
  await npm(['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], workbench, onRuntime);

  log('  3/3 native modules');
  await npm(['rebuild', '--foreground-scripts', ...neededNativeModules], workbench, onRuntime);
  await access(path.join(workbench, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node'));
  await writeFile(path.join(draft, 'complete.json'), JSON.stringify({ serverVersion, runtimeVersion }));
}

async function provideCompiler(log: (line: string) => void): Promise<void> {
  const missing: string[] = [];
  for (const program of ['python3', 'make', 'g++']) {
    if ((await findProgram(program, process.env['PATH'] ?? '')) === undefined) {
      missing.push(program);
    }
  }
  // Where they cannot be installed, the compilation says what is missing.
  if (missing.length > 0 && (await canInstallSystemPackages())) {
    await installSystemPackages(missing, log);
  }
}

/** Removes what installations of processes that are gone have left. */
async function removeLeftovers(cache: string): Promise<void> {
  const names = await readdir(cache).catch(() => []);
  for (const name of names) {
    const owner = /^partial-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) {
      await rm(path.join(cache, name), { recursive: true, force: true });
    }
  }
}

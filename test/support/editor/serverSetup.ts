import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listFiles, PackageManager } from '@vscode/vsce';
import { z } from 'zod';
import { plainEnvironment } from './commands.ts';
import { makeCompanion } from './companion/makeCompanion.ts';

/** How an editor is set up before it starts. */
export interface ServerSetup {
  readonly theme?: 'light' | 'dark';
  /** The user's settings, on top of the quiet ones that tests need. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The environment of extensions; this process's own unless given. */
  readonly environment?: NodeJS.ProcessEnv;
  /** `own`: an empty home folder that is removed with the server. `inherited`: the user's. */
  readonly home?: 'own' | 'inherited';
  /** The folder of an extension to install, with what its package would hold and nothing else. */
  readonly extension?: string;
  /** `model`: another extension that brings a language model. Otherwise the editor has none. */
  readonly companion?: 'model' | 'none';
}

/** The names of the built-in colour themes, which say themselves that they are light or dark. */
const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };

/** Settings under which nothing moves, asks or reaches the network by itself. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'always',
  // In a browser the editor would save by itself.
  'files.autoSave': 'off',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
  'editor.accessibilitySupport': 'off',
  // Whatever the user of this machine has installed and signed in to is none of a test's business.
  'planReview.models.claudeExecutable': 'no-such-program',
  'planReview.models.codexExecutable': 'no-such-program',
};

/** Writes settings and extension into a server's data folder, which must be empty, and returns its environment. */
export async function prepareServer(data: string, setup: ServerSetup): Promise<NodeJS.ProcessEnv> {
  await writeSettings(data, setup);
  if (setup.extension !== undefined) {
    await installExtension(data, setup.extension);
  }
  if (setup.companion === 'model') {
    await makeCompanion(path.join(extensionsFolder(data), 'plan-review-tests.companion-1.0.0'));
  }
  return await serverEnvironment(data, setup);
}

async function writeSettings(data: string, { theme = 'dark', settings = {} }: ServerSetup): Promise<void> {
  const all = { ...quietSettings, 'workbench.colorTheme': themes[theme], ...settings };
  // A server takes settings of the scope `machine` from a file of their own, and the user's others from nowhere else.
  for (const owner of ['User', 'Machine']) {
    const isOfMachine = ([name]: [string, unknown]) => name.startsWith('planReview.models.');
    const own = Object.entries(all).filter((entry) => isOfMachine(entry) === (owner === 'Machine'));
    const folder = path.join(data, 'data', owner);
    await mkdir(folder, { recursive: true });
    await writeFile(
      path.join(folder, 'settings.json'),
      JSON.stringify(Object.fromEntries(own), undefined, 2),
    );
  }
}

async function serverEnvironment(data: string, options: ServerSetup): Promise<NodeJS.ProcessEnv> {
  // Without a gallery of extensions there is nothing to look up in the network.
  const environment: NodeJS.ProcessEnv = {
    ...plainEnvironment(options.environment),
    EXTENSIONS_GALLERY: '{}',
    // Nor is a key of theirs.
    ANTHROPIC_API_KEY: '',
  };
  if (options.home === 'inherited') {
    return environment;
  }
  const home = path.join(data, 'home');
  await mkdir(home, { recursive: true });
  return { ...environment, HOME: home, XDG_CONFIG_HOME: path.join(home, '.config'), SHELL: '/bin/sh' };
}

const manifestSchema = z.object({ publisher: z.string(), name: z.string(), version: z.string() });

/** A server finds what lies in its folder of extensions when it starts with new data. */
async function installExtension(data: string, extension: string): Promise<void> {
  const manifest = await readFile(path.join(extension, 'package.json'), 'utf8');
  const { publisher, name, version } = manifestSchema.parse(JSON.parse(manifest));
  const target = path.join(extensionsFolder(data), `${publisher}.${name}-${version}`);
  for (const file of await listFiles({ cwd: extension, packageManager: PackageManager.None })) {
    await cp(path.join(extension, file), path.join(target, file));
  }
}

/** Where a server keeps its extensions. */
export function extensionsFolder(data: string): string {
  return path.join(data, 'extensions');
}

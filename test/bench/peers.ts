import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { plainEnvironment, runCommand } from '../support/editor/commands.ts';
import { testCache } from '../support/editor/paths.ts';

/** What our figures stand beside. Not dependencies: installed when a benchmark first asks for them. */
const packages: Readonly<Record<string, string>> = {
  markdownlint: '0.42.1',
  remark: '15.0.1',
  'remark-gfm': '4.0.1',
  'remark-frontmatter': '5.0.0',
  'remark-preset-lint-recommended': '7.0.1',
  'remark-validate-links': '13.1.0',
  '@textlint/kernel': '15.8.0',
  '@textlint/textlint-plugin-markdown': '15.8.0',
  'textlint-rule-no-todo': '2.0.1',
  'textlint-rule-terminology': '5.2.16',
  'textlint-rule-common-misspellings': '1.0.1',
  vfile: '6.0.3',
};

const home = path.join(testCache, 'bench-peers-1');

/** Installs the peers, unless they are there, from the npm registry into a folder that may be deleted at any time. */
export async function installPeers(): Promise<string> {
  if (existsSync(path.join(home, 'complete.json'))) {
    return home;
  }
  await mkdir(testCache, { recursive: true });
  const draft = await mkdtemp(path.join(testCache, 'partial-peers-'));
  try {
    await writeFile(path.join(draft, 'package.json'), JSON.stringify({ name: 'peers', private: true }));
    await runCommand({
      program: 'npm',
      args: [
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        ...Object.entries(packages).map(([name, version]) => `${name}@${version}`),
      ],
      folder: draft,
      // A company's own certificate authority is known to the system, and to Node.js only when told so.
      environment: { NODE_USE_SYSTEM_CA: '1', ...plainEnvironment() },
    });
    await writeFile(path.join(draft, 'complete.json'), JSON.stringify(packages));
    await rm(home, { recursive: true, force: true });
    await rename(draft, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return home;
}

/** A linter of Markdown as the bench runs it: one text in, how much it found out. */
export interface Peer {
  readonly name: string;
  /** What it was told to look for. */
  readonly rules: string;
  lint(text: string): Promise<number>;
}

/** The peers that lint plans, with the rules that they come with or recommend. */
export async function lintingPeers(home: string): Promise<readonly Peer[]> {
  const load = loader(home);
  return [
    await markdownlint(load, packages['markdownlint'] ?? ''),
    await remarkLint(load, packages['remark'] ?? ''),
    await textlint(load, packages['@textlint/kernel'] ?? ''),
  ];
}

type Load = <T>(name: string) => Promise<T>;

/** Loads packages of the folder; what they export is described where it is used. */
export function loader(home: string): Load {
  const { resolve } = createRequire(path.join(home, 'package.json'));
  return async <T>(name: string): Promise<T> => (await import(pathToFileURL(resolve(name)).href)) as T;
}

async function markdownlint(load: Load, version: string): Promise<Peer> {
  const { lint } = await load<{
    lint: (options: { strings: Record<string, string> }) => Record<string, readonly unknown[]>;
  }>('markdownlint/sync');
  return {
    name: `markdownlint ${version}`,
    rules: 'default rules',
    lint: (text) => Promise.resolve(lint({ strings: { plan: text } })['plan']?.length ?? 0),
  };
}

interface Processor {
  use(plugin: unknown, ...options: unknown[]): Processor;
  process(file: unknown): Promise<{ readonly messages: readonly unknown[] }>;
}

async function remarkLint(load: Load, version: string): Promise<Peer> {
  const { remark } = await load<{ remark: () => Processor }>('remark');
  const plugins = ['remark-gfm', 'remark-frontmatter', 'remark-preset-lint-recommended'];
  const loaded = await Promise.all(plugins.map((name) => load<{ default: unknown }>(name)));
  return {
    name: `remark ${version} with remark-lint`,
    rules: 'remark-preset-lint-recommended',
    lint: async (text) => {
      const processor = loaded.reduce((chain, plugin) => chain.use(plugin.default), remark());
      return (await processor.process(text)).messages.length;
    },
  };
}

interface Kernel {
  lintText(text: string, options: object): Promise<{ readonly messages: readonly unknown[] }>;
}

async function textlint(load: Load, version: string): Promise<Peer> {
  const { TextlintKernel } = await load<{ TextlintKernel: new () => Kernel }>('@textlint/kernel');
  const inner = async (name: string): Promise<unknown> => {
    const module = await load<{ default: { default?: unknown } }>(name);
    return module.default.default ?? module.default;
  };
  const ids = ['no-todo', 'terminology', 'common-misspellings'];
  const rules = await Promise.all(
    ids.map(async (ruleId) => ({ ruleId, rule: await inner(`textlint-rule-${ruleId}`) })),
  );
  const plugins = [{ pluginId: 'markdown', plugin: await inner('@textlint/textlint-plugin-markdown') }];
  const kernel = new TextlintKernel();
  return {
    name: `textlint ${version}`,
    rules: ids.join(', '),
    lint: async (text) =>
      (await kernel.lintText(text, { filePath: 'plan.md', ext: '.md', plugins, rules })).messages.length,
  };
}

import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot, testCache } from '../support/editor/paths.ts';
import { makeSampleWorkspace } from '../support/editor/sampleWorkspace.ts';

/** Tests that run together in one editor. */
export interface Suite {
  /** The name of its folder beside this file. */
  readonly name: string;
  readonly trust: 'trusted' | 'restricted';
  /** What the editor opens. */
  readonly opens: 'folder' | 'folders' | 'nothing';
  /** `model`: another extension is installed that brings a language model. */
  readonly brings?: 'model';
}

/** Every condition that the extension is tested under. */
export const suites: readonly Suite[] = [
  { name: 'suite', trust: 'trusted', opens: 'folder' },
  { name: 'suite-untrusted', trust: 'restricted', opens: 'folder' },
  { name: 'suite-multiroot', trust: 'trusted', opens: 'folders' },
  { name: 'suite-models', trust: 'trusted', opens: 'folder', brings: 'model' },
  { name: 'suite-nofolder', trust: 'trusted', opens: 'nothing' },
];

/** Something to open: a path for the command line, or none. */
export interface Opened {
  readonly path: string | undefined;
  readonly remove: () => Promise<void>;
}

/** Makes what a suite opens: fresh copies of the sample workspace. */
export async function makeOpened({ opens }: Suite): Promise<Opened> {
  if (opens === 'nothing') {
    return { path: undefined, remove: async () => undefined };
  }
  if (opens === 'folder') {
    const sample = await makeSampleWorkspace();
    return { path: sample.folder, remove: sample.remove };
  }
  const home = await mkdtemp(path.join(os.tmpdir(), 'plan-review-folders-'));
  const names = ['first', 'second'];
  for (const name of names) {
    await makeSampleWorkspace({ target: path.join(home, name) });
  }
  const file = path.join(home, 'sample.code-workspace');
  await writeFile(file, JSON.stringify({ folders: names.map((name) => ({ path: name })) }));
  return { path: file, remove: async () => await rm(home, { recursive: true, force: true }) };
}

/** Bundles the tests of a suite into one module that VS Code can run, and returns its path. */
export async function bundleSuite({ name }: Suite): Promise<string> {
  const folder = path.join(import.meta.dirname, name);
  const tests = (await readdir(folder)).filter((file) => file.endsWith('.test.ts')).sort();
  if (tests.length === 0) {
    throw new Error(`test/vscode/${name} has no file that ends in .test.ts.`);
  }
  const target = path.join(testCache, 'suites', `${name}.mjs`);
  await mkdir(path.dirname(target), { recursive: true });
  await build({
    absWorkingDir: repositoryRoot,
    stdin: { contents: entryPoint(name, tests), resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    outfile: target,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    // One mocha, whoever imports it: it is found in node_modules above the bundle.
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
    define: { PLAN_REVIEW_VERSION: '"0.0.0-test"' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return target;
}

/** Importing a file of tests defines them, so it happens only once mocha is ready. */
function entryPoint(name: string, tests: readonly string[]): string {
  const imports = tests.map((file) => `await import(${JSON.stringify(`./${name}/${file}`)});`);
  return [
    "import { runSuites } from './mochaHost.ts';",
    `export const run = async () => await runSuites(async () => { ${imports.join('\n')} });`,
  ].join('\n');
}

/**
 * Builds the extension, the command line and the panel's page into dist/.
 *
 * --production   minified, without source maps
 * --watch        builds again at every change
 * --only=…       cli, extension or page alone; may be given several times
 * --quiet        prints nothing but errors
 */
import { chmod, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, context, type BuildOptions, type Metafile } from 'esbuild';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '..');
/** Bytes of code that activation may load. */
const activationLimit = 250 * 1024;

const bundleNames = ['extension', 'cli', 'page'] as const;

/** One of the three programs that are built. */
type BundleName = (typeof bundleNames)[number];

/** A program: what it is made of and which files of dist/ are its own. */
interface Bundle {
  readonly options: BuildOptions;
  /** Removed before the build, so that no chunk of an earlier one stays. Relative to dist/. */
  readonly outputs: readonly string[];
  /** The file that is run, relative to dist/. */
  readonly main: string;
}

/** How to build. */
export interface BuildRequest {
  /** All of them where it is left out. */
  readonly only?: readonly BundleName[];
  readonly production?: boolean;
  readonly quiet?: boolean;
}

/**
 * CommonJS packages inside an ES module call `require` for the modules of Node.js, which an ES module has not.
 * The name is an unlikely one, for chunks import `createRequire` themselves.
 */
const requireBanner =
  "import { createRequire as planReviewCreateRequire } from 'node:module';\n" +
  'const require = planReviewCreateRequire(import.meta.url);';

/** What the editor loads when it activates the extension. */
export interface ActivationLoad {
  readonly bytes: number;
  /** Files of packages among it. */
  readonly packages: readonly string[];
}

/**
 * Builds what is asked for. Rejects with esbuild's messages, which it has printed, and where activation would load too much.
 * @returns what activation loads; undefined where the extension was not built.
 */
export async function buildAll(request: BuildRequest = {}): Promise<ActivationLoad | undefined> {
  let activation: ActivationLoad | undefined;
  const only = request.only ?? bundleNames;
  const version = await readVersion();
  for (const name of only) {
    const bundle = describeBundle(name, version, request.production === true);
    await clean(bundle);
    const { metafile } = await build({ ...bundle.options, metafile: true });
    if (name === 'extension') {
      activation = activationLoad(metafile);
      refuseHeavyStart(activation);
    }
    if (name === 'cli') {
      await chmod(path.join(root, 'dist', bundle.main), 0o755);
    }
    if (request.quiet !== true) {
      const sizes = Object.entries(metafile.outputs).map(([file, { bytes }]) =>
        file.endsWith('.map') ? 0 : bytes,
      );
      const size = sizes.reduce((sum, bytes) => sum + bytes, 0);
      console.log(`Built dist/${bundle.main} (${Math.ceil(size / 1024)} KB with what it loads).`);
    }
  }
  return activation;
}

function describeBundle(name: BundleName, version: string, production: boolean): Bundle {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    minify: production,
    sourcemap: production ? false : 'linked',
    // Stack traces and `constructor.name` stay readable.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    define: { PLAN_REVIEW_VERSION: JSON.stringify(version) },
  } as const;
  const node = { ...shared, platform: 'node', target: 'node22' } as const;
  const bundles: Record<BundleName, Bundle> = {
    extension: {
      main: 'extension.js',
      outputs: ['extension.js', 'extension.js.map', 'chunks'],
      options: {
        ...node,
        banner: { js: requireBanner },
        entryPoints: { extension: 'src/extension/extension.ts' },
        outdir: 'dist',
        external: ['vscode'],
        // What is imported dynamically becomes files of its own, and activation does not load it.
        splitting: true,
        chunkNames: 'chunks/[name]-[hash]',
      },
    },
    cli: {
      main: 'cli.js',
      outputs: ['cli.js', 'cli.js.map', 'cli'],
      options: {
        ...node,
        banner: { js: requireBanner },
        entryPoints: { cli: 'src/cli/start.ts' },
        outdir: 'dist',
        // Compiled code is kept for what is loaded once that is switched on, and a check needs no model's library.
        splitting: true,
        chunkNames: 'cli/[name]-[hash]',
      },
    },
    page: {
      main: 'webview/main.js',
      outputs: ['webview'],
      options: {
        ...shared,
        platform: 'browser',
        target: 'es2022',
        entryPoints: { main: 'webview-ui/main.ts' },
        outdir: 'dist/webview',
      },
    },
  };
  return bundles[name];
}

async function readVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}

async function clean(bundle: Bundle): Promise<void> {
  for (const output of bundle.outputs) {
    await rm(path.join(root, 'dist', output), { recursive: true, force: true });
  }
}

/** Everything that the extension's main file imports statically is loaded when the editor activates it. */
function activationLoad({ outputs }: Metafile): ActivationLoad {
  const loaded = new Set(['dist/extension.js']);
  for (const file of loaded) {
    for (const { path: imported, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && imported in outputs) {
        loaded.add(imported);
      }
    }
  }
  const sources = [...loaded].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
  return {
    bytes: [...loaded].reduce((total, file) => total + (outputs[file]?.bytes ?? 0), 0),
    packages: sources.filter((source) => source.includes('node_modules/')),
  };
}

/** What activation loads stays small, and free of packages: they come with what the user asks for first. */
function refuseHeavyStart({ bytes, packages }: ActivationLoad): void {
  if (packages.length > 0) {
    throw new Error(
      `Activation would load ${packages.slice(0, 3).join(', ')}. Import what needs it with import(), or its types only.`,
    );
  }
  if (bytes > activationLimit) {
    throw new Error(`Activation would load ${bytes} bytes of code; ${activationLimit} is the limit.`);
  }
}

async function watch(request: BuildRequest): Promise<void> {
  const version = await readVersion();
  for (const name of request.only ?? bundleNames) {
    const bundle = describeBundle(name, version, request.production === true);
    await clean(bundle);
    const running = await context({ ...bundle.options, logLevel: 'info' });
    await running.watch();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      production: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  });
  const unknown = values.only?.find((name) => !bundleNames.some((known) => known === name));
  if (unknown !== undefined) {
    throw new Error(`--only=${unknown}: there is ${bundleNames.join(', ')}.`);
  }
  const only = bundleNames.filter((name) => values.only?.includes(name) ?? true);
  await (values.watch ? watch({ ...values, only }) : buildAll({ ...values, only }));
}

if (import.meta.main) {
  try {
    await main();
  } catch (error) {
    // esbuild has printed its own messages, with the places they are about.
    const isPrinted = error instanceof Error && error.message.startsWith('Build failed');
    console.error(isPrinted ? 'The build failed.' : error);
    process.exitCode = 1;
  }
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../support/editor/paths.ts';

/** The sizes of what is shipped, in bytes. */
export interface BundleSizes {
  /** What activation loads. */
  readonly extension: number;
  /** What is loaded on first use: core, protocol, panel. */
  readonly extensionChunks: number;
  readonly cli: number;
  readonly page: number;
  /** Words of packages that must not be in the main bundle, and are. */
  readonly strangers: readonly string[];
}

const strangers = ['ZodError', 'htmlparser2', 'anthropic', 'DOMPurify', 'lit-html'];

/** Measures the bundles in `dist`. */
export async function measureBundles(): Promise<BundleSizes> {
  const dist = path.join(repositoryRoot, 'dist');
  const size = async (file: string): Promise<number> => (await readFile(path.join(dist, file))).length;
  const main = await readFile(path.join(dist, 'extension.js'), 'utf8');
  const chunks = await readdir(path.join(dist, 'chunks'));
  const chunkSizes = await Promise.all(
    chunks.filter((name) => name.endsWith('.js')).map((name) => size(`chunks/${name}`)),
  );
  return {
    extension: main.length,
    extensionChunks: chunkSizes.reduce((sum, bytes) => sum + bytes, 0),
    cli: await size('cli.js'),
    page: await size('webview/main.js'),
    strangers: strangers.filter((word) => main.includes(word)),
  };
}

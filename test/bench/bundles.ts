import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ActivationLoad } from '../../scripts/build.ts';
import { repositoryRoot } from '../support/editor/paths.ts';

/** The sizes of what is shipped, in bytes. */
export interface BundleSizes {
  /** What activation loads: the main file and all that it imports at once. */
  readonly extension: number;
  /** What is loaded on first use: core, protocol, panel. */
  readonly extensionChunks: number;
  readonly cli: number;
  readonly page: number;
  /** Files of packages that activation loads, as the bundler tells it: there must be none. */
  readonly strangers: readonly string[];
}

/** Measures the bundles in `dist`, which have just been built. */
export async function measureBundles({ bytes, packages }: ActivationLoad): Promise<BundleSizes> {
  const dist = path.join(repositoryRoot, 'dist');
  const size = async (file: string): Promise<number> => (await readFile(path.join(dist, file))).length;
  const scripts = async (folder: string): Promise<number> => {
    const names = (await readdir(path.join(dist, folder))).filter((name) => name.endsWith('.js'));
    const sizes = await Promise.all(names.map((name) => size(`${folder}/${name}`)));
    return sizes.reduce((sum, bytes) => sum + bytes, 0);
  };
  const all = (await size('extension.js')) + (await scripts('chunks'));
  return {
    extension: bytes,
    extensionChunks: all - bytes,
    cli: (await size('cli.js')) + (await scripts('cli')),
    page: await size('webview/main.js'),
    strangers: packages,
  };
}

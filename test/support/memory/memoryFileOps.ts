import { dirname } from 'node:path';
import type { FileOps } from '../../../src/core/store/fileOps.ts';

/** A disk in memory. */
export interface MemoryFileOps extends FileOps {
  /** A file's text, or undefined where there is none. */
  text(path: string): string | undefined;
  /** Every file's text by its path, in the order of the paths. */
  texts(): ReadonlyMap<string, string>;
  /** Puts a text there, as another program would. */
  write(path: string, text: string): void;
  /** Lets every step that changes something fail with this code from now on. */
  refuse(code: string): void;
}

/** A disk with these folders, whose parents are not looked at. */
export function createMemoryFileOps(folders: readonly string[]): MemoryFileOps {
  const files = new Map<string, Uint8Array>();
  const known = new Set(folders);
  let refusal: string | undefined;
  const change = (act: () => void): Promise<void> => {
    if (refusal !== undefined) {
      return Promise.reject(systemError(refusal));
    }
    act();
    return Promise.resolve();
  };
  return {
    text: (path) => {
      const bytes = files.get(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    texts: () =>
      new Map(
        [...files]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]),
      ),
    write: (path, text) => void files.set(path, new TextEncoder().encode(text)),
    refuse: (code) => {
      refusal = code;
    },
    kind: (path) => Promise.resolve(files.has(path) ? 'file' : known.has(path) ? 'directory' : 'missing'),
    names: (folder) =>
      Promise.resolve(
        [...files.keys(), ...known]
          .filter((path) => path !== folder && dirname(path) === folder)
          .map((path) => path.slice(folder.length + 1))
          .sort(),
      ),
    read: (path) => Promise.resolve(files.get(path)),
    makeFolder: async (path) => {
      const isNew = !known.has(path);
      await change(() => known.add(path));
      return isNew;
    },
    create: async (path) => {
      if (files.has(path)) {
        throw systemError('EEXIST');
      }
      await change(() => files.set(path, new Uint8Array()));
      return {
        write: (bytes) => change(() => files.set(path, bytes)),
        sync: () => Promise.resolve(),
        size: () => Promise.resolve(files.get(path)?.length ?? 0),
        close: () => Promise.resolve(),
      };
    },
    link: () => Promise.reject(systemError('ENOTSUP')),
    rename: (from, to) =>
      change(() => {
        files.set(to, files.get(from) ?? new Uint8Array());
        files.delete(from);
      }),
    remove: (path) => change(() => files.delete(path)),
    removeFolder: (folder) =>
      change(() => {
        const isBelow = (path: string): boolean => path === folder || path.startsWith(`${folder}/`);
        [...files.keys()].filter(isBelow).forEach((path) => files.delete(path));
        [...known].filter(isBelow).forEach((path) => known.delete(path));
      }),
    syncFolder: () => Promise.resolve(),
  };
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: refused`), { code });
}

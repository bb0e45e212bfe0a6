import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Machine } from '../ports/machine.ts';

/** The machine that Node.js runs on. `searchPath` is the value of `PATH`, `extensions` that of `PATHEXT`. */
export function createNodeMachine(options: {
  root: string;
  nodeVersion: string;
  searchPath: string;
  extensions: string;
}): Machine {
  const endings = ['', ...options.extensions.split(';').filter((ending) => ending !== '')];
  const folders = options.searchPath.split(delimiter).filter((folder) => folder !== '');
  return {
    nodeVersion: options.nodeVersion,
    findProgram: async (name) => {
      for (const folder of folders) {
        for (const ending of endings) {
          const path = join(folder, name + ending);
          if (await isAllowed(path, constants.X_OK)) {
            return path;
          }
        }
      }
      return undefined;
    },
    isWritable: () => isAllowed(options.root, constants.W_OK),
  };
}

async function isAllowed(path: string, mode: number): Promise<boolean> {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
}

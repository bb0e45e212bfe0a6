import type { TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';
import { treeFiles } from './pathFacts.ts';

/** What a `package.json` says that plans speak about. */
export interface PackageJson {
  /** Its folder below the tree's root, with a slash at its end; empty for the root. */
  readonly folder: TreePath;
  readonly name: string | undefined;
  readonly scripts: ReadonlySet<string>;
  /** The ranges of its dependencies of every sort, by name. */
  readonly dependencies: ReadonlyMap<string, string>;
}

/** Every `package.json` of the tree. */
export interface PackageJsons {
  readonly all: readonly PackageJson[];
  /** Whether one could not be read, or there were too many: what is not in the others may be in it. */
  readonly isIncomplete: boolean;
}

/** So many are read at most, those nearest to the root first. */
const mostFiles = 100;

/** Reads the `package.json` files of the tree, once for all checks. */
export const packageJsons = oncePerRun(async (context: CheckContext): Promise<PackageJsons> => {
  const paths = (await treeFiles(context))
    .filter((path) => path === 'package.json' || path.endsWith('/package.json'))
    .toSorted((a, b) => a.split('/').length - b.split('/').length);
  const read = await Promise.all(
    paths.slice(0, mostFiles).map(async (path) => {
      const text = await context.files.read(path, context.signal);
      return text === undefined ? undefined : parsePackageJson(path.slice(0, -'package.json'.length), text);
    }),
  );
  const all = read.filter((file) => file !== undefined);
  return { all, isIncomplete: all.length < paths.length };
});

function parsePackageJson(folder: TreePath, text: string): PackageJson | undefined {
  const value = parsed(text);
  if (!isObject(value)) {
    return undefined;
  }
  const parts = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];
  return {
    folder,
    name: typeof value['name'] === 'string' ? value['name'] : undefined,
    scripts: new Set(Object.keys(isObject(value['scripts']) ? value['scripts'] : {})),
    dependencies: new Map(
      parts.flatMap((part) =>
        Object.entries(isObject(value[part]) ? value[part] : {}).map(([name, range]) => [
          name,
          typeof range === 'string' ? range : '',
        ]),
      ),
    ),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\u{feff}/u, ''));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

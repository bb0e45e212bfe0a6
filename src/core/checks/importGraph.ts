import { normalizePath } from '../base/normalizePath.ts';
import type { Files, TreePath } from '../ports/files.ts';
import { importsOf } from '../text/importsOf.ts';

/** Which files of the tree a file imports. */
export interface ImportGraph {
  /** Files of the tree, in the order in which they are imported; empty for what is no TypeScript or JavaScript. */
  of(path: TreePath): Promise<readonly TreePath[]>;
}

const code = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const endings = [
  '',
  '.ts',
  '.tsx',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.d.ts',
  '.json',
  '.vue',
  '.svelte',
];
/** A file is imported by the name that it has once it is compiled. */
const compiled: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.js$/, ['.ts', '.tsx']],
  [/\.jsx$/, ['.tsx']],
  [/\.mjs$/, ['.mts']],
  [/\.cjs$/, ['.cts']],
];

/** So many configurations and manifests of one tree are read at most. */
const mostManifests = 200;

/** Whether imports of a file can be read. */
export function isCode(path: TreePath): boolean {
  return code.test(path);
}

/**
 * Reads imports and finds the files that are meant: relative ones, those by the `paths` and `baseUrl` of the `tsconfig.json`
 * around a file, by the `imports` of its package, and by the names of the tree's packages. What is installed is not looked for.
 */
export async function importGraph(files: Files, signal: AbortSignal | undefined): Promise<ImportGraph> {
  const list = await files.list(signal);
  const known = new Set(list);
  const manifests = await readJson(files, list, /(?:^|\/)package\.json$/, signal);
  const configs = await readJson(files, list, /(?:^|\/)[jt]sconfig\.json$/, signal);
  const packages = new Map(
    [...manifests].flatMap(([folder, manifest]) =>
      typeof manifest['name'] === 'string' ? [[manifest['name'], folder] as const] : [],
    ),
  );
  const fileAt = (path: string): TreePath | undefined => {
    const normal = normalizePath(path);
    return normal === null ? undefined : candidates(normal).find((candidate) => known.has(candidate));
  };
  const resolve = (from: TreePath, name: string): TreePath | undefined => {
    if (/^\.{1,2}(?:\/|$)/.test(name)) {
      return fileAt(folderOf(from) + name);
    }
    const targets = [
      ...mapped(name, nearest(configs, from), (config, folder) => pathsOf(config, folder)),
      ...(name.startsWith('#') ? mapped(name, nearest(manifests, from), importsOfPackage) : []),
      ...inPackage(name, packages, manifests),
    ];
    return targets.map(fileAt).find((path) => path !== undefined);
  };
  const read = new Map<TreePath, Promise<readonly TreePath[]>>();
  const importsAt = async (path: TreePath): Promise<readonly TreePath[]> => {
    const text = isCode(path) ? await files.read(path, signal) : undefined;
    const targets = importsOf(text ?? '').flatMap((name) => resolve(path, name) ?? []);
    return [...new Set(targets)].filter((target) => target !== path);
  };
  return {
    of: (path) => {
      const before = read.get(path) ?? importsAt(path);
      read.set(path, before);
      return before;
    },
  };
}

type Json = Readonly<Record<string, unknown>>;

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function candidates(path: string): readonly string[] {
  return [
    ...endings.map((ending) => path + ending),
    ...compiled.flatMap(([pattern, sources]) =>
      pattern.test(path) ? sources.map((source) => path.replace(pattern, source)) : [],
    ),
    ...endings.map((ending) => `${path === '' ? '' : `${path}/`}index${ending}`),
  ];
}

/** By folder, with a slash at its end; what cannot be read says nothing. */
async function readJson(
  files: Files,
  list: readonly TreePath[],
  name: RegExp,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Json>> {
  const paths = list.filter((path) => name.test(path)).slice(0, mostManifests);
  const entries = await Promise.all(
    paths.map(async (path) => [folderOf(path), parsed((await files.read(path, signal)) ?? '')] as const),
  );
  return new Map(entries);
}

/** Configurations of TypeScript have comments, and commas behind the last entry. */
function parsed(text: string): Json {
  const plain = text
    .replaceAll(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, kept: string | undefined) => kept ?? '')
    .replaceAll(/("(?:\\.|[^"\\])*")|,(?=\s*[}\]])/g, (_, kept: string | undefined) => kept ?? '');
  try {
    return record(JSON.parse(plain));
  } catch {
    return {};
  }
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The innermost folder around a file that has an entry. */
function nearest(byFolder: ReadonlyMap<string, Json>, path: TreePath): readonly [string, Json] | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder.slice(0, -1))) {
    const found = byFolder.get(folder);
    if (found !== undefined || folder === '') {
      return found === undefined ? undefined : [folder, found];
    }
  }
}

type Mapping = readonly (readonly [pattern: string, targets: readonly string[]])[];

function mapped(
  name: string,
  found: readonly [string, Json] | undefined,
  mappingOf: (json: Json, folder: string) => Mapping,
): readonly string[] {
  return (found === undefined ? [] : mappingOf(found[1], found[0])).flatMap(([pattern, targets]) => {
    const [head = '', tail] = pattern.split('*');
    const fits = tail === undefined ? name === head : name.startsWith(head) && name.endsWith(tail);
    const rest = tail === undefined ? '' : name.slice(head.length, name.length - tail.length);
    return fits ? targets.map((target) => target.replace('*', () => rest)) : [];
  });
}

function pathsOf(config: Json, folder: string): Mapping {
  const options = record(config['compilerOptions']);
  const { baseUrl } = options;
  const base = `${folder}${typeof baseUrl === 'string' ? `${baseUrl}/` : ''}`;
  const paths = Object.entries(record(options['paths'])).map(
    ([pattern, targets]) => [pattern, texts(targets).map((target) => base + target)] as const,
  );
  return typeof baseUrl === 'string' ? [...paths, ['*', [`${base}*`]]] : paths;
}

function importsOfPackage(manifest: Json, folder: string): Mapping {
  return Object.entries(record(manifest['imports'])).map(
    ([pattern, target]) => [pattern, conditions(target).map((path) => folder + path)] as const,
  );
}

/** Which of several targets counts depends on who asks; the first that is in the tree is taken. */
function conditions(target: unknown): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(record(target)).flatMap(conditions);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
}

/** What another package of the same tree may mean by a name. */
function inPackage(
  name: string,
  packages: ReadonlyMap<string, string>,
  manifests: ReadonlyMap<string, Json>,
): readonly string[] {
  const [scope = '', second = '', ...rest] = name.split('/');
  const isScoped = scope.startsWith('@');
  const folder = packages.get(isScoped ? `${scope}/${second}` : scope);
  if (folder === undefined) {
    return [];
  }
  const below = (isScoped ? rest : name.split('/').slice(1)).join('/');
  if (below !== '') {
    return [folder + below, `${folder}src/${below}`];
  }
  const { main, types } = manifests.get(folder) ?? {};
  return [types, main, 'src', '.'].flatMap((path) => (typeof path === 'string' ? [folder + path] : []));
}

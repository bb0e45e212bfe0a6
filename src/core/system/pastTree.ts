import { dirname, join } from 'node:path/posix';
import { PlanReviewError, throwIfCancelled } from '../base/errors.ts';
import type { PastTree } from '../ports/commitHistory.ts';
import type { EntryKind, TreePath } from '../ports/files.ts';
import type { ObjectKind } from '../ports/git.ts';
import type { ObjectReader } from './gitObjects.ts';
import { ignoreRules } from './ignoreRules.ts';
import { LARGEST_PLAN } from './planFiles.ts';
import { normalizeTreePath } from './treePath.ts';
import { MOST_FILES } from './walkTree.ts';

/** The largest file, in bytes, whose text a check may look at. */
const LARGEST_TEXT = 1024 * 1024;
const MOST_LINKS = 10;
/** Folders that are remembered; commits share most of theirs. */
const MOST_FOLDERS = 50_000;
/** What the store keeps of us is not the project's, though it is committed with it. */
const OURS = '.plan-review';

interface Entry {
  readonly kind: 'folder' | 'file' | 'link' | 'submodule';
  readonly hash: string;
}

type Folder = ReadonlyMap<string, Entry>;

/** The folders of a repository by their hashes, each read once. */
export class PastFolders {
  readonly #objects: ObjectReader;
  readonly #known = new Map<string, Promise<Folder>>();

  constructor(objects: ObjectReader) {
    this.#objects = objects;
  }

  /** `name` is the hash of a folder, or `<commit>^{tree}`. */
  folder(name: string): Promise<Folder> {
    let folder = this.#known.get(name);
    if (folder === undefined) {
      if (this.#known.size >= MOST_FOLDERS) {
        this.#known.clear();
      }
      folder = this.#read(name);
      this.#known.set(name, folder);
    }
    return folder;
  }

  async #read(name: string): Promise<Folder> {
    const object = await this.#objects.read(name);
    return object.type === 'tree'
      ? parseFolder(object.content, object.hash.length / 2)
      : new Map<string, Entry>();
  }

  async content(hash: string): Promise<Buffer | undefined> {
    const object = await this.#objects.read(hash);
    return object.type === 'blob' ? object.content : undefined;
  }

  /** What a hash in a plan names. It may have been made long after the commit; nobody could have known it before. */
  async kindOf(hash: string): Promise<ObjectKind> {
    const object = await this.#objects.read(hash);
    if (!('hash' in object)) {
      return object.type;
    }
    // A branch may be called like a short hash; git then answers for the branch.
    if (!object.hash.startsWith(hash)) {
      return 'missing';
    }
    return object.type === 'commit' ? 'commit' : 'other';
  }
}

/** A folder's entries are "<mode> <name>", a null byte and the hash as bytes, one behind the other. */
function parseFolder(content: Buffer, hashBytes: number): Folder {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const end = content.indexOf(0, space);
    if (space === -1 || end === -1) {
      break;
    }
    const mode = content.toString('latin1', at, space);
    const name = content.toString('utf8', space + 1, end);
    at = end + 1 + hashBytes;
    entries.set(name, { kind: kindOfMode(mode), hash: content.toString('hex', end + 1, at) });
  }
  return entries;
}

function kindOfMode(mode: string): Entry['kind'] {
  switch (mode) {
    case '40000':
      return 'folder';
    case '120000':
      return 'link';
    case '160000':
      return 'submodule';
    default:
      return 'file';
  }
}

/** What stands at a path of a past tree, behind links that stay in it. */
type Found =
  { readonly kind: 'file' | 'directory'; readonly hash: string } | { readonly kind: 'missing' | 'outside' };

/** Which commits to look at, and where the workspace folder lies in them: empty, or with a slash at its end. */
export interface PastPlace {
  /**
   * By their hashes; what the first one lacks is looked for in the next. A commit beside its parent: what a commit takes away was
   * there when its plans were written.
   */
  readonly commits: readonly string[];
  /** The hash that counts as the one checked out. */
  readonly head: string;
  readonly prefix: string;
}

/** The trees of some commits as one. */
export function pastTree(folders: PastFolders, { commits, head, prefix }: PastPlace): PastTree {
  const trees = commits.map((hash) => `${hash}^{tree}`);
  const findIn = async (root: string, path: string, linksLeft = MOST_LINKS): Promise<Found> => {
    let folder = await folders.folder(root);
    let found: Found = { kind: 'directory', hash: root };
    const parts = path === '' ? [] : path.split('/');
    for (const [index, part] of parts.entries()) {
      const entry: Entry | undefined = found.kind === 'directory' ? folder.get(part) : undefined;
      const rest = parts.slice(index + 1);
      switch (entry?.kind) {
        case undefined:
          return { kind: 'missing' };
        case 'submodule':
          return rest.length === 0 ? { kind: 'directory', hash: entry.hash } : { kind: 'outside' };
        case 'link': {
          const target = (await folders.content(entry.hash))?.toString('utf8') ?? '';
          const way = target.startsWith('/')
            ? undefined
            : join(dirname(parts.slice(0, index + 1).join('/')), target);
          const below = way === undefined ? undefined : normalizeTreePath(way);
          return below === undefined || linksLeft === 0
            ? { kind: 'outside' }
            : findIn(root, [below, ...rest].filter((name) => name !== '').join('/'), linksLeft - 1);
        }
        case 'folder':
          folder = await folders.folder(entry.hash);
          found = { kind: 'directory', hash: entry.hash };
          break;
        case 'file':
          found = { kind: 'file', hash: entry.hash };
          break;
      }
    }
    return found;
  };
  const at = async (path: string): Promise<Found> => {
    const below = normalizeTreePath(path);
    let found: Found = below === undefined ? { kind: 'outside' } : { kind: 'missing' };
    for (const root of below === undefined ? [] : trees) {
      found = await findIn(root, below ?? '');
      if (found.kind !== 'missing') {
        break;
      }
    }
    return found;
  };
  const contentAt = async (path: string): Promise<Buffer | undefined> => {
    const found = await at(path);
    return found.kind === 'file' ? folders.content(found.hash) : undefined;
  };
  const list = async (signal?: AbortSignal): Promise<readonly TreePath[]> => {
    const files = new Set<TreePath>();
    for (const root of trees) {
      await collect({ folders, files, signal }, root, '');
    }
    return [...files].sort().slice(0, MOST_FILES);
  };
  return {
    files: {
      kinds: async (paths) =>
        new Map<TreePath, EntryKind>(
          await Promise.all(paths.map(async (path) => [path, (await at(path)).kind] as const)),
        ),
      read: async (path) => textOf(await contentAt(path)),
      list,
    },
    planFiles: { read: async (path) => planBytes(path, await contentAt(prefix + path)) },
    git: {
      repository: () =>
        Promise.resolve({
          available: true,
          repository: { head, branch: null, isPartial: false },
        }),
      objectKinds: async (hashes) =>
        new Map(await Promise.all(hashes.map(async (hash) => [hash, await folders.kindOf(hash)] as const))),
      refs: () => Promise.resolve(undefined),
      ignored: async (paths, signal) => {
        const files = (await list(signal)).filter((path) => /(?:^|\/)\.gitignore$/.test(path));
        const isIgnored = ignoreRules(
          await Promise.all(
            files.map(async (path) => ({
              folder: path.slice(0, -'/.gitignore'.length),
              text: textOf(await contentAt(path)) ?? '',
            })),
          ),
        );
        return new Set(paths.filter(isIgnored));
      },
      changedBetween: () => Promise.resolve(undefined),
      isCommitted: async (path, content) => (await contentAt(path))?.equals(content) ?? false,
    },
  };
}

async function collect(
  walk: { folders: PastFolders; files: Set<TreePath>; signal: AbortSignal | undefined },
  folder: string,
  path: string,
): Promise<void> {
  throwIfCancelled(walk.signal);
  for (const [name, entry] of await walk.folders.folder(folder)) {
    const below = path === '' ? name : `${path}/${name}`;
    if (entry.kind === 'folder' && below !== OURS) {
      await collect(walk, entry.hash, below);
    } else if (entry.kind === 'file' || entry.kind === 'link') {
      walk.files.add(below);
    }
  }
}

function textOf(content: Buffer | undefined): string | undefined {
  if (content === undefined || content.length > LARGEST_TEXT) {
    return undefined;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

function planBytes(path: string, content: Buffer | undefined): Uint8Array {
  if (content === undefined) {
    throw new PlanReviewError({
      code: 'plan-not-found',
      message: `There was no plan at "${path}".`,
      wayOut: 'Name a plan that the commit has.',
    });
  }
  if (content.length > LARGEST_PLAN) {
    throw new PlanReviewError({
      code: 'plan-too-large',
      message: `"${path}" was larger than the 2 MiB that a plan may have.`,
      wayOut: 'Leave it out: documents of this size are no plans.',
    });
  }
  return content;
}

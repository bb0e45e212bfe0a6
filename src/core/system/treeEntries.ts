import { lstat, readdir, readlink, realpath, type Dirent, type Stats } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { systemErrorCode } from '../base/errors.ts';
import { normalizeTreePath } from './treePath.ts';

/**
 * What stands at a path, after links that stay in the tree. `real` is where, absolute and free of links; `size` is in
 * bytes. `unknown`: the system did not let us look.
 */
export type TreeEntry =
  | { readonly kind: 'file' | 'directory' | 'special'; readonly real: string; readonly size: number }
  | { readonly kind: 'missing' | 'outside' }
  | { readonly kind: 'unknown'; readonly cause: unknown };

/** Looks up paths below a root. Remembers what it met, so that one is made for each question, not kept. */
export interface TreeEntries {
  /** `path` is as `normalizeTreePath` gives it. */
  at(path: string): Promise<TreeEntry>;
  /** Its kind alone, which for many paths of one folder is read from the folder's list. At once, where it is known already. */
  kindAt(path: string): TreeEntry['kind'] | Promise<TreeEntry['kind']>;
}

/** The system calls behind a lookup. A test puts a file system of its own behind them. */
export interface LookupSystem {
  readonly lstat: (path: string) => Promise<Stats>;
  readonly readlink: (path: string) => Promise<string>;
  readonly entries: (folder: string) => Promise<readonly Dirent[]>;
  readonly realpath: (path: string) => Promise<string>;
}

// The callback functions take half the time of those in node:fs/promises, and plans name thousands of files.
const nodeSystem: LookupSystem = {
  lstat: promisify(lstat) as (path: string) => Promise<Stats>,
  readlink: promisify(readlink) as (path: string) => Promise<string>,
  entries: (folder) => promisify(readdir)(folder, { withFileTypes: true }),
  realpath: promisify(realpath.native) as (path: string) => Promise<string>,
};

const MISSING: TreeEntry = { kind: 'missing' };
const OUTSIDE: TreeEntry = { kind: 'outside' };

/** So many paths of a folder are looked at one by one before all of its entries are, with one call. */
const MOST_SINGLE_LOOKS = 3;

/** More links than this in a row are a circle. */
const MOST_LINKS = 40;

/**
 * Looks up paths below `root`, one path segment after the other, each segment once. A link is followed by this code
 * and not by the system, so that nothing behind a link out of the tree is ever looked at. On a file system that takes
 * `readme.md` for `README.md`, only the spelling on disk counts as there.
 */
export async function lookUpTree(root: string, system: LookupSystem = nodeSystem): Promise<TreeEntries> {
  let realRoot: string;
  try {
    realRoot = await system.realpath(root);
  } catch {
    return { at: () => Promise.resolve(MISSING), kindAt: () => 'missing' };
  }
  const lookup = new Lookup({ root: resolve(root), realRoot, system });
  return lookup;
}

/** Ends a lookup that goes round in circles. */
class TooManyLinks extends Error {}

class Lookup implements TreeEntries {
  readonly #root: string;
  readonly #realRoot: string;
  readonly #system: LookupSystem;
  /** Answers that are found. */
  readonly #found = new Map<string, TreeEntry>();
  /** Lookups from outside that are under way. What a link asks for never waits for one: it may be its own. */
  readonly #pending = new Map<string, Promise<TreeEntry>>();
  readonly #names = new Map<string, Promise<ReadonlySet<string>>>();
  readonly #lists = new Map<string, Promise<ReadonlyMap<string, Dirent> | undefined>>();
  readonly #looks = new Map<string, number>();
  #ignoresCase: Promise<boolean> | undefined;

  constructor(place: { readonly root: string; readonly realRoot: string; readonly system: LookupSystem }) {
    this.#root = place.root;
    this.#realRoot = place.realRoot;
    this.#system = place.system;
  }

  async at(path: string): Promise<TreeEntry> {
    const found = this.#found.get(path);
    if (found !== undefined) {
      return found;
    }
    let pending = this.#pending.get(path);
    if (pending === undefined) {
      pending = this.#atTop(path);
      this.#pending.set(path, pending);
    }
    return await pending;
  }

  kindAt(path: string): TreeEntry['kind'] | Promise<TreeEntry['kind']> {
    const found = this.#found.get(path);
    if (found !== undefined) {
      return found.kind;
    }
    const slash = path.lastIndexOf('/');
    const above = this.#found.get(path.slice(0, Math.max(0, slash)));
    return path !== '' && above !== undefined && above.kind !== 'directory'
      ? below(above).kind
      : this.#kindAt(path, slash);
  }

  async #kindAt(path: string, slash: number): Promise<TreeEntry['kind']> {
    const parent = path === '' ? undefined : await this.at(path.slice(0, Math.max(0, slash)));
    if (parent?.kind === 'directory') {
      const looks = (this.#looks.get(parent.real) ?? 0) + 1;
      this.#looks.set(parent.real, looks);
      const name = path.slice(slash + 1);
      const listed = looks > MOST_SINGLE_LOOKS ? await this.#listedKind(parent.real, name) : undefined;
      if (listed !== undefined) {
        return listed;
      }
    }
    return (await this.at(path)).kind;
  }

  /** What a folder's list says of a name; undefined where it has to be looked at by itself: a link, another spelling. */
  async #listedKind(folder: string, name: string): Promise<TreeEntry['kind'] | undefined> {
    let list = this.#lists.get(folder);
    if (list === undefined) {
      list = this.#system.entries(folder).then(
        (entries) => new Map(entries.map((entry) => [entry.name, entry])),
        () => undefined,
      );
      this.#lists.set(folder, list);
    }
    const entries = await list;
    const entry = entries?.get(name);
    if (entry === undefined) {
      this.#ignoresCase ??= this.#probeCase();
      return entries === undefined || (await this.#ignoresCase) ? undefined : 'missing';
    }
    return entry.isSymbolicLink() ? undefined : kindOf(entry);
  }

  async #atTop(path: string): Promise<TreeEntry> {
    try {
      return await this.#find(path, MOST_LINKS);
    } catch (error) {
      if (error instanceof TooManyLinks) {
        this.#found.set(path, MISSING);
        return MISSING;
      }
      throw error;
    } finally {
      this.#pending.delete(path);
    }
  }

  /** `linksLeft` bounds how many links may still be followed. */
  async #find(path: string, linksLeft: number): Promise<TreeEntry> {
    const found = this.#found.get(path) ?? (await this.#findAfresh(path, linksLeft));
    this.#found.set(path, found);
    return found;
  }

  async #findAfresh(path: string, linksLeft: number): Promise<TreeEntry> {
    if (path === '') {
      return await this.#look(this.#realRoot, linksLeft);
    }
    const slash = path.lastIndexOf('/');
    const above = path.slice(0, Math.max(0, slash));
    const parent = linksLeft === MOST_LINKS ? await this.at(above) : await this.#find(above, linksLeft);
    if (parent.kind !== 'directory') {
      return below(parent);
    }
    const real = join(parent.real, path.slice(slash + 1));
    const entry = await this.#look(real, linksLeft);
    if (!('real' in entry)) {
      return entry;
    }
    return (await this.#isSpelledSo(real)) ? entry : MISSING;
  }

  async #look(real: string, linksLeft: number): Promise<TreeEntry> {
    try {
      const stats = await this.#system.lstat(real);
      if (stats.isSymbolicLink()) {
        return await this.#follow(real, linksLeft);
      }
      return { kind: kindOf(stats), real, size: stats.size };
    } catch (error) {
      if (error instanceof TooManyLinks) {
        throw error;
      }
      return NOTHING_THERE.has(systemErrorCode(error) ?? '') ? MISSING : { kind: 'unknown', cause: error };
    }
  }

  async #follow(link: string, linksLeft: number): Promise<TreeEntry> {
    if (linksLeft === 0) {
      throw new TooManyLinks();
    }
    const target = resolve(dirname(link), await this.#system.readlink(link));
    const below = this.#below(target);
    return below === undefined ? OUTSIDE : await this.#find(below, linksLeft - 1);
  }

  /** The tree path of an absolute path, whether it is written with the root's real name or the one we were given. */
  #below(target: string): string | undefined {
    for (const root of [this.#realRoot, this.#root]) {
      const way = relative(root, target);
      const below = resolve(root, way) === target ? normalizeTreePath(way.split(sep).join('/')) : undefined;
      if (below !== undefined) {
        return below;
      }
    }
    return undefined;
  }

  /** Whether the last segment is spelled as on disk. Costs nothing where the file system tells cases apart. */
  async #isSpelledSo(real: string): Promise<boolean> {
    this.#ignoresCase ??= this.#probeCase();
    if (!(await this.#ignoresCase)) {
      return true;
    }
    const folder = dirname(real);
    let names = this.#names.get(folder);
    if (names === undefined) {
      names = this.#system
        .entries(folder)
        .then((all) => new Set(all.map(({ name }) => name.normalize('NFC'))));
      this.#names.set(folder, names);
    }
    return (await names).has(basename(real).normalize('NFC'));
  }

  /** Whether another spelling of the root's own name leads to the root. */
  async #probeCase(): Promise<boolean> {
    const name = basename(this.#realRoot);
    const other = name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase();
    if (other === name) {
      // No letter to try. The slow way is right everywhere.
      return true;
    }
    try {
      const [here, there] = await Promise.all([
        this.#system.lstat(this.#realRoot),
        this.#system.lstat(join(dirname(this.#realRoot), other)),
      ]);
      return here.ino === there.ino && here.dev === there.dev;
    } catch {
      return false;
    }
  }
}

/** What there is below something that is no folder. */
function below(parent: TreeEntry): TreeEntry {
  return parent.kind === 'outside' || parent.kind === 'unknown' ? parent : MISSING;
}

const NOTHING_THERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP', 'EINVAL']);

function kindOf(stats: Stats | Dirent): 'file' | 'directory' | 'special' {
  if (stats.isFile()) {
    return 'file';
  }
  return stats.isDirectory() ? 'directory' : 'special';
}

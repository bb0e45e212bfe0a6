import { distance } from 'fastest-levenshtein';
import { groupBy } from '../base/groupBy.ts';
import { folderOf, nameOf } from '../base/pathParts.ts';
import type { TreePath } from '../ports/files.ts';
import { isSwap } from './closestName.ts';

/** The files of a tree, arranged for questions about names. */
export interface Tree {
  /** Whether there is a folder at a path. */
  hasFolder(path: TreePath): boolean;
  /** Whether there is a file at a path. */
  hasFile(path: TreePath): boolean;
  /** The files and folders whose path ends with `suffix`, whole names only; at most 10. */
  endingWith(suffix: TreePath): readonly TreePath[];
  /**
   * The files that a path may be short for: `core/index.ts` for `packages/core/src/index.ts`, `Submit.cs` for
   * `Service.Submit.cs`. At most 10.
   */
  shortFor(path: TreePath): readonly TreePath[];
  /** The files of the same name in a folder that differs in one name, or has one more or one less; at most 10. */
  oneFolderAway(path: TreePath): readonly TreePath[];
  /**
   * Whether the files in its folder are numbered and this may be the next one: `phase-4.md` beside `phase-3.md`, `014-x.md` where
   * `013-y.md` has the highest number.
   */
  isNextInFolder(path: TreePath): boolean;
  /** The file whose name alone differs from `name` by a letter or two, or undefined where none does. */
  closestName(name: string): TreePath | undefined;
  /** The file most like a path that is not there, or undefined when none is alike. */
  closest(path: TreePath): CloseMatch | undefined;
}

export interface CloseMatch {
  readonly path: TreePath;
  /** Whether the two differ so little that one is a slip of the other. */
  readonly isSlip: boolean;
  /** Whether they differ in nothing but their endings. */
  readonly isOtherEnding?: boolean;
  /**
   * Whether they differ in one letter, or in the order of two, and no more: a letter that neither ends a folder nor makes a file's
   * name a plural.
   */
  readonly isOneLetter?: boolean;
}

const arranged = new WeakMap<readonly TreePath[], Tree>();

/**
 * Arranges the files of a tree, which are sorted. Takes time in proportion to their number, once for a list; made only once
 * something is missing.
 */
export function arrangeTree(files: readonly TreePath[]): Tree {
  const tree = arranged.get(files) ?? arrange(files);
  arranged.set(files, tree);
  return tree;
}

function arrange(files: readonly TreePath[]): Tree {
  let likeness: Likeness | undefined;
  let byFolder: Map<TreePath, TreePath[]> | undefined;
  const byName = new Map<string, TreePath[]>();
  const folders = new Set<TreePath>();
  for (const file of files) {
    append(byName, nameOf(file), file);
    for (let slash = file.lastIndexOf('/'); slash > 0; slash = file.lastIndexOf('/', slash - 1)) {
      const folder = file.slice(0, slash);
      if (folders.has(folder)) {
        break;
      }
      folders.add(folder);
      append(byName, nameOf(folder), folder);
    }
  }
  return {
    hasFolder: (path) => folders.has(path),
    hasFile: (path) => !folders.has(path) && byName.get(nameOf(path))?.includes(path) === true,
    endingWith: (suffix) =>
      (byName.get(nameOf(suffix)) ?? [])
        .filter(
          (path) => path === suffix || (path.endsWith(suffix) && isBoundary(path.at(-suffix.length - 1))),
        )
        .slice(0, 10),
    shortFor: (path) =>
      path.includes('/')
        ? (byName.get(nameOf(path)) ?? []).filter((file) => isShortFor(path, file)).slice(0, 10)
        : [...byName].flatMap(([name, paths]) => (name.endsWith(`.${path}`) ? paths : [])).slice(0, 10),
    oneFolderAway: (path) =>
      (byName.get(nameOf(path)) ?? []).filter((file) => isOneFolderAway(file, path)).slice(0, 10),
    isNextInFolder: (path) => {
      const name = nameOf(path);
      if (inSeries(name) === name) {
        return false;
      }
      byFolder ??= groupBy(files, folderOf);
      const beside = (byFolder.get(folderOf(path)) ?? []).map(nameOf);
      return beside.some((other) => isNextNumber(other, name)) || isBehindAll(name, beside);
    },
    closestName: (name) => closestAmong(byName, name),
    closest: (path) =>
      slip((likeness ??= likenessOf(files)), path) ?? slipBelow(byName, path) ?? sameName(byName, path),
  };
}

const leadingNumber = /^([A-Za-z]*[-_]?)(\d{2,5})(?=[-_])/;

/** Whether a name begins with a higher number than any of the others, which are numbered like it. */
function isBehindAll(name: string, others: readonly string[]): boolean {
  const [, prefix, number] = leadingNumber.exec(name) ?? [];
  const numbers = others.flatMap((other) => {
    const match = leadingNumber.exec(other);
    return match !== null && match[1] === prefix ? Number(match[2]) : [];
  });
  return number !== undefined && numbers.length > 1 && numbers.every((each) => each < Number(number));
}

/** Of `R&D/a.md` and `New Design/a.md`, who reads running text sees what follows the last mark that is no part of a name. */
function isBoundary(character: string | undefined): boolean {
  return character === '/' || character === ' ' || character === '&';
}

function isShortFor(path: TreePath, file: TreePath): boolean {
  const short = path.split('/').slice(0, -1);
  let at = 0;
  for (const folder of file.split('/').slice(0, -1)) {
    // The project `Acme.Queue.Core` is called `Core` among its own.
    at += folder === short[at] || folder.endsWith(`.${short[at]}`) ? 1 : 0;
  }
  return at === short.length;
}

function isOneFolderAway(one: TreePath, other: TreePath): boolean {
  const [short = [], long = []] = [one, other]
    .map((path) => path.split('/').slice(0, -1))
    .toSorted((a, b) => a.length - b.length);
  const from = long.findIndex((folder, index) => folder !== short[index]);
  const rest = long.slice(from + 1);
  return (
    from !== -1 &&
    !isNextNumber(one, other) &&
    long.length - short.length <= 1 &&
    isSameList(rest, short.slice(long.length === short.length ? from + 1 : from))
  );
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function closestAmong(byName: ReadonlyMap<string, readonly TreePath[]>, name: string): TreePath | undefined {
  const allowed = name.startsWith('.') ? 0 : Math.floor(withoutEnding(name).length / 8);
  for (const [known, paths] of byName) {
    const isNear = Math.abs(known.length - name.length) <= allowed && known[0] === name[0];
    const isOther = !isNear || isNextNumber(known, name) || isPlural(known, name);
    if (!isOther && known.includes('.') && distance(known, name) <= allowed) {
      return paths[0];
    }
  }
  return undefined;
}

/** `core/wroker.ts` for `packages/core/worker.ts`: a letter in the name of a file whose path is not spelled whole. */
function slipBelow(byName: ReadonlyMap<string, readonly TreePath[]>, path: TreePath): CloseMatch | undefined {
  const name = nameOf(path);
  const folder = `/${path.slice(0, path.length - name.length)}`;
  if (folder === '/' || slipsIn(name) === 0) {
    return undefined;
  }
  for (const [known, paths] of byName) {
    const isNear = Math.abs(known.length - name.length) <= 1 && known[0] === name[0];
    if (isNear && (distance(known, name) === 1 || isSwap(known, name))) {
      const found = paths.filter((each) => each.endsWith(folder + known));
      const isSlip = !isNextNumber(known, name) && !isOtherKind(known, name) && !isOtherThing(known, name);
      if (isSlip && found.length === 1) {
        return { path: found[0] ?? '', isSlip, isOneLetter: true };
      }
    }
  }
  return undefined;
}

/** Beside `fixture.ts` there may well be `fixtures.ts`. */
function isPlural(one: string, other: string): boolean {
  const singular = (name: string): string => name.replace(/s(?=\.)/, '');
  return singular(one) === singular(other);
}

/** How many letters a slip may change in a name. */
function slipsIn(name: string): number {
  return Math.min(2, Math.floor(name.length / 4));
}

/** The folder that a path lies in, where it is still to be made. */
export function newFolderOf(path: TreePath, tree: Tree): TreePath | undefined {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return folder === '' || tree.hasFolder(folder) ? undefined : folder;
}

/** The files by what a path that is nearly the same has in common with them, each list in order. */
interface Likeness {
  readonly byStem: ReadonlyMap<string, readonly TreePath[]>;
  /** By first letter and length. */
  readonly bySize: ReadonlyMap<string, readonly TreePath[]>;
}

function likenessOf(files: readonly TreePath[]): Likeness {
  const byStem = new Map<string, TreePath[]>();
  const bySize = new Map<string, TreePath[]>();
  for (const file of files) {
    append(byStem, withoutEnding(file), file);
    append(bySize, `${file.charAt(0)}${file.length}`, file);
  }
  return { byStem, bySize };
}

/** A path that differs from the one asked for by a letter or two, or by its ending. */
function slip({ byStem, bySize }: Likeness, path: TreePath): CloseMatch | undefined {
  const akin = byStem.get(withoutEnding(path))?.find((file) => isAkin(file, path));
  if (akin !== undefined) {
    return { path: akin, isSlip: true, isOtherEnding: true };
  }
  const allowed = slipsIn(nameOf(path));
  const pieces = piecesOf(path, allowed + 1);
  let best: { path: TreePath; apart: number } | undefined;
  for (let length = path.length - allowed; length <= path.length + allowed; length += 1) {
    for (const file of bySize.get(`${path.charAt(0)}${length}`) ?? []) {
      if (!pieces.some((piece) => file.includes(piece))) {
        continue;
      }
      const apart = distance(file, path);
      const isBetter = best === undefined || apart < best.apart || (apart === best.apart && file < best.path);
      if (
        apart <= allowed &&
        isBetter &&
        !isNextNumber(file, path) &&
        !isOtherKind(file, path) &&
        !isOtherWord(file, path)
      ) {
        best = { path: file, apart };
      }
    }
  }
  return best === undefined
    ? undefined
    : {
        path: best.path,
        isSlip: true,
        isOneLetter: (best.apart === 1 || isSwap(best.path, path)) && !isOtherThing(best.path, path),
      };
}

/** `cache-index.ts` is none for `cache/index.ts`, nor `UserPage.ts` for `UsersPage.ts`. */
function isOtherThing(one: TreePath, other: TreePath): boolean {
  const singular = (path: TreePath): string => nameOf(path).replaceAll(/s(?![a-z])/g, '');
  const isSameDepth = one.split('/').length === other.split('/').length;
  return !isSameDepth || (nameOf(one) !== nameOf(other) && singular(one) === singular(other));
}

/** `locales/vi/app.json` is no slip of `locales/en/app.json`: two letters are half of a short word. */
function isOtherWord(one: TreePath, other: TreePath): boolean {
  const words = [one, other].map((path) => path.split(/[/._-]/));
  const [left = [], right = []] = words;
  const different = left.flatMap((word, index) =>
    word === right[index] ? [] : [[word, right[index] ?? ''] as const],
  );
  return (
    left.length === right.length &&
    different.some(([a, b]) => {
      const shorter = Math.min(a.length, b.length);
      const isReplaced = a.length === b.length && a.length <= tinyWord && !isSwap(a, b);
      return isReplaced || (shorter < shortWord && distance(a, b) > 1);
    })
  );
}

/** A shorter word that differs in two letters is another one. */
const shortWord = 6;
/** `api` is no slip of `app`, nor `bash` of `base`: of so few letters, one that is replaced makes another word. */
const tinyWord = 4;

/** A path in so many pieces: whatever differs from it in fewer letters has one of them unchanged. */
function piecesOf(path: TreePath, count: number): string[] {
  const size = Math.ceil(path.length / count);
  return Array.from({ length: count }, (_, index) => path.slice(index * size, (index + 1) * size));
}

/** Endings of which people take one for the other. */
const families: readonly string[] = [
  'ts tsx mts cts',
  'js jsx mjs cjs',
  'py pyi pyx',
  'yml yaml',
  'md mdx markdown',
  'c cc cpp cxx',
  'h hh hpp',
  'html htm',
  'css scss sass less',
  'json jsonc json5',
  'jpg jpeg',
  'sh bash zsh',
  'kt kts java',
];

const akinTo = new Map<string, readonly string[]>(
  families.flatMap((family) => {
    const endings = family.split(' ');
    return endings.map((ending) => [ending, endings] as const);
  }),
);

function isAkin(one: TreePath, other: TreePath): boolean {
  const [a = '', b = ''] = [one, other].map((path) => path.slice(path.lastIndexOf('.') + 1));
  return akinTo.get(a)?.includes(b) === true;
}

/** `names.ts` is no slip of `names.js`. */
function isOtherKind(one: TreePath, other: TreePath): boolean {
  return withoutEnding(one) === withoutEnding(other);
}

/** `stage-02.md` is no slip of `stage-01.md`, nor `batchB.md` of `batchA.md`. */
function isNextNumber(one: TreePath, other: TreePath): boolean {
  return inSeries(one) === inSeries(other);
}

function inSeries(path: TreePath): string {
  return path.replaceAll(/\d+|(?<=[a-z\d_-])[A-Z](?![A-Za-z])|(?<=[-_.])[a-z](?=[-_./])/g, '0');
}

/** The file of the same name whose folders have most in common with those of the path asked for. */
function sameName(byName: ReadonlyMap<string, readonly TreePath[]>, path: TreePath): CloseMatch | undefined {
  const wanted = new Set(path.split('/'));
  let best: { path: TreePath; shared: number } | undefined;
  for (const candidate of byName.get(nameOf(path)) ?? []) {
    const shared = candidate.split('/').filter((part) => wanted.has(part)).length;
    if (best === undefined || shared > best.shared) {
      best = { path: candidate, shared };
    }
  }
  return best === undefined ? undefined : { path: best.path, isSlip: false };
}

function append(map: Map<string, TreePath[]>, key: string, path: TreePath): void {
  const list = map.get(key);
  if (list === undefined) {
    map.set(key, [path]);
  } else {
    list.push(path);
  }
}

function withoutEnding(path: TreePath): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

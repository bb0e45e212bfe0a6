/** The last part of a path with slashes: `c.ts` of `a/b/c.ts`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What stands in front of its last slash: `a/b` of `a/b/c.ts`; empty where there is none. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

import { posix } from 'node:path';

const plainPath = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;

/**
 * The path below the root that `path` names, with `.`, empty and `..` segments worked out, or undefined when it
 * leaves the tree by its wording alone: `..` beyond the root, an absolute path, a drive letter, a backslash (a
 * separator on Windows), a null character. The root is the empty string.
 */
export function normalizeTreePath(path: string): string | undefined {
  // Nearly all are plain, and there are thousands of them.
  if (plainPath.test(path)) {
    return path;
  }
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path)) {
    return undefined;
  }
  const plain = posix.normalize(path).replace(/\/$/, '');
  if (plain === '.' || plain === '') {
    return '';
  }
  return plain === '..' || plain.startsWith('../') ? undefined : plain;
}

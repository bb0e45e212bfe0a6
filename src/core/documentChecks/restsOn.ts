import type { Basis } from '../ports/checkCache.ts';

/** What became of a definition's **Rests on**. */
export type ReadBasis =
  | { readonly ok: true; readonly basis: readonly Basis[] | undefined }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads what a verdict rests on: paths in code spans (a folder's with a slash at its end), `HEAD` and `refs`. Where the
 * field is left out, nobody knows, and nothing is remembered.
 */
export function readBasis(text: string | undefined): ReadBasis {
  if (text === undefined) {
    return { ok: true, basis: undefined };
  }
  const words = [...text.matchAll(/`([^`]+)`/g)].map((match) => (match[1] ?? '').trim());
  const bare = text.replaceAll(/`[^`]+`/g, ' ');
  const basis: Basis[] = [
    ...(words.includes('HEAD') || /\bHEAD\b/.test(bare) ? [{ type: 'head' } as const] : []),
    ...(words.includes('refs') || /\brefs\b/.test(bare) ? [{ type: 'refs' } as const] : []),
  ];
  for (const path of words.filter((word) => word !== 'HEAD' && word !== 'refs')) {
    if (!isBelow(path)) {
      return refuse(`\`${path}\` is not a path below the workspace folder, or holds a wildcard.`);
    }
    basis.push({ type: path.endsWith('/') ? 'folder' : 'file', path: path.replace(/\/+$/, '') });
  }
  return basis.length === 0
    ? refuse('Name files and folders in code spans, `HEAD` or `refs`; or leave the field out.')
    : { ok: true, basis };
}

function isBelow(path: string): boolean {
  return (
    !/^[/~]|[\\:*?[\]{}$\0]/.test(path) &&
    path
      .split('/')
      .every((segment, index, all) => segment !== '..' && (segment !== '' || index === all.length - 1))
  );
}

function refuse(problem: string): ReadBasis {
  return { ok: false, problem };
}

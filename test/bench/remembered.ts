import type { EntryKind, Files, TreePath } from '../../src/core/ports/files.ts';
import type { Git } from '../../src/core/ports/git.ts';

/**
 * A tree and a repository whose answers are kept in memory: each question reaches the disk and git once. What is timed
 * with them is the work of the checks alone, as the peers' work is timed.
 */
export function remembered(files: Files, git: Git): { readonly files: Files; readonly git: Git } {
  const kinds = new Map<TreePath, EntryKind>();
  const list = once(() => files.list());
  const read = perKey((path) => files.read(path));
  const ignored = perKey((paths) => git.ignored(paths.split('\0')));
  const objectKinds = perKey((hashes) => git.objectKinds(hashes.split('\0')));
  return {
    files: {
      list,
      read,
      kinds: async (paths) => {
        const open = paths.filter((path) => !kinds.has(path));
        for (const [path, kind] of open.length === 0 ? [] : await files.kinds(open)) {
          kinds.set(path, kind);
        }
        return new Map(paths.map((path) => [path, kinds.get(path) ?? 'missing']));
      },
    },
    git: {
      ...git,
      repository: once(() => git.repository()),
      refs: once(() => git.refs()),
      ignored: (paths) => ignored(paths.join('\0')),
      objectKinds: (hashes) => objectKinds(hashes.join('\0')),
    },
  };
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => (answer ??= ask());
}

function perKey<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key) => {
    const answer = answers.get(key) ?? ask(key);
    answers.set(key, answer);
    return answer;
  };
}

import type { TreePath } from '../ports/files.ts';
import type { CheckContext } from './check.ts';
import { oncePerRun } from './oncePerRun.ts';

/** So many files are read at most for one plan; a plan that names more of them is checked in part. */
const mostFiles = 400;

/** The text of a file, or undefined where it cannot be read as text. */
type ReadText = (path: TreePath) => Promise<string | undefined>;

/** Reads files, each once per run, whichever check asks. */
export const fileTexts = oncePerRun(({ files, signal }: CheckContext) => {
  const texts = new Map<TreePath, Promise<string | undefined>>();
  const read: ReadText = (path) => {
    const known = texts.get(path);
    if (known !== undefined || texts.size >= mostFiles) {
      return known ?? Promise.resolve(undefined);
    }
    const text = files.read(path, signal);
    texts.set(path, text);
    return text;
  };
  return Promise.resolve(read);
});

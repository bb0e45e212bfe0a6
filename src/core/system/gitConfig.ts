import { readFile, stat } from 'node:fs/promises';

/** What of a repository's own configuration tells what its answers are worth. */
export interface LocalConfig {
  /** `core.ignoreCase`: whether the file system takes `A` for `a`. */
  readonly ignoresCase: boolean;
  /** `remote.<name>.fetch`, of all remotes. */
  readonly fetched: readonly string[];
}

/** In bytes. */
const LARGEST_FILE = 1024 * 1024;

/**
 * Reads the configuration file of a repository, where `git init` and `git clone` write both. What it includes and the user's own
 * file are left out: nobody keeps these there, and asking git costs a process for each plan. Never throws.
 */
export async function readLocalConfig(path: string): Promise<LocalConfig> {
  try {
    const isReadable = (await stat(path)).size <= LARGEST_FILE;
    return parseLocalConfig(isReadable ? await readFile(path, 'utf8') : '');
  } catch {
    return parseLocalConfig('');
  }
}

function parseLocalConfig(text: string): LocalConfig {
  let section = '';
  let ignoresCase = false;
  const fetched: string[] = [];
  for (const line of text.split('\n')) {
    const header = /^\s*\[\s*([\w.-]+)[^\]]*\](.*)$/.exec(line);
    section = header?.[1]?.toLowerCase() ?? section;
    const entry = /^\s*([a-z][a-z0-9-]*)\s*(?:=\s*("?)(.*?)\2\s*)?(?:[#;].*)?$/i.exec(header?.[2] ?? line);
    const name = `${section}.${entry?.[1]?.toLowerCase() ?? ''}`;
    if (name === 'core.ignorecase') {
      ignoresCase = /^(?:true|yes|on|[1-9]\d*)$/i.test(entry?.[3] ?? 'true');
    } else if (name === 'remote.fetch') {
      fetched.push(entry?.[3] ?? '');
    }
  }
  return { ignoresCase, fetched };
}

import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';

/** An environment in which git knows no user and no machine-wide settings. */
export const EMPTY_ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
};

const IDENTITY: Readonly<Record<string, string>> = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-03-01T09:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2026-03-01T09:00:00Z',
};

/** A repository of this machine's git, for tests. */
export interface TestRepository {
  readonly root: string;
  /** Runs git in the repository with nothing of our safety, and returns what it printed, trimmed. */
  git(...args: string[]): string;
  /** Like `git`, with something to read. */
  pipe(input: string | Uint8Array, ...args: string[]): string;
  write(path: string, content: string): Promise<void>;
  /** Commits everything, and returns the commit's hash. */
  commit(message: string): string;
}

/** Git in a folder that holds a repository already. */
export function repositoryAt(root: string): TestRepository {
  const pipe = (input: string | Uint8Array, ...args: string[]): string =>
    execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
      cwd: root,
      env: { ...EMPTY_ENVIRONMENT, ...IDENTITY },
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    }).trim();
  const git = (...args: string[]): string => pipe('', ...args);
  return {
    root,
    git,
    pipe,
    write: async (path, content) => {
      await mkdir(join(root, dirname(path)), { recursive: true });
      await writeFile(join(root, path), content);
    },
    commit: (message) => {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
      return git('rev-parse', 'HEAD');
    },
  };
}

/** A new repository in a folder that is made for it, on the branch `main`. */
export async function createRepository(root: string, ...options: string[]): Promise<TestRepository> {
  await mkdir(root, { recursive: true });
  const repository = repositoryAt(root);
  repository.git('init', '--quiet', '--initial-branch=main', ...options);
  return repository;
}

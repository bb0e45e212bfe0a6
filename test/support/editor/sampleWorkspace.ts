import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { plainEnvironment, runCommand } from './commands.ts';
import { repositoryRoot } from './paths.ts';

/** Which workspace to make, and where. */
export interface SampleOptions {
  /** The folder with the files; `test/fixtures/workspace` unless said otherwise. */
  readonly source?: string;
  /** The folder to make; a temporary one unless said otherwise. It must not exist yet, or be empty. */
  readonly target?: string;
}

/** A copy of the sample workspace that is a git repository of its own. */
export interface SampleWorkspace {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** What reviews leave in a workspace: a copy starts without. */
const reviewed = /^\.plan-review[\\/](reviews|cache|index\.db.*)$/;

/** One author and one moment, so that the commit has the same hash everywhere. */
const author = { name: 'Sam Sample', email: 'sam@example.com', date: '2026-01-05T09:00:00+00:00' };

/** Copies the sample workspace and makes it a git repository with one commit on `main`. */
export async function makeSampleWorkspace(options: SampleOptions = {}): Promise<SampleWorkspace> {
  const source = options.source ?? path.join(repositoryRoot, 'test', 'fixtures', 'workspace');
  const folder = options.target ?? (await mkdtemp(path.join(os.tmpdir(), 'plan-review-sample-')));
  await mkdir(folder, { recursive: true });
  await cp(source, folder, {
    recursive: true,
    filter: (file) => {
      const relative = path.relative(source, file);
      return relative !== '.git' && !reviewed.test(relative);
    },
  });
  await commitAll(folder);
  return { folder, remove: async () => await rm(folder, { recursive: true, force: true }) };
}

async function commitAll(folder: string): Promise<void> {
  const environment: NodeJS.ProcessEnv = {
    ...plainEnvironment(),
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: author.date,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
    GIT_COMMITTER_DATE: author.date,
    // Neither the user's hooks nor their signing key nor their line endings belong into the sample.
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_CONFIG_NOSYSTEM: '1',
  };
  // A hook of the project's own repository sets these, and git would write there.
  for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE']) {
    delete environment[name];
  }
  const git = async (...args: readonly string[]) =>
    await runCommand({ program: 'git', args, folder, environment });
  await git('init', '--quiet', '--initial-branch=main', '--object-format=sha1');
  await git('-c', 'core.autocrlf=false', 'add', '--all');
  await git('commit', '--quiet', '--message=Start the sample');
}

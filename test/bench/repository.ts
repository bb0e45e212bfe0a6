import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRepository, type TestRepository } from '../support/git/testRepository.ts';
import { makePlan } from '../support/makePlan.ts';

/** A repository in a temporary folder, with the files that made-up plans speak about and a few commits. */
export interface BenchRepository {
  readonly root: string;
  readonly repository: TestRepository;
  /** Full hashes. */
  readonly commits: readonly string[];
  remove(): Promise<void>;
}

export async function makeRepository(): Promise<BenchRepository> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'plan-review-bench-')));
  const repository = await createRepository(root);
  for (const file of makePlan({ seed: 0, length: 0 }).files) {
    await repository.write(
      file,
      file.endsWith('.json') ? '{"scripts":{"test":"node --test"}}' : '// a file\n',
    );
  }
  const commits = [repository.commit('begin')];
  for (let count = 1; count < 20; count += 1) {
    await repository.write('docs/log.md', `${count}\n`);
    commits.push(repository.commit(`change ${count}`));
  }
  repository.git('tag', 'v1.0.0');
  return { root, repository, commits, remove: () => rm(root, { recursive: true, force: true }) };
}

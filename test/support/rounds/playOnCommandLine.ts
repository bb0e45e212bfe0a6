import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRepository, type TestRepository } from '../git/testRepository.ts';
import { runCli, type CliResult } from '../runCli.ts';
import { editedPlan, plan, responses, story, type StoryResponse } from './story.ts';
import { writtenResponse } from './writtenResponse.ts';

/** A repository with the plan of the story in it, and nothing else. */
export async function createStoryRepository(root: string): Promise<TestRepository> {
  const repository = await createRepository(root);
  await repository.write(story.path, plan);
  repository.commit('Plan');
  return repository;
}

/** Runs `plan-review` in a folder, on the models at `url`. */
export function commandLineIn(
  root: string,
  { url, home }: { readonly url: string; readonly home: string },
): (...args: string[]) => Promise<CliResult> {
  return async (...args) =>
    await runCli(args, {
      cwd: root,
      environment: { HOME: home, ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_BASE_URL: url },
    });
}

/** Plays the whole story in a repository of `createStoryRepository`, and leaves its documents there. */
export async function playOnCommandLine(
  repository: TestRepository,
  run: (...args: string[]) => Promise<CliResult>,
): Promise<void> {
  const { path, folder, author, signedBy } = story;
  const goWell = async (expected: number, ...args: string[]): Promise<void> => {
    const { status, out, err } = await run(...args);
    assert.equal(status, expected, `${args.join(' ')}\n${out}${err}`);
  };
  const write = async (round: number, response: StoryResponse): Promise<void> => {
    await goWell(0, 'respond', path);
    const file = join(repository.root, folder, `round-${round}/response.md`);
    await writeFile(file, writtenResponse(await readFile(file, 'utf8'), response));
  };
  await goWell(1, 'review', path, '--reviewers', story.reviewers.join(','), '--provider', 'anthropic');
  await write(1, responses.first);
  await repository.write(path, editedPlan);
  await goWell(0, 'respond', path, '--submit', '--author', author);
  await goWell(0, 'next', path, '--provider', 'anthropic');
  await write(2, responses.last);
  await goWell(0, 'respond', path, '--submit', '--author', author);
  await goWell(0, 'finalize', path, '--by', signedBy, '--tick', story.ticked.join(','));
}

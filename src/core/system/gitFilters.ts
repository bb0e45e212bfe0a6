import { runGit, type GitCall, type GitResult } from './gitProcess.ts';
import type { GitPlace } from './gitPlace.ts';

/** Answers for the place in which no filter of the repository's configuration runs; undefined where git gives no answer. */
export async function withoutFilters(place: GitPlace): Promise<GitPlace | undefined> {
  const result = await runGit({ ...place, args: ['config', '--list', '--name-only', '-z', '--includes'] });
  if (result.state !== 'exited' || result.status !== 0) {
    return undefined;
  }
  const names = new Set(
    result.output
      .toString('utf8')
      .split('\0')
      .flatMap((name) => /^(filter\..*)\.[^.]+$/s.exec(name)?.[1] ?? []),
  );
  const settings = [...names].flatMap((name) => [
    [`${name}.clean`, ''],
    [`${name}.smudge`, ''],
    [`${name}.process`, ''],
    [`${name}.required`, 'false'],
  ]);
  // By the environment, because a name may hold what `-c` takes for its end.
  const overriding = settings.flatMap(([key = '', value = ''], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    ...place,
    environment: {
      ...place.environment,
      ...Object.fromEntries(overriding),
      GIT_CONFIG_COUNT: String(settings.length),
    },
  };
}

/** What git printed, or undefined where it gave no whole answer. */
export async function outputOf(call: GitCall): Promise<string | undefined> {
  return wholeOutput(await runGit(call));
}

function wholeOutput(result: GitResult): string | undefined {
  return result.state === 'exited' && result.status === 0 ? result.output.toString('utf8') : undefined;
}

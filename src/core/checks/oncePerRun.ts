import type { CheckContext } from './check.ts';

/**
 * Asks a question that several checks have once per run: the first one to come asks, the others get its answer. Runs
 * share nothing, since each has a context of its own.
 */
export function oncePerRun<T>(
  ask: (context: CheckContext) => Promise<T>,
): (context: CheckContext) => Promise<T> {
  const answers = new WeakMap<CheckContext, Promise<T>>();
  return (context) => {
    const known = answers.get(context);
    if (known !== undefined) {
      return known;
    }
    const answer = ask(context);
    answers.set(context, answer);
    return answer;
  };
}

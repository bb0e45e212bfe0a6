import type { RoundChecks } from '../../domain/roundChecks.ts';
import { workText } from '../../prompts/execution.ts';

/** What reviewers are told of the work; undefined before it. */
export function workOf({
  execution,
  diff = [],
}: Pick<RoundChecks, 'execution' | 'diff'>): string | undefined {
  return execution === undefined ? undefined : workText(execution, diff);
}

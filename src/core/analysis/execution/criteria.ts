import type { Intent } from '../../domain/claim.ts';
import type { CommandRun, Criterion } from '../../domain/execution.ts';
import type { PlannedCriterion, PlannedPath } from '../../domain/plannedWork.ts';
import { comparePositions } from '../../domain/position.ts';
import { judgePath, type FileFacts } from './stepEvidence.ts';

/** What a criterion says in words, and the commands that tell it. */
const topics: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\btests?\b[^.]*\b(?:pass\w*|green|succeed\w*)|\bpass\w*\b[^.]*\btests?\b|\btest suite\b/i,
    /\b(?:tests?|pytest|vitest|jest|mocha|rspec|phpunit|tox)\b/i,
  ],
  [/\blint\w*\b/i, /\b(?:lint|eslint|oxlint|ruff|flake8|clippy|golangci-lint)\b/i],
  [/\btype[- ]?check\w*|\btypes? (?:pass|check)/i, /\b(?:tsc|mypy|pyright|type-?check|check:types)\b/i],
  [/\bbuilds?\b/i, /\b(?:build|compile)\b/i],
];

/** What speaks for each criterion and against it. A ticked box is told of, and proves nothing. */
export function judgeCriteria(
  criteria: readonly PlannedCriterion[],
  { commands, facts }: { readonly commands: readonly CommandRun[]; readonly facts: FileFacts },
): readonly Criterion[] {
  return criteria.map(({ text, range, isTicked, paths }) => {
    const runs = commands.filter((command) => isWithin(command, range) || isAbout(command.command, text));
    const files = paths.flatMap((path) => {
      const intent = outcomeOf(path, text);
      return intent === undefined ? [] : judgePath({ ...path, intent, isFirm: true }, facts).evidence;
    });
    const states = new Set([...runs.map(verdictOf), ...files.map(({ state }) => state)]);
    return {
      text,
      range,
      state: states.has('not-done') ? 'not-met' : states.has('done') ? 'met' : 'unclear',
      evidence: [
        ...runs.map(({ command, detail }) => `\`${firstLine(command)}\`: ${detail}`),
        ...files.map(({ path, detail }) => `\`${path}\` ${detail}`),
        ...(isTicked === true ? ['It is ticked in the plan, which proves nothing.'] : []),
      ],
    };
  });
}

/** "`a.ts` is removed" and "`a.ts` exists" say how it is to be in the end. */
function outcomeOf({ intent, value }: PlannedPath, text: string): Intent | undefined {
  if (intent === 'creates' || intent === 'modifies' || intent === 'removes') {
    return intent;
  }
  const at = text.indexOf(value);
  const behind = at === -1 ? '' : text.slice(at + value.length, at + value.length + 40);
  if (/^\W*(?:is|are|was|has been|have been)? ?(?:removed|deleted|gone)\b/i.test(behind)) {
    return 'removes';
  }
  return /^\W*(?:exists?|is (?:there|present|created|added))\b/i.test(behind) ? 'creates' : undefined;
}

function verdictOf({ state }: CommandRun): 'done' | 'not-done' | 'unclear' {
  return state === 'passed' ? 'done' : state === 'failed' || state === 'timed-out' ? 'not-done' : 'unclear';
}

function isWithin({ range }: CommandRun, outer: Criterion['range']): boolean {
  return comparePositions(outer.start, range.start) <= 0 && comparePositions(range.end, outer.end) <= 0;
}

function isAbout(command: string, text: string): boolean {
  return topics.some(([said, run]) => said.test(text) && run.test(command));
}

function firstLine(command: string): string {
  return (command.split('\n').at(-1) ?? command).replaceAll('`', "'");
}

import type { CommandRun, Execution } from '../domain/execution.ts';
import { counted } from './markdown.ts';
import { printable, type Paint, type Tone } from './paint.ts';

/** Whether a plan was carried out, for a terminal: the score with its parts, and what each part rests on. */
export function executionLines(execution: Execution | undefined, paint: Paint): string[] {
  if (execution === undefined) {
    return [];
  }
  const { score, status, branch, steps, commands, criteria, drift } = execution;
  return [
    '',
    'Execution:',
    printable(`  ${branch.detail}`),
    ...steps.flatMap(({ id, title, state, detail, evidence }) => [
      line(
        toneOfDone[state],
        `${id}. ${title}: ${state === 'not-done' ? 'not done' : state} (${detail})`,
        paint,
      ),
      ...evidence
        .filter((each) => each.state === 'not-done')
        .map(({ path, detail: why }) => printable(`      ${path} ${why}`)),
    ]),
    ...commandLines('Validation', commands, paint),
    ...(criteria.length === 0 ? [] : ['  Success criteria:']),
    ...criteria.map(({ text, state, evidence }) =>
      line(
        ({ met: 'good', 'not-met': 'bad', unclear: 'doubt' } as const)[state],
        `${text}${evidence.length === 0 ? '' : ` (${evidence.join('; ')})`}`,
        paint,
      ),
    ),
    ...(drift.reliedOn.length + drift.unnamed.length === 0 ? [] : ['  Drift:']),
    ...drift.reliedOn.map(({ path, change, by }) =>
      line('doubt', `${path}: relied on, ${change} by ${by}`, paint),
    ),
    ...drift.unnamed.map(({ path, change, by }) =>
      line('doubt', `${path}: never named, ${change} by ${by}`, paint),
    ),
    `  Status: ${status.found}${status.stated === null || status.stated === status.found ? '' : `, and the plan says ${status.stated}`}`,
    paint('strong', `Confidence: ${score.value} of 10`),
    ...score.parts.map(({ name, points, most, reason }) =>
      printable(`  ${name} ${points} of ${most}: ${reason}`),
    ),
  ];
}

/** The plan's validation commands before the work. */
export function gateLines(gates: readonly CommandRun[] | undefined, paint: Paint): string[] {
  return gates === undefined
    ? []
    : gates.length === 0
      ? ['', 'Gates: the plan names no command that validates the work']
      : ['', ...commandLines('Gates before the work', gates, paint)];
}

const toneOfDone = { done: 'good', 'not-done': 'bad', unclear: 'doubt' } as const;
const toneOfRun: Readonly<Record<CommandRun['state'], Tone>> = {
  passed: 'good',
  failed: 'bad',
  'timed-out': 'bad',
  stopped: 'bad',
  broken: 'bad',
  'not-agreed': 'doubt',
  'not-run': 'doubt',
};
const signs = { good: '✓', bad: '✗', doubt: '?', quiet: '–', strong: '' } as const;

function line(tone: Tone, text: string, paint: Paint): string {
  return `    ${paint(tone, signs[tone])} ${printable(text)}`;
}

function commandLines(title: string, commands: readonly CommandRun[], paint: Paint): string[] {
  return commands.length === 0
    ? []
    : [
        `  ${title}: ${counted(commands.length, 'command')}`,
        ...commands.map(({ command, state, detail }) =>
          line(toneOfRun[state], `${command.replaceAll('\n', ' ⏎ ')} (${detail})`, paint),
        ),
      ];
}

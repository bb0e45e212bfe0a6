import { InvalidArgumentError, Option, type Command } from 'commander';
import { printable, type PlanCommand, type ReviewMode, type ReviewRequest } from '../core/index.ts';

/** The options of a round that are about the work, or the gates before it. */
export interface WorkOptions {
  readonly since?: string;
  readonly timeLimit?: number;
  readonly run?: boolean;
  readonly gates?: boolean;
  readonly updateStatus?: boolean;
}

/** Adds the options of a round that are about the work, or the gates before it. */
export function addWorkOptions(command: Command): Command {
  return command
    .option(
      '--since <commit>',
      'execution: the commit that the work is counted from (default: the one that brought the plan)',
    )
    .option(
      '--update-status',
      "execution: write into the plan's front matter where it stands, before it is reviewed",
    )
    .option(
      '--gates',
      'plan: run the validation commands that you have agreed to, and say what they prove before the work',
    )
    .option('--no-run', 'run none of the plan’s commands, agreed to or not')
    .addOption(
      new Option('--time-limit <seconds>', 'for each command of the plan (default: 300)').argParser(seconds),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 86_400)) {
    throw new InvalidArgumentError('Give a number of seconds, such as 60.');
  }
  return value;
}

/** What is wrong with these options in this mode, or undefined. */
export function misplaced(options: WorkOptions, mode: ReviewMode): string | undefined {
  if (mode === 'plan') {
    return options.since !== undefined
      ? '--since is about the work: review execution <plan>'
      : options.updateStatus === true
        ? '--update-status is about the work: review execution <plan>'
        : undefined;
  }
  return options.gates === true ? '--gates is about the time before the work: review plan <plan>' : undefined;
}

/** What a round is asked about the work. */
export function workRequest(
  { since, timeLimit, run, gates }: WorkOptions,
  mode: ReviewMode,
): Pick<ReviewRequest, 'work' | 'gates'> {
  return {
    work: {
      ...(since === undefined ? {} : { since }),
      ...(timeLimit === undefined ? {} : { timeLimit: timeLimit * 1000 }),
      commands: run === false ? 'no' : 'yes',
    },
    ...(mode === 'plan' && gates === true ? { gates: 'look' as const } : {}),
  };
}

/** How to agree to the commands that were not run because nobody has; empty where none was left out. */
export function agreementHint(
  commands: readonly Pick<PlanCommand, 'command' | 'isAgreed'>[],
  shownAs: string,
): string {
  const left = commands.filter(({ isAgreed }) => !isAgreed).length;
  return left === 0
    ? ''
    : `${left} of the plan's ${commands.length} validation commands ${left === 1 ? 'was' : 'were'} not run, because nobody has read and agreed to ${left === 1 ? 'it' : 'them'} yet:\n  plan-review consent --plan ${printable(shownAs)}\n`;
}

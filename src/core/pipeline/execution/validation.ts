import { sha256 } from '../../base/hash.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { saysFail } from '../../domain/commandOutput.ts';
import type { CommandRun } from '../../domain/execution.ts';
import type { PlannedCommand } from '../../domain/plannedWork.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CommandEnd, CommandRunner } from '../../ports/commands.ts';
import type { Consents } from '../../ports/consents.ts';
import type { Progress } from '../../ports/progress.ts';

/** What running a plan's commands needs. */
export interface ValidationDeps {
  readonly runner: CommandRunner;
  readonly consents: Consents;
  /** The path of a program, or undefined where there is none of this name. */
  readonly findProgram: (name: string) => Promise<string | undefined>;
  readonly clock: Clock;
}

/** How to run them this time. */
export interface ValidationOptions {
  /** Milliseconds for each command. */
  readonly timeLimit: number;
  /** Why none of them can be run now, as a phrase behind the command; undefined where they can. */
  readonly hindrance: string | undefined;
  /** Whether what the plan makes may still be missing: before the work. */
  readonly isBefore: boolean;
  readonly progress: Progress | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Milliseconds for each command, unless somebody says otherwise. */
export const defaultTimeLimit = 300_000;

/** So much of what a command wrote is kept: more of its end, where results stand. */
const mostBeginning = 2_000;
const mostEnd = 6_000;

/** What names the exact text of a plan's command in a consent. A definition of a check with the same bytes has another name. */
export function commandSha256(command: string): string {
  return sha256(`command of a plan\0${command}`);
}

/** Under which a consent to this text is kept. */
export function commandSubject(sha: string): string {
  return `plan command ${sha}`;
}

/**
 * Runs a plan's commands one after the other, in the order of the plan, those alone that the user has agreed to word by word. What
 * can be known without running is told without a consent.
 */
export async function runValidation(
  commands: readonly PlannedCommand[],
  deps: ValidationDeps,
  options: ValidationOptions,
): Promise<readonly CommandRun[]> {
  const runs: CommandRun[] = [];
  for (const command of commands) {
    throwIfCancelled(options.signal);
    runs.push(await runOne(command, deps, options));
  }
  return runs;
}

async function runOne(
  planned: PlannedCommand,
  deps: ValidationDeps,
  options: ValidationOptions,
): Promise<CommandRun> {
  const { command, range } = planned;
  const named = { command, sha256: commandSha256(command), range };
  const hindrance = deps.runner.unsupported ?? options.hindrance;
  if (hindrance !== undefined) {
    return { ...named, state: 'not-run', detail: hindrance };
  }
  const lack = await lackOf(planned, deps, options);
  if (lack !== undefined) {
    return { ...named, ...lack };
  }
  if (!(await deps.consents.isAgreed(named.sha256))) {
    return { ...named, state: 'not-agreed', detail: 'nobody has agreed to this text' };
  }
  options.progress?.report({
    type: 'step',
    step: 'review',
    text: `Running ${command.split('\n').at(-1) ?? ''}`,
  });
  const startedAt = deps.clock.now();
  const end = await deps.runner.run({
    command,
    value: '',
    timeLimit: options.timeLimit,
    signal: options.signal,
  });
  const elapsedMs = Math.max(0, deps.clock.now() - startedAt);
  return { ...named, ...endOf(end, options), output: shortened(end.output), elapsedMs };
}

/** What is missing, as far as nothing has to be run to know it. */
async function lackOf(
  { missing, program, command }: PlannedCommand,
  { findProgram }: ValidationDeps,
  { isBefore }: ValidationOptions,
): Promise<Pick<CommandRun, 'state' | 'detail'> | undefined> {
  if (missing !== undefined) {
    return isBefore && missing.isPlanned
      ? { state: 'not-run', detail: `${missing.detail} yet, and the plan makes it` }
      : { state: 'broken', detail: missing.detail };
  }
  // What changes the search path may bring the program along.
  const isKnown = program === undefined || program.includes('/') || /\bPATH=|^source |^\. /m.test(command);
  return isKnown || (await findProgram(program)) !== undefined
    ? undefined
    : { state: 'broken', detail: `there is no program "${program}" on this machine` };
}

function endOf(
  end: CommandEnd,
  { timeLimit }: ValidationOptions,
): Pick<CommandRun, 'state' | 'detail' | 'status'> {
  switch (end.state) {
    case 'timed-out':
      return { state: 'timed-out', detail: `took more than ${timeLimit / 1000} s and was stopped` };
    case 'failed':
      return { state: 'stopped', detail: end.reason };
    case 'exited':
      return end.status === 0
        ? saysFail(end.output)
          ? { state: 'failed', detail: 'ended with status 0 and says that it failed', status: 0 }
          : { state: 'passed', detail: 'passed', status: 0 }
        : end.status === 126 || end.status === 127
          ? { state: 'broken', detail: 'it needs a program that cannot be run here', status: end.status }
          : { state: 'failed', detail: `ended with status ${end.status}`, status: end.status };
  }
}

/** Control characters say nothing in a file. */
function shortened(output: string): string {
  const text = output.replaceAll(/[^\P{Cc}\n\t]/gu, '');
  const left = text.length - mostBeginning - mostEnd;
  return left <= 0
    ? text
    : `${text.slice(0, mostBeginning)}\n… ${left} characters left out …\n${text.slice(-mostEnd)}`;
}

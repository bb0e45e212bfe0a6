import { sha256 } from '../base/hash.ts';
import type { Claim } from '../domain/claim.ts';
import { saysFail } from '../domain/commandOutput.ts';
import type { Basis, CacheSession, Stamp, Stamps } from '../ports/checkCache.ts';
import type { CommandEnd, CommandRunner, PatternMatcher } from '../ports/commands.ts';
import type { Consents } from '../ports/consents.ts';
import type { Definition } from './definition.ts';

/** What documentation-driven checks work with. */
export interface VerifyDeps {
  readonly runner: CommandRunner;
  readonly consents: Consents;
  readonly matcher: PatternMatcher;
  readonly stamps: Stamps;
  /** The cache, opened when it is first needed. */
  readonly cache: () => Promise<CacheSession>;
  /** `known`: no command is run, only what is remembered is told. */
  readonly commands: 'run' | 'known';
}

/** How to verify this time. */
export interface VerifyOptions extends VerifyDeps {
  /** Milliseconds for each command. */
  readonly timeLimit: number;
  readonly signal: AbortSignal | undefined;
}

/** What became of one value. */
export type Answer = Pick<Claim, 'verdict' | 'detail' | 'cached'>;

/** In one plan; further values are not verified, so that a plan cannot keep a machine busy for hours. */
const MOST_VALUES = 200;
const LONGEST_VALUE = 4096;

/**
 * Verifies values with a definition's command, each in a process of its own that finds the value in its environment.
 * Nothing is run without the user's consent to the definition's exact text. A verdict is remembered only under a stamp
 * of what the definition says it rests on, taken before and after, and found to be the same.
 */
export async function verifyValues(
  definition: Definition,
  values: readonly string[],
  options: VerifyOptions,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const open: string[] = [];
  for (const value of values) {
    const refusal =
      refusalOf(value) ?? (open.length < MOST_VALUES ? undefined : 'too many values in one plan');
    if (refusal === undefined) {
      open.push(value);
    } else {
      answers.set(value, unverifiable(refusal));
    }
  }
  if (open.length === 0) {
    return answers;
  }
  const reason = options.runner.unsupported ?? (await consentProblem(definition, options));
  if (reason !== undefined) {
    return new Map([...answers, ...open.map((value) => [value, unverifiable(reason)] as const)]);
  }
  const found = await verifyOpen(definition, open, options);
  return new Map([...answers, ...found]);
}

async function consentProblem(
  definition: Definition,
  { consents }: VerifyOptions,
): Promise<string | undefined> {
  return (await consents.isAgreed(definition.sha256)) ? undefined : 'command not agreed to';
}

/** What could be taken for something else than a value is put to no command. */
function refusalOf(value: string): string | undefined {
  if (value.includes('\0')) {
    return 'holds a null character';
  }
  if (value.startsWith('-')) {
    return 'begins with a hyphen, which a command may take for an option';
  }
  return value.length > LONGEST_VALUE ? 'is too long to be verified' : undefined;
}

async function verifyOpen(
  definition: Definition,
  values: readonly string[],
  options: VerifyOptions,
): Promise<ReadonlyMap<string, Answer>> {
  const memory = await memoryOf(definition, options);
  const answers = new Map<string, Answer>();
  const unknown: string[] = [];
  for (const value of values) {
    const verdict = memory?.get(value);
    if (verdict === undefined) {
      unknown.push(value);
    } else {
      answers.set(value, { verdict, detail: detailOf(definition, verdict), cached: true });
    }
  }
  if (options.commands === 'known') {
    return new Map([
      ...answers,
      ...unknown.map((value) => [value, unverifiable('its command has not been run yet')] as const),
    ]);
  }
  const { timeLimit, signal, runner } = options;
  const fresh = await Promise.all(
    unknown.map(async (value) => {
      const end = await runner.run({ command: definition.command, value, timeLimit, signal });
      return [value, answerOf(definition, end, timeLimit)] as const;
    }),
  );
  await memory?.keep(fresh);
  return new Map([...answers, ...fresh]);
}

/** What is remembered of a definition's values while nothing changes. */
interface Memory {
  get(value: string): 'pass' | 'fail' | undefined;
  keep(answers: readonly (readonly [string, Answer])[]): Promise<void>;
}

async function memoryOf(definition: Definition, options: VerifyOptions): Promise<Memory | undefined> {
  const before = await stampOf(definition, options);
  if (before === undefined) {
    return undefined;
  }
  const session = await options.cache();
  const key = (value: string) => ({
    check: definition.id,
    value,
    definition: definition.sha256,
    stamp: before.value,
  });
  return {
    get: (value) => session.get(key(value)),
    keep: async (answers) => {
      const found = answers.flatMap(([value, { verdict }]) =>
        verdict === 'unverifiable' ? [] : [{ value, verdict }],
      );
      if (found.length === 0 || !before.isSettled) {
        return;
      }
      const after = await stampOf(definition, options);
      if (after?.value === before.value) {
        for (const { value, verdict } of found) {
          session.put(key(value), verdict);
        }
      }
    },
  };
}

/**
 * The state of all that a verdict rests on: what the definition names, its own file (whose times no repository can
 * foresee, so that none can bring a cache along), and the environment and time limit of the command.
 */
async function stampOf(definition: Definition, options: VerifyOptions): Promise<Stamp | undefined> {
  if (definition.restsOn === undefined) {
    return undefined;
  }
  const own: Basis = { type: 'file', path: definition.path };
  const stamp = await options.stamps.of([own, ...definition.restsOn], options.signal);
  const run = JSON.stringify([options.runner.environment, options.timeLimit]);
  return stamp === undefined ? undefined : { ...stamp, value: sha256(`${stamp.value}\n${run}`) };
}

function answerOf(definition: Definition, end: CommandEnd, timeLimit: number): Answer {
  switch (end.state) {
    case 'timed-out':
      return unverifiable(`its command took more than ${timeLimit / 1000} s and was stopped`);
    case 'failed':
      return unverifiable(`its command ${end.reason}`);
    case 'exited': {
      if (end.status === 126 || end.status === 127) {
        return unverifiable('its command needs a program that cannot be run here');
      }
      const verdict = end.status === 0 && !saysFail(end.output) ? 'pass' : 'fail';
      return { verdict, detail: detailOf(definition, verdict), cached: false };
    }
  }
}

function detailOf(definition: Definition, verdict: 'pass' | 'fail'): string {
  return verdict === 'pass' ? definition.pass : definition.fail;
}

function unverifiable(detail: string): Answer {
  return { verdict: 'unverifiable', detail, cached: false };
}

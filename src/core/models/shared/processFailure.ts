import { PlanReviewError } from '../../base/errors.ts';
import { ModelError, type ModelErrorCode } from '../../domain/modelError.ts';
import type { CallRecord, TokenUsage } from '../../domain/modelUsage.ts';
import type { ModelAnswer } from '../../ports/languageModel.ts';
import { passingFailures } from './policies.ts';
import { harmlessLine, withoutSecrets } from './processEnvironment.ts';
import type { ProcessEnd } from './processRun.ts';

/** What of a command line stands in its errors. */
export interface CommandLineNames {
  /** The adapter's id, such as `claude-cli`. */
  readonly provider: string;
  /** As people call it, such as `Claude Code`. */
  readonly title: string;
  /** The program's usual name, such as `claude`. */
  readonly program: string;
  /** How to get it, in the words of a way out. */
  readonly howToInstall: string;
  /** How to log in, in the words of a way out. */
  readonly howToLogIn: string;
}

/** Why a run gave no answer. */
export interface CommandLineFailure {
  readonly code: ModelErrorCode;
  /** The program's or the provider's own words; empty where there are none. */
  readonly said: string;
  readonly status?: number | undefined;
  readonly providerCode?: string | undefined;
}

/** What is known of a run of a command line, however it ended. */
export interface RunFacts {
  readonly names: CommandLineNames;
  /** What must not stand in an error or an answer. */
  readonly secrets: readonly string[];
  readonly model: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly usage: TokenUsage;
  readonly requestId: string | undefined;
  /** Undefined unless the provider has begun to answer: the program names a session before it asks anybody. */
  readonly session: string | undefined;
  readonly partialText: string;
}

/** The failures in which the provider may have begun to work before it failed. */
const ambiguous: ReadonlySet<ModelErrorCode> = new Set(['model-server', 'model-network', 'model-incomplete']);

/** The error of a run that gave no answer. Holds no secret that the program was given. */
export function commandLineError(failure: CommandLineFailure, run: RunFacts): ModelError {
  const { names, secrets, session, partialText, requestId } = run;
  const { code, status, providerCode } = failure;
  const said = harmlessLine(failure.said, secrets);
  return new ModelError({
    ...sentences(code, { names, model: run.model, said: said === '' ? '.' : `: ${said}` }),
    code,
    isRetryable: passingFailures.has(code),
    provider: names.provider,
    status,
    providerCode,
    requestId,
    session,
    partialText: partialText === '' ? undefined : withoutSecrets(partialText, secrets),
    calls: [
      {
        ...successfulCall(run),
        error: code,
        isAmbiguous: session !== undefined || (status === undefined && ambiguous.has(code)),
      },
    ],
  });
}

/** The error of a run that was cancelled; its cause holds what had come until then. */
export function cancelledRun(run: RunFacts): PlanReviewError {
  return new PlanReviewError({
    code: 'cancelled',
    message: 'The review was cancelled.',
    wayOut: 'Resume it when you like.',
    isRetryable: true,
    cause: commandLineError({ code: 'model-incomplete', said: '' }, run),
  });
}

/**
 * The answer of a run. Whatever came over the wire may repeat what was sent, and answers are stored: the program's secrets
 * are taken out of all of it.
 */
export function answered(
  run: RunFacts,
  { text, ...given }: Pick<ModelAnswer, 'text' | 'session' | 'costUsd'>,
): ModelAnswer {
  const call = successfulCall(run);
  const { model, requestId, usage } = call;
  return { ...given, text: withoutSecrets(text, run.secrets), usage, requestId, model, calls: [call] };
}

/** The record of a run that gave an answer. */
function successfulCall(run: RunFacts): CallRecord {
  const { secrets, startedAt, elapsedMs, usage } = run;
  const model = withoutSecrets(run.model, secrets);
  const requestId = run.requestId === undefined ? undefined : withoutSecrets(run.requestId, secrets);
  return { model, startedAt, elapsedMs, usage, requestId, error: undefined, isAmbiguous: false };
}

/** The error of a request that was not made: nothing is recorded of a call. */
export function notAsked(
  failure: CommandLineFailure,
  run: Pick<RunFacts, 'names' | 'secrets' | 'model'>,
): ModelError {
  const { names, secrets, model } = run;
  return new ModelError({
    ...sentences(failure.code, { names, model, said: `: ${harmlessLine(failure.said, secrets)}` }),
    code: failure.code,
    isRetryable: false,
    provider: names.provider,
  });
}

/** The error of a program that is not there. */
export function notInstalled(names: CommandLineNames, executable: string): ModelError {
  return new ModelError({
    code: 'model-unavailable',
    message: missing(names, executable),
    wayOut: names.howToInstall,
    isRetryable: false,
    provider: names.provider,
  });
}

/** The sentence about a program that is not there. */
export function missing({ title }: CommandLineNames, executable: string): string {
  return `${title} is not there: "${executable}" is no program that can be run.`;
}

/** Why a program that ended without a word of its own about the answer did so. */
export function silentEnd(end: ProcessEnd): CommandLineFailure {
  if (end.state === 'not-started') {
    return { code: 'model-unavailable', said: `it could not be started (${end.reason})` };
  }
  if (end.state === 'stopped') {
    // Nobody but the limit of output stops a run that has said nothing.
    return { code: 'model-truncated', said: 'it wrote more than any answer needs' };
  }
  const { status, complaint } = end;
  if (status === null || status === 0) {
    return { code: 'model-incomplete', said: complaint === '' ? 'it ended without an answer' : complaint };
  }
  return { code: 'model-unavailable', said: complaint === '' ? `it ended with status ${status}` : complaint };
}

/** The sentence and the way out for each thing that can happen. */
function sentences(
  code: ModelErrorCode,
  { names, model, said }: { names: CommandLineNames; model: string; said: string },
): { readonly message: string; readonly wayOut: string } {
  const { title, program } = names;
  const again = 'Wait a little and resume, or choose another provider.';
  switch (code) {
    case 'model-auth':
      return { message: `${title} is not logged in, or not for this model${said}`, wayOut: names.howToLogIn };
    case 'model-quota':
      return {
        message: `The account of ${title} has reached its limit${said}`,
        wayOut: 'Wait until the limit is lifted or raise it, then resume, or choose another provider.',
      };
    case 'model-unavailable':
      return {
        message: `${title} could not be used${said}`,
        wayOut: `Run "${program}" once in a terminal to see what is wrong, and update it. ${names.howToInstall}`,
      };
    case 'model-rate-limited':
      return { message: `${title} has had too many requests for now${said}`, wayOut: again };
    case 'model-overloaded':
      return { message: `The provider of ${title} is overloaded${said}`, wayOut: again };
    case 'model-network':
      return {
        message: `${title} cannot reach its provider${said}`,
        wayOut: 'Check the network and the proxy, then resume.',
      };
    case 'model-incomplete':
      return {
        message: `${title} gave no whole answer${said}`,
        wayOut: 'Resume: the reviewer is asked again.',
      };
    case 'model-refused':
      return {
        message: `The model declined to answer${said}`,
        wayOut: 'Choose another model for this reviewer, or look at what the plan asks for.',
      };
    case 'model-truncated':
      return {
        message: `The answer was longer than it may be${said}`,
        wayOut: 'Choose a lower effort or another model for this reviewer, or review a shorter plan.',
      };
    case 'model-too-long':
      return {
        message: `The plan and its prompt are longer than the model can read${said}`,
        wayOut: 'Choose a model with a larger window, or split the plan.',
      };
    case 'model-request':
      return {
        message: `The provider of ${title} refused the request for the model "${model}"${said}`,
        wayOut: `Check the name of the model, and that ${title} is up to date.`,
      };
    case 'model-server':
    case 'model-inactive':
    case 'model-budget':
    case 'model-deadline':
      return { message: `The provider of ${title} failed to answer${said}`, wayOut: again };
  }
}

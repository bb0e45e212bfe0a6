import type { ModelError } from '../../domain/modelError.ts';
import type { Phase, TaskError, TaskStatus } from '../../domain/task.ts';

/** An answer that was read twice and could not be used either time. */
export const INVALID_ANSWER = 'answer-invalid';

/** The longest message that is kept, in UTF-16 units. */
const longestMessage = 400;

/** What speaks for a task having been taken by its provider. */
export interface TaskEvidence {
  readonly phase: Phase;
  /** Answers that were read, whether or not they could be used. */
  readonly answers: number;
  /** A session or message id that the provider gave. */
  readonly session: string | undefined;
}

/**
 * Whether a failure is one reviewer's own or stands in everybody's way. A provider that never took the task may take
 * none at all: then the round waits to be resumed. What selects and what analyses has nobody beside it to go on.
 */
export function statusOfFailure(
  evidence: TaskEvidence,
  error: ModelError | undefined,
): Exclude<TaskStatus, 'succeeded'> {
  const isOnlyThisTask = supportsIsolation(evidence) && !isSystemic(error) && wasTaken(evidence);
  return isOnlyThisTask ? 'failed_isolated' : 'failed_blocking';
}

function supportsIsolation({ phase }: TaskEvidence): boolean {
  return phase === 'reviewers';
}

function isSystemic(error: ModelError | undefined): boolean {
  return error?.isSystemic === true;
}

function wasTaken({ answers, session }: TaskEvidence): boolean {
  return answers > 0 || session !== undefined;
}

/** A provider's error as it may be shown in documents and on terminals: one line, bounded, without marks that steer. */
export function describeError(error: ModelError): TaskError {
  return {
    code: error.code,
    message: oneLine(error.message),
    wayOut: oneLine(error.wayOut),
    provider: error.provider,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.providerCode === undefined ? {} : { providerCode: oneLine(error.providerCode) }),
    ...(error.requestId === undefined ? {} : { requestId: oneLine(error.requestId) }),
    isRetryable: error.isRetryable,
  };
}

/** What is said of an answer that could not be used, even after it was asked for again. */
export function describeInvalid(provider: string, problems: readonly string[]): TaskError {
  return {
    code: INVALID_ANSWER,
    message: oneLine(`The answer could not be used, even after one correction: ${problems.join(' ')}`),
    wayOut: 'Ask this reviewer again, or choose another model for it.',
    provider,
    isRetryable: true,
  };
}

/** Text of unknown origin as one line without control and direction characters or angle brackets. */
export function oneLine(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll(/ {2,}/g, ' ')
    .trim();
  const cut = line.length > longestMessage ? `${line.slice(0, longestMessage - 1).trimEnd()}…` : line;
  return cut === '' ? 'It gave no reason.' : cut;
}

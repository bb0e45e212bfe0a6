import type { WayOut } from './refusal.ts';
import { Refusal } from './refusal.ts';

/** A failure as the user is told of it. */
export interface Failure {
  /** `cancelled` is no failure to the one who cancelled; `unexpected` is a fault of ours. */
  readonly kind: 'expected' | 'cancelled' | 'unexpected';
  readonly message: string;
  readonly wayOut: string;
  readonly actions: readonly WayOut[];
}

/** Core's errors by what they carry: importing their class would pull the engine into the code that starts first. */
interface ExpectedError extends Error {
  readonly code: string;
  readonly wayOut: string;
}

const expectedNames: ReadonlySet<string> = new Set(['PlanReviewError', 'ModelError']);

/** Buttons for those of core's errors that the editor can do something about. */
const actionsByCode: Readonly<Record<string, readonly WayOut[]>> = {
  'not-trusted': ['manage-trust'],
  'plan-outside-root': ['add-folder', 'open-folder'],
  'store-inconsistent': ['show-log'],
  'round-incomplete': ['resume', 'resume-otherwise', 'start-over'],
  'round-unfinished': ['resume', 'start-over'],
  'sending-refused': ['checks-alone'],
  'model-unavailable': ['checks-alone'],
  'model-auth': ['set-key'],
  'response-missing': ['answer', 'without-response'],
  'not-reviewed': ['review'],
};

/** Turns whatever was thrown into sentences and ways out. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof Refusal) {
    return { kind: error.kind, message: error.message, wayOut: error.wayOut, actions: error.actions };
  }
  if (isExpected(error)) {
    const kind = error.code === 'cancelled' ? 'cancelled' : 'expected';
    const actions = actionsByCode[error.code] ?? [];
    return { kind, message: error.message, wayOut: error.wayOut, actions };
  }
  return {
    kind: 'unexpected',
    message: 'Plan Review met an error that it did not expect.',
    wayOut: 'The log says where. Reporting it helps.',
    actions: ['show-log'],
  };
}

/**
 * What the log says of an error. The message of an error that nobody expected may quote what was being read, and a
 * plan's text has no business in a log: such an error is named by its class and by where it came from.
 */
export function logLines(error: unknown): readonly string[] {
  const lines: string[] = [];
  let current = error;
  for (let depth = 0; depth < 4 && current !== undefined; depth += 1) {
    lines.push(...linesOf(current, depth === 0 ? '' : 'caused by '));
    current = current instanceof Error ? current.cause : undefined;
  }
  return lines;
}

function linesOf(error: unknown, prefix: string): readonly string[] {
  if (!(error instanceof Error)) {
    return [`${prefix}a thrown ${typeof error}`];
  }
  if (error instanceof Refusal || isExpected(error)) {
    return [`${prefix}${error.name}: ${error.message}`];
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  // A system error speaks of paths and calls, never of content.
  const name = code === undefined ? error.name : `${error.name}: ${error.message} (${code})`;
  return [`${prefix}${name}`, ...framesOf(error)];
}

/** The stack without the message that heads it. */
function framesOf(error: Error): readonly string[] {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames.slice(0, 20);
}

function isExpected(error: unknown): error is ExpectedError {
  return (
    error instanceof Error &&
    expectedNames.has(error.name) &&
    'code' in error &&
    typeof error.code === 'string' &&
    'wayOut' in error &&
    typeof error.wayOut === 'string'
  );
}

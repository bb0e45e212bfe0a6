/** What went wrong, as a word that code can rely on. Callers branch on it, never on the message. */
export type ErrorCode =
  | 'plan-not-found'
  | 'plan-is-directory'
  | 'plan-outside-root'
  | 'plan-empty'
  | 'plan-too-large'
  | 'plan-binary'
  | 'plan-not-utf8'
  | 'plan-unreadable'
  | 'plan-kind-unsupported'
  | 'plan-ambiguous'
  | 'plan-changed'
  | 'plan-unwritable'
  | 'plan-without-front-matter'
  | 'settings-invalid'
  | 'check-not-found'
  | 'consent-unavailable'
  | 'history-unavailable'
  | 'commit-not-found'
  | 'path-escapes'
  | 'not-trusted'
  | 'store-busy'
  | 'store-unwritable'
  | 'store-inconsistent'
  | 'round-unfinished'
  | 'nothing-to-resume'
  | 'plan-not-a-packet'
  | 'not-reviewed'
  | 'response-missing'
  | 'response-incomplete'
  | 'response-malformed'
  | 'response-outdated'
  | 'nothing-to-draft'
  | 'draft-incomplete'
  | 'edits-not-found'
  | 'record-incomplete'
  | 'record-outdated'
  | 'persona-not-found'
  | 'provider-not-found'
  | 'reviewer-answered'
  | 'round-incomplete'
  | 'sending-refused'
  | 'batch-unavailable'
  | 'index-unavailable'
  | 'index-newer'
  | 'index-busy'
  | 'index-unwritable'
  | 'index-corrupt'
  | 'campaign-not-found'
  | 'notes-incomplete'
  | 'notes-outdated'
  | 'campaign-exists'
  | 'campaign-unchangeable'
  | 'nothing-to-retry'
  | 'chapter-not-found'
  | 'nothing-to-review'
  | 'model-auth'
  | 'model-quota'
  | 'model-unavailable'
  | 'model-budget'
  | 'model-rate-limited'
  | 'model-overloaded'
  | 'model-server'
  | 'model-network'
  | 'model-inactive'
  | 'model-incomplete'
  | 'model-request'
  | 'model-refused'
  | 'model-truncated'
  | 'model-too-long'
  | 'model-deadline'
  | 'cancelled';

/**
 * An expected failure: a sentence for the person who asked, and what they can do about it.
 *
 * `isRetryable` says whether the same request may succeed later with nothing changed by hand.
 */
export class PlanReviewError extends Error {
  override readonly name: string = 'PlanReviewError';
  readonly code: ErrorCode;
  readonly wayOut: string;
  readonly isRetryable: boolean;

  constructor(fields: {
    code: ErrorCode;
    message: string;
    wayOut: string;
    isRetryable?: boolean;
    cause?: unknown;
  }) {
    super(fields.message, { cause: fields.cause });
    this.code = fields.code;
    this.wayOut = fields.wayOut;
    this.isRetryable = fields.isRetryable ?? false;
  }
}

/** Throws `cancelled` when the caller has given up. Called between steps, so that no step is left half-way. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) {
    throw new PlanReviewError({
      code: 'cancelled',
      message: 'The review was cancelled.',
      wayOut: 'Start it again when you like: nothing was recorded for this round.',
      isRetryable: true,
      cause: signal.reason,
    });
  }
}

/** The code of a Node.js system error (`ENOENT`, `EACCES` …), or undefined for anything else. */
export function systemErrorCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    return error.code;
  }
  return undefined;
}

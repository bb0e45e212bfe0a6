import { PlanReviewError, type ErrorCode } from '../base/errors.ts';
import type { CallRecord } from './modelUsage.ts';

/**
 * Why a model did not answer.
 *
 * Systemic, so that no other task of the same provider would fare better: `model-auth`, `model-quota`,
 * `model-unavailable`, `model-budget`. Passing: `model-rate-limited`, `model-overloaded`, `model-server`,
 * `model-network`, `model-inactive` (nothing came for too long), `model-incomplete` (the answer was cut). Of this
 * request alone: `model-request` (the provider refuses it as malformed), `model-refused` (the model declines),
 * `model-truncated` (the answer is longer than allowed), `model-too-long` (the request is longer than the model's
 * window), `model-deadline` (all attempts together took too long).
 */
export type ModelErrorCode = Extract<ErrorCode, `model-${string}`>;

const systemic: ReadonlySet<string> = new Set<ModelErrorCode>([
  'model-auth',
  'model-quota',
  'model-unavailable',
  'model-budget',
]);

/** Whether an error of this code says that every other task of its provider would fail in the same way. */
export function isSystemicCode(code: string): boolean {
  return systemic.has(code);
}

/** A model call that failed, with what the provider said of it and never with a secret. */
export class ModelError extends PlanReviewError {
  override readonly name = 'ModelError';
  declare readonly code: ModelErrorCode;
  /** The adapter's id, such as `anthropic`. */
  readonly provider: string;
  /** The status of HTTP, where there was one. */
  readonly status: number | undefined;
  /** The provider's own word for the error, such as `overloaded_error`. */
  readonly providerCode: string | undefined;
  readonly requestId: string | undefined;
  /** How long the provider asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** What shows that the provider took the task: a session or message id that it gave. */
  readonly session: string | undefined;
  /** What the model had written before it failed. It may have been billed. */
  readonly partialText: string | undefined;
  /** Every call that was made in vain, in order; what they used was paid for. */
  readonly calls: readonly CallRecord[];

  constructor(fields: {
    code: ModelErrorCode;
    message: string;
    wayOut: string;
    isRetryable: boolean;
    provider: string;
    status?: number | undefined;
    providerCode?: string | undefined;
    requestId?: string | undefined;
    retryAfterMs?: number | undefined;
    session?: string | undefined;
    partialText?: string | undefined;
    calls?: readonly CallRecord[];
    cause?: unknown;
  }) {
    super(fields);
    this.provider = fields.provider;
    this.status = fields.status;
    this.providerCode = fields.providerCode;
    this.requestId = fields.requestId;
    this.retryAfterMs = fields.retryAfterMs;
    this.session = fields.session;
    this.partialText = fields.partialText;
    this.calls = fields.calls ?? [];
  }

  /** The same error, with more said of it. */
  with(
    more: Partial<
      Pick<ModelError, 'message' | 'wayOut' | 'retryAfterMs' | 'session' | 'partialText' | 'calls'>
    >,
  ): ModelError {
    const copy = new ModelError({
      code: this.code,
      message: this.message,
      wayOut: this.wayOut,
      isRetryable: this.isRetryable,
      provider: this.provider,
      status: this.status,
      providerCode: this.providerCode,
      requestId: this.requestId,
      retryAfterMs: this.retryAfterMs,
      session: this.session,
      partialText: this.partialText,
      calls: this.calls,
      cause: this.cause,
      ...more,
    });
    if (this.stack !== undefined) {
      copy.stack = this.stack;
    }
    return copy;
  }

  /** Whether every other task of this provider would fail in the same way. */
  get isSystemic(): boolean {
    return isSystemicCode(this.code);
  }
}

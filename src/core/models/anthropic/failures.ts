import type { ModelErrorCode } from '../../domain/modelError.ts';

/** What a provider said of a request that failed; each undefined where it said nothing. */
export interface ProviderFailure {
  /** Undefined for a failure in mid-stream, whose status had been 200. */
  readonly status: number | undefined;
  /** Such as `overloaded_error`. */
  readonly type: string | undefined;
  /** Such as `enforced_spend_limit_reached`. */
  readonly errorCode: string | undefined;
  readonly message: string;
}

/** What a failure is to us. */
export interface Diagnosis {
  readonly code: ModelErrorCode;
  readonly isRetryable: boolean;
  /** Whether it may have been billed nevertheless: the provider had taken the request. */
  readonly isAmbiguous: boolean;
}

const final = (code: ModelErrorCode): Diagnosis => ({ code, isRetryable: false, isAmbiguous: false });
const passing = (code: ModelErrorCode): Diagnosis => ({ code, isRetryable: true, isAmbiguous: false });
const ambiguous = (code: ModelErrorCode): Diagnosis => ({ code, isRetryable: true, isAmbiguous: true });

const byType: Readonly<Record<string, Diagnosis>> = {
  authentication_error: final('model-auth'),
  permission_error: final('model-auth'),
  billing_error: final('model-quota'),
  not_found_error: final('model-request'),
  request_too_large: final('model-too-long'),
  rate_limit_error: passing('model-rate-limited'),
  overloaded_error: passing('model-overloaded'),
  timeout_error: ambiguous('model-server'),
  conflict_error: passing('model-server'),
  api_error: ambiguous('model-server'),
};

const byStatus: Readonly<Record<number, Diagnosis>> = {
  401: final('model-auth'),
  402: final('model-quota'),
  403: final('model-auth'),
  404: final('model-request'),
  408: ambiguous('model-server'),
  409: passing('model-server'),
  413: final('model-too-long'),
  429: passing('model-rate-limited'),
  503: passing('model-server'),
  529: passing('model-overloaded'),
};

/**
 * What a failure is, from the most particular thing that is known of it to the least: the error's code, its type (all
 * there is in mid-stream), the status. After platform.claude.com/docs/api/errors and the SDK's list of error codes.
 */
export function diagnose(failure: ProviderFailure): Diagnosis {
  const { status, type, errorCode } = failure;
  // A limit of spending comes as a 429 like any other, and does not pass by waiting.
  if (errorCode?.endsWith('_spend_limit_reached') === true || errorCode === 'organization_on_hold') {
    return final('model-quota');
  }
  const known = byType[type ?? ''] ?? byStatus[status ?? 0];
  if (known !== undefined) {
    return known;
  }
  if (status === undefined || status >= 500) {
    return ambiguous('model-server');
  }
  return final(status === 400 ? badRequestCode(failure.message) : 'model-request');
}

/**
 * Two refusals that the API tells apart in words alone: both are `invalid_request_error` with no code. Should the words
 * change, such a refusal becomes a `model-request` with the provider's sentence in it, which is as final.
 */
function badRequestCode(message: string): ModelErrorCode {
  if (/\bprompt is too long\b|\bexceeds? (?:the )?context (?:limit|window)\b/i.test(message)) {
    return 'model-too-long';
  }
  return /\busage limits\b|\bcredit balance\b/i.test(message) ? 'model-quota' : 'model-request';
}

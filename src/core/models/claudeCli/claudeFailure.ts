import type { ModelErrorCode } from '../../domain/modelError.ts';
import type { CommandLineFailure } from '../shared/processFailure.ts';
import type { ClaudeRun } from './claudeStream.ts';

const byStopReason: Readonly<Record<string, ModelErrorCode>> = {
  max_tokens: 'model-truncated',
  refusal: 'model-refused',
  model_context_window_exceeded: 'model-too-long',
};

/** The words that the program has for errors, where they say more than the status does. */
const byWord: Readonly<Record<string, ModelErrorCode>> = {
  authentication_failed: 'model-auth',
  oauth_org_not_allowed: 'model-auth',
  billing_error: 'model-quota',
  rate_limit: 'model-rate-limited',
  overloaded: 'model-overloaded',
  max_output_tokens: 'model-truncated',
  model_not_found: 'model-request',
  invalid_request: 'model-request',
};

const byType: Readonly<Record<string, ModelErrorCode>> = {
  overloaded_error: 'model-overloaded',
  billing_error: 'model-quota',
  request_too_large: 'model-too-long',
};

/** Why a run gave no answer, or undefined where it gave one. Every word is as version 2.1.329 has it. */
export function claudeFailure(run: ClaudeRun): CommandLineFailure | undefined {
  const stopped = byStopReason[run.stopReason ?? ''];
  if (stopped !== undefined) {
    return { code: stopped, said: '', providerCode: run.stopReason };
  }
  const { result } = run;
  if (result === undefined) {
    return undefined;
  }
  // With one turn allowed, an answer that lacks the schema ends as an error: it is still what the model said.
  if (!result.is_error || (result.terminal_reason === 'max_turns' && run.answer !== undefined)) {
    return undefined;
  }
  const status = result.api_error_status;
  return {
    code: codeOf(run, status),
    said: result.result ?? result.errors.join(' '),
    status,
    providerCode: result.api_error_type ?? run.error ?? result.terminal_reason,
  };
}

function codeOf(run: ClaudeRun, status: number | undefined): ModelErrorCode {
  if (run.result?.terminal_reason === 'prompt_too_long') {
    return 'model-too-long';
  }
  const code = byType[run.result?.api_error_type ?? ''] ?? byWord[run.error ?? ''] ?? byStatus(status);
  if (code === 'model-rate-limited' && run.isLimitReached) {
    return 'model-quota';
  }
  if (code !== undefined) {
    return code;
  }
  // Without a status there was no answer to read: the connection failed, or broke.
  return run.message === undefined ? 'model-network' : 'model-incomplete';
}

function byStatus(status: number | undefined): ModelErrorCode | undefined {
  if (status === undefined) {
    return undefined;
  }
  if (status >= 500) {
    return status === 529 ? 'model-overloaded' : 'model-server';
  }
  const known: Readonly<Record<number, ModelErrorCode>> = {
    401: 'model-auth',
    402: 'model-quota',
    403: 'model-auth',
    408: 'model-server',
    413: 'model-too-long',
    429: 'model-rate-limited',
  };
  return known[status] ?? 'model-request';
}

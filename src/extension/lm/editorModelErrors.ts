import * as vscode from 'vscode';
import type { Core } from '../core.ts';
import { EDITOR_MODELS } from './providerId.ts';

interface Circumstances {
  readonly core: Pick<Core, 'ModelError' | 'PlanReviewError'>;
  readonly name: string;
  /** What the model had written by then. */
  readonly text: string;
  readonly isCancelled: boolean;
}

/** What went wrong with a model of the editor, in the words of the engine. */
export function toModelError(error: unknown, { core, name, text, isCancelled }: Circumstances): Error {
  if (error instanceof core.PlanReviewError) {
    return error;
  }
  if (isCancelled) {
    return new core.PlanReviewError({
      code: 'cancelled',
      message: 'The review was cancelled.',
      wayOut: 'Resume it when you like: what the reviewers had finished is kept.',
      isRetryable: true,
      cause: error,
    });
  }
  const hasBegun = text !== '';
  const fields = {
    provider: EDITOR_MODELS,
    cause: error,
    ...(hasBegun ? { partialText: text, session: 'answering' } : {}),
  };
  const code = error instanceof vscode.LanguageModelError ? error.code : '';
  if (code === vscode.LanguageModelError.NoPermissions.name) {
    return new core.ModelError({
      ...fields,
      code: 'model-auth',
      message: `Plan Review may not use ${name}.`,
      wayOut: 'Allow it when the editor asks, or under "Manage Language Model Access".',
      isRetryable: false,
    });
  }
  if (code === vscode.LanguageModelError.Blocked.name) {
    return new core.ModelError({
      ...fields,
      code: 'model-quota',
      message: `${name} takes no more requests: its quota is used up, or it is blocked.`,
      wayOut: 'Wait until the quota is renewed, or choose another provider.',
      isRetryable: false,
    });
  }
  if (code === vscode.LanguageModelError.NotFound.name) {
    return new core.ModelError({
      ...fields,
      code: 'model-unavailable',
      message: `${name} is no longer there.`,
      wayOut: 'Choose another model.',
      isRetryable: false,
    });
  }
  return new core.ModelError({
    ...fields,
    code: hasBegun ? 'model-incomplete' : 'model-server',
    message: `${name} failed: ${error instanceof Error ? error.message : String(error)}`,
    wayOut: 'Resume the review, or choose another provider.',
    isRetryable: true,
  });
}

import * as vscode from 'vscode';
import type { LanguageModel, ModelAnswer, ModelRequest, Prompt } from '../../core/index.ts';
import type { Core } from '../core.ts';
import { EDITOR_MODELS } from './providerId.ts';
import { toModelError } from './editorModelErrors.ts';

/** Characters of text for each token, for models whose own count does not answer. */
const charactersPerToken = 4;

/** What a model is called among all models of the editor. */
export function nameOf(model: vscode.LanguageModelChat): string {
  return `${model.vendor}/${model.id}`;
}

/** One adapter for all models of the editor; which one is asked stands in the request. */
export function createEditorModel(
  models: readonly vscode.LanguageModelChat[],
  core: Pick<Core, 'ModelError' | 'PlanReviewError'>,
): LanguageModel {
  const find = (name: string | undefined): vscode.LanguageModelChat | undefined =>
    name === undefined
      ? models[0]
      : models.find((model) => [nameOf(model), model.id, model.family].includes(name));
  return {
    provider: EDITOR_MODELS,
    identity: `${EDITOR_MODELS}/1`,
    defaultModel: models[0] === undefined ? 'none' : nameOf(models[0]),
    profile: (name) => ({
      model: name ?? 'none',
      contextWindow: find(name)?.maxInputTokens ?? 0,
      // What the editor's models cost is between the user and whoever brings them.
      prices: undefined,
    }),
    complete: (request) => {
      const model = find(request.model);
      if (model === undefined) {
        const known = models.map(nameOf).join(', ');
        throw new core.ModelError({
          code: 'model-unavailable',
          message:
            request.model === undefined
              ? 'This editor has no language model.'
              : `This editor has no language model "${request.model}".`,
          wayOut:
            known === '' ? 'Install an extension that brings one, and sign in.' : `Choose from: ${known}.`,
          isRetryable: false,
          provider: EDITOR_MODELS,
        });
      }
      return ask({ model, name: nameOf(model), request, core });
    },
  };
}

interface Asking {
  readonly model: vscode.LanguageModelChat;
  readonly name: string;
  readonly request: ModelRequest;
  readonly core: Pick<Core, 'ModelError' | 'PlanReviewError'>;
}

async function ask({ model, name, request, core }: Asking): Promise<ModelAnswer> {
  const cancellation = new vscode.CancellationTokenSource();
  const stop = (): void => cancellation.cancel();
  request.signal?.addEventListener('abort', stop);
  const startedAt = Date.now();
  let text = '';
  try {
    if (request.signal?.aborted === true) {
      stop();
    }
    const response = await model.sendRequest(messagesOf(request), { justification }, cancellation.token);
    for await (const part of response.text) {
      text += part;
      request.onActivity?.({ kind: 'bytes' });
      request.onActivity?.({ kind: 'content', outputTokens: Math.ceil(text.length / charactersPerToken) });
      if (cancellation.token.isCancellationRequested) {
        break;
      }
    }
    if (cancellation.token.isCancellationRequested) {
      throw new vscode.CancellationError();
    }
    const usage = {
      input: await countTokens(model, promptText(request)),
      output: await countTokens(model, text),
      cacheRead: 0,
      cacheWrite: 0,
    };
    const call = {
      model: name,
      startedAt,
      elapsedMs: Date.now() - startedAt,
      usage,
      requestId: undefined,
      error: undefined,
      isAmbiguous: false,
    };
    return {
      text,
      usage,
      costUsd: undefined,
      session: undefined,
      requestId: undefined,
      model: name,
      calls: [call],
    };
  } catch (error) {
    throw toModelError(error, { core, name, text, isCancelled: request.signal?.aborted === true });
  } finally {
    request.signal?.removeEventListener('abort', stop);
    cancellation.dispose();
  }
}

const justification = 'Reviewers read the plan that you asked to have reviewed.';

/** The editor's models have no role for instructions and know no schema, so both stand in the first message. */
function messagesOf(request: ModelRequest): vscode.LanguageModelChatMessage[] {
  const instructions = [
    ...request.system.map((part) => part.text),
    `The required shape, as a JSON Schema:\n${JSON.stringify(request.schema)}`,
  ].join('\n\n');
  return [
    vscode.LanguageModelChatMessage.User(instructions),
    ...request.messages.map((message) => {
      const text = message.parts.map((part) => part.text).join('\n\n');
      return message.role === 'user'
        ? vscode.LanguageModelChatMessage.User(text)
        : vscode.LanguageModelChatMessage.Assistant(text);
    }),
  ];
}

function promptText(request: Pick<Prompt, 'system' | 'messages'>): string {
  return [...request.system, ...request.messages.flatMap((message) => message.parts)]
    .map((part) => part.text)
    .join('\n');
}

async function countTokens(model: vscode.LanguageModelChat, text: string): Promise<number> {
  try {
    return Math.ceil(await model.countTokens(text));
  } catch {
    return Math.ceil(text.length / charactersPerToken);
  }
}

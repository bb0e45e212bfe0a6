import * as vscode from 'vscode';
import type { LanguageModel, ModelProvider, ProviderState } from '../../core/index.ts';
import type { Core } from '../core.ts';
import { createEditorModel, nameOf } from './editorModel.ts';
import { EDITOR_MODELS } from './providerId.ts';

/** The language models that other extensions bring into the editor. */
export function editorModels(core: Core): ModelProvider {
  return {
    id: EDITOR_MODELS,
    runs: 'network',
    // Its stream tells of words and of nothing else.
    shows: 'content',
    limitKey: () => Promise.resolve(''),
    state: async (): Promise<ProviderState> => {
      const models = await vscode.lm.selectChatModels();
      const names = [...new Set(models.map((model) => model.name))];
      return models.length > 0
        ? {
            provider: EDITOR_MODELS,
            isAvailable: true,
            detail: `Language models of the editor: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''}`,
            wayOut: undefined,
            models: models.map(nameOf),
          }
        : {
            provider: EDITOR_MODELS,
            isAvailable: false,
            detail: 'No extension has brought a language model into this editor',
            wayOut: 'Install one that does, such as GitHub Copilot Chat, and sign in.',
          };
    },
    open: async (): Promise<LanguageModel> => createEditorModel(await vscode.lm.selectChatModels(), core),
  };
}

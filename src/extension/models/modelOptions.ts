import * as vscode from 'vscode';
import type { ModelOptions } from '../../core/index.ts';
import type { Core } from '../core.ts';
import { editorModels } from '../lm/editorModels.ts';
import { modelSettingNames, modelSettingsOf, type ModelSettings } from '../settings/modelSettings.ts';
import type { ApiKeys } from './apiKeys.ts';

/** The user's settings about models. VS Code takes none of them from a workspace. */
export function readModelSettings(): ModelSettings {
  const settings = vscode.workspace.getConfiguration('planReview.models');
  // The user's own value by name and not the effective one, so that no workspace has a say whatever the manifest is.
  const entries = modelSettingNames.map((name) => [name, settings.inspect(name)?.globalValue] as const);
  return modelSettingsOf(Object.fromEntries(entries));
}

/** The models of this user: settings, keys, and what other extensions bring into the editor. */
export function modelOptions(core: Core, keys: ApiKeys): ModelOptions {
  const { order, baseUrl, claude, codex, prices } = readModelSettings();
  return {
    ...(order === undefined ? {} : { order }),
    anthropic: {
      credential: () => keys.credential(core.readEndpoint(baseUrl ?? core.anthropicBaseUrl).origin),
      baseUrl,
      prices,
    },
    executables: { claude, codex },
    others: [editorModels(core)],
  };
}

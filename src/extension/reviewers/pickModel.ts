import * as vscode from 'vscode';
import type { ProviderState } from '../../core/index.ts';
import { choose, type Entry } from '../choose.ts';
import type { ReviewerChoice } from './choice.ts';
import { providerName } from './providers.ts';

/** Which models read the plan. */
type ModelChoice = Pick<ReviewerChoice, 'provider' | 'model'>;

/**
 * Lets the user choose a provider and one of its models; undefined when they choose nothing. One that cannot be used
 * says what to do about it.
 */
export async function pickModel(
  states: readonly ProviderState[],
  now: ModelChoice,
): Promise<ModelChoice | undefined> {
  const automatic: Entry<ProviderState | 'automatic'> = {
    label: 'Automatic',
    description: 'the first provider that can be used, with its usual model',
    answer: 'automatic',
  };
  const entries = states.map((state): Entry<ProviderState | 'automatic'> => {
    const { provider, isAvailable, detail, wayOut } = state;
    return {
      label: providerName(provider),
      iconPath: new vscode.ThemeIcon(isAvailable ? 'server' : 'circle-slash'),
      description: detail,
      ...(wayOut === undefined ? {} : { detail: wayOut }),
      answer: state,
    };
  });
  const chosen = await choose({
    title: 'Plan Review: Models',
    placeholder: 'On whose models do reviewers read?',
    entries: [automatic, ...entries],
    active: entries.find(({ answer }) => answer !== 'automatic' && answer?.provider === now.provider),
  });
  if (chosen === undefined) {
    return undefined;
  }
  if (chosen === 'automatic') {
    return { provider: undefined, model: undefined };
  }
  if (!chosen.isAvailable) {
    await explain(chosen);
    return undefined;
  }
  const model = await pickName(chosen, chosen.provider === now.provider ? now.model : undefined);
  return model === undefined ? undefined : { provider: chosen.provider, model: model.name };
}

/** What to do about a provider that cannot be used, as far as the editor can do it. */
async function explain({ provider, detail, wayOut }: ProviderState): Promise<void> {
  if (provider === 'anthropic') {
    await vscode.commands.executeCommand('planReview.setApiKey');
    return;
  }
  await vscode.window.showInformationMessage(`${detail}. ${wayOut ?? ''}`);
}

async function pickName(
  { provider, models = [] }: ProviderState,
  now: string | undefined,
): Promise<{ readonly name: string | undefined } | undefined> {
  const usual: Entry<'usual' | 'other' | { readonly name: string }> = {
    label: 'The usual one',
    ...(models[0] === undefined ? {} : { description: models[0] }),
    answer: 'usual',
  };
  const named = models.map((name) => ({ label: name, answer: { name } }));
  const chosen = await choose({
    title: `Plan Review: ${providerName(provider)}`,
    placeholder: 'Which model?',
    entries: [usual, ...named, { label: 'Another one…', answer: 'other' as const }],
    active: named.find(({ answer }) => answer.name === now),
  });
  if (chosen !== 'other') {
    return chosen === 'usual' ? { name: undefined } : chosen;
  }
  const name = await vscode.window.showInputBox({
    title: `Plan Review: ${providerName(provider)}`,
    prompt: 'The model, as the provider calls it.',
    value: now ?? '',
  });
  return name === undefined || name.trim() === '' ? undefined : { name: name.trim() };
}

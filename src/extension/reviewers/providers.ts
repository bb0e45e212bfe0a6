import type { FirstSending, ProviderState, UnfinishedView } from '../../core/index.ts';
import { usdText } from '../../protocol/usdText.ts';

const names: Readonly<Record<string, string>> = {
  anthropic: 'Anthropic API',
  'vscode-lm': 'Models of this editor',
  'claude-cli': 'Claude Code',
  'codex-cli': 'Codex',
};

/** How people call a provider of models. */
export function providerName(id: string): string {
  return names[id] ?? id;
}

/** The provider that a round asks: the one that was chosen, while it can be used, else the first that can. */
export function usedProvider(
  states: readonly ProviderState[],
  chosen: string | undefined,
): ProviderState | undefined {
  const available = states.filter(({ isAvailable }) => isAvailable);
  return available.find(({ provider }) => provider === chosen) ?? available[0];
}

/** What is asked before the first sending to a provider: the question, and what goes where. */
export function sendingText({ provider, identity }: FirstSending): {
  readonly question: string;
  readonly detail: string;
} {
  const endpoint = identity.includes('@') ? identity.slice(identity.indexOf('@') + 1) : undefined;
  const receivers: Readonly<Record<string, string>> = {
    'vscode-lm':
      'The extensions that bring language models into this editor get them, and pass them on to their own services.',
    'claude-cli':
      'Claude Code gets them on this machine, and passes them on to the service it is signed in to.',
    'codex-cli': 'Codex gets them on this machine, and passes them on to the service it is signed in to.',
  };
  return {
    question: `Send plans of this workspace to ${endpoint ?? providerName(provider)}?`,
    detail: [
      'Reviewers on models read the plan’s text and what the checks found out about its claims. Nothing else of the workspace is sent.',
      receivers[provider] ?? `They go to ${endpoint ?? identity}.`,
      'You are asked once for this workspace.',
    ].join('\n\n'),
  };
}

/** What a round that was left unfinished holds. */
export function unfinishedText({
  succeeded,
  costUsd,
  inBatch,
}: Pick<UnfinishedView, 'succeeded' | 'costUsd' | 'inBatch'>): string {
  if (inBatch !== undefined) {
    const waits = inBatch.requests === 1 ? '1 reviewer waits' : `${inBatch.requests} reviewers wait`;
    return `${waits} for a batch, and resuming sends nothing again`;
  }
  if (succeeded === 0) {
    return 'nobody has answered yet';
  }
  const answers = succeeded === 1 ? '1 answer is' : `${succeeded} answers are`;
  return `${answers} kept${costUsd === undefined || costUsd === 0 ? '' : `, paid with ${usdText(costUsd)}`}`;
}

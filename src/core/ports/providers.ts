import type { LanguageModel, ProviderState } from './languageModel.ts';

/** One provider of models as it comes in: a built-in adapter, or one that an edge brings, such as the editor's models. */
export interface ModelProvider {
  /** `anthropic`, `vscode-lm`, `claude-cli`, `codex-cli`. */
  readonly id: string;
  /** Whether calls go over the network from here, or each is a process of its own on this machine. */
  readonly runs: 'network' | 'process';
  /** What its calls show of their progress: everything that comes over the wire, new content alone, or nothing. */
  readonly shows: 'bytes' | 'content' | 'nothing';
  /** What tells one user's limits from another's; a hash is made of it, and it is stored nowhere. */
  limitKey(): Promise<string>;
  state(signal?: AbortSignal): Promise<ProviderState>;
  /** The adapter itself, with nothing around it. @throws ModelError `model-unavailable` */
  open(): Promise<LanguageModel>;
}

/** What a round may cost, in US dollars. */
export interface RoundBudget {
  readonly limitUsd: number | undefined;
  /** What the round has cost before it was resumed. */
  readonly spentUsd: number;
}

/** The round that asks in batches. */
export interface BatchSeat {
  /** The plan's path, relative to the workspace folder. */
  readonly plan: string;
  readonly round: number;
  /** When the round was begun, in ISO 8601: one that is started over asks anew. */
  readonly startedAt: string;
}

/** The providers of models that this machine and this user have. */
export interface Providers {
  /** Every provider there is an adapter for, the preferred one first, and whether it can be used here. */
  states(signal?: AbortSignal): Promise<readonly ProviderState[]>;
  /**
   * Opens providers for one round: the same budget for all of them, and the limits of the machine. The same provider
   * gives the same model. With a seat they are asked in batches.
   * @throws (from the function that it returns) ModelError `model-unavailable`, with what to do; PlanReviewError
   * `provider-not-found`, with those there are; `batch-unavailable` for one that takes no batches, where there is a seat.
   */
  forRound(budget: RoundBudget, seat?: BatchSeat): (provider: string) => Promise<LanguageModel>;
}

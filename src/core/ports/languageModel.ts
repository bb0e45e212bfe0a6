import type { ModelProfile } from '../domain/modelProfile.ts';
import type { PromptMessage, PromptPart } from '../domain/prompt.ts';
import type { CallRecord, TokenUsage } from '../domain/modelUsage.ts';

/** How hard a model is asked to think, where it can be asked. */
export type Effort = 'low' | 'medium' | 'high';

/** What sort of work a request is; it chooses the limits of time and of retries. */
export type ModelOperation = 'quick' | 'review' | 'analysis';

/** A sign of life. `bytes`: something came over the wire, a ping included. `content`: the model has written something. */
export interface ModelActivity {
  readonly kind: 'bytes' | 'content';
  /** Output tokens so far, where they are known or can be estimated. */
  readonly outputTokens?: number;
}

/** What the layers around an adapter do that somebody may want to see. */
export type ModelEvent =
  | { readonly type: 'waiting'; readonly reason: string; readonly ms: number }
  | { readonly type: 'retrying'; readonly attempt: number; readonly afterMs: number; readonly reason: string }
  | { readonly type: 'falling-back'; readonly from: string; readonly to: string; readonly reason: string };

export interface ModelRequest {
  /** The task's id, such as `reviewer-security`: what logs and records call it. */
  readonly task: string;
  readonly operation: ModelOperation;
  readonly system: readonly PromptPart[];
  readonly messages: readonly PromptMessage[];
  /** The JSON Schema that the answer is asked to have. The caller validates: a provider's promise is none. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The model's id as the provider knows it; the adapter's default where undefined. */
  readonly model: string | undefined;
  readonly effort: Effort | undefined;
  readonly maxOutputTokens: number;
  /** The session of an earlier attempt at the same task on the same adapter, to be continued where that is possible. */
  readonly session: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called for each sign of life. Must not throw. */
  readonly onActivity?: (activity: ModelActivity) => void;
  /** Called for each wait, retry and fallback. Must not throw. */
  readonly onEvent?: (event: ModelEvent) => void;
}

export type { CallRecord } from '../domain/modelUsage.ts';
export type { ModelProfile, TokenPrices } from '../domain/modelProfile.ts';

export interface ModelAnswer {
  /** The raw text, which is meant to be JSON. Not validated. */
  readonly text: string;
  readonly usage: TokenUsage;
  /** What the provider itself says it cost, in US dollars; undefined where it says nothing. */
  readonly costUsd: number | undefined;
  /** The session to continue, or the message's id: what shows that the provider took the task. */
  readonly session: string | undefined;
  readonly requestId: string | undefined;
  /** The model that answered, which a fallback may have changed. */
  readonly model: string;
  /** Every call that was made for this answer, in order, the last one being the one that succeeded. */
  readonly calls: readonly CallRecord[];
}

/** A provider of models, one adapter each. */
export interface LanguageModel {
  /** The provider's id: `anthropic`, `vscode-lm`, `claude-cli`, `codex-cli`. */
  readonly provider: string;
  /**
   * What tells this adapter's answers from another's: provider, protocol version and endpoint's origin. Part of every
   * fingerprint. Holds no secret.
   */
  readonly identity: string;
  /** The model that is asked where a request names none. */
  readonly defaultModel: string;
  /** What is known of a model; the caller estimates cost and size from it. */
  profile(model: string | undefined): ModelProfile;
  /**
   * Asks once and reads the answer to its end.
   * @throws ModelError for everything a provider does; `PlanReviewError` `cancelled` when `signal` is aborted.
   */
  complete(request: ModelRequest): Promise<ModelAnswer>;
}

/** Whether a provider can be used here, and what to do where not. */
export interface ProviderState {
  readonly provider: string;
  readonly isAvailable: boolean;
  /** One sentence for `doctor`: what is there, or what is missing and how to get it. */
  readonly detail: string;
  readonly wayOut: string | undefined;
  /** The models to choose from, the usual one first. Where left out they are not known; any name may be given anyway. */
  readonly models?: readonly string[];
}

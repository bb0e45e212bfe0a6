import type { CallRecord, TokenUsage } from '../domain/modelUsage.ts';
import type { PromptMessage, PromptPart } from '../domain/prompt.ts';

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
  | { readonly type: 'falling-back'; readonly from: string; readonly to: string; readonly reason: string }
  /** The request waits in a batch, or is about to go into one, of which so many have been answered. */
  | { readonly type: 'batched'; readonly progress: BatchProgress | undefined };

/** How far a batch is that a request waits in. */
export interface BatchProgress {
  readonly requests: number;
  /** Those that have ended, in whatever way. Providers may tell of none before all have. */
  readonly done: number;
  /** Milliseconds since it was submitted. */
  readonly sinceMs: number;
  /** What keeps the provider from being asked at this moment; undefined where nothing does. */
  readonly trouble: string | undefined;
}

export interface ModelRequest {
  /** The task's id, such as `reviewer-security`: what logs and records call it. */
  readonly task: string;
  /** Names everything that the answer follows from: what tells the same question from another one after a restart. */
  readonly fingerprint: string;
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
  /**
   * To be called once the answer is stored, so that whoever could give it again need not keep it. Where it was never
   * called, the same question gets the same answer.
   */
  readonly onStored?: () => Promise<void>;
}

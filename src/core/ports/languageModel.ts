import type { ModelProfile } from '../domain/modelProfile.ts';
import type { BulkModel } from './bulkModel.ts';
import type { ModelAnswer, ModelRequest } from './modelRequest.ts';

export type { ModelProfile, TokenPrices } from '../domain/modelProfile.ts';
export type {
  BatchProgress,
  Effort,
  ModelActivity,
  ModelAnswer,
  ModelEvent,
  ModelOperation,
  ModelRequest,
} from './modelRequest.ts';

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
  /** Takes many requests at once and answers later; left out where the provider has nothing of the kind. */
  readonly bulk?: BulkModel | undefined;
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
  /** Whether it takes many requests at once and answers later. */
  readonly takesBatches?: boolean;
}

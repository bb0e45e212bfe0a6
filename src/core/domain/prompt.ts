/** A stretch of a prompt. */
export interface PromptPart {
  readonly text: string;
  /**
   * Whether everything up to the end of this part is the same in several requests of a round, so that the provider is
   * asked to remember it. At most one part of a request says so.
   */
  readonly endsSharedPrefix?: boolean;
}

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly PromptPart[];
}

/** What a model is asked, and in what form it is to answer. */
export interface Prompt {
  readonly system: readonly PromptPart[];
  readonly messages: readonly PromptMessage[];
  /** The JSON Schema of the answer. */
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  readonly maxOutputTokens: number;
}

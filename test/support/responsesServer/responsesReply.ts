/** A message of the model, or the call of a tool. */
export interface AnswerReply {
  readonly kind: 'answer';
  readonly text: string;
  /** Called in place of writing text: a function with JSON for arguments, or a custom tool with any input. */
  readonly toolCall?: { readonly type: 'function' | 'custom'; readonly name: string; readonly input: string };
  /** How many characters an event holds; 40 where left out. */
  readonly charactersPerEvent?: number;
  /** What happens when half of the text is out, in place of the rest. */
  readonly midway?: 'stall' | 'cut' | 'reset';
  /** Why the answer ends before it is whole, such as `max_output_tokens`. */
  readonly incomplete?: string;
}

/** An answer with a status that says no. */
export interface RefusalReply {
  readonly kind: 'refusal';
  readonly status: number;
  readonly error: { readonly type: string; readonly code: string | null; readonly message: string };
}

/** Nothing ever comes, not even headers. */
export interface SilenceReply {
  readonly kind: 'silence';
}

export type ResponsesReply = AnswerReply | RefusalReply | SilenceReply;

/** An answer that says `content`: text as it is, anything else as JSON. */
export function says(
  content: unknown,
  options: Partial<Omit<AnswerReply, 'kind' | 'text'>> = {},
): AnswerReply {
  return {
    kind: 'answer',
    text: typeof content === 'string' ? content : JSON.stringify(content),
    ...options,
  };
}

/** A refusal with OpenAI's words for that status, or with words of one's own. */
export function refuses(
  status: number,
  code: string | null = null,
  message = `refused with ${status}`,
): RefusalReply {
  return { kind: 'refusal', status, error: { type: 'invalid_request_error', code, message } };
}

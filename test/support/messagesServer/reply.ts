/** A number of milliseconds, or something that ends when somebody says so. */
export type Wait = number | (() => Promise<unknown>);

/** What the client is sent of an error. */
export interface ApiErrorBody {
  readonly type: string;
  readonly message: string;
  /** `details.error_code`. */
  readonly code?: string;
}

/** Where an answer is, and what happens to it there instead of what should. */
export interface Interruption {
  /** `headers`: before any. `start`: before the first event. `text`: when half of the text is out. `end`: before `message_stop`. */
  readonly at: 'headers' | 'start' | 'text' | 'end';
  readonly how:
    /** Nothing more comes, and the connection stays. */
    | { readonly kind: 'stall' }
    /** Only pings come from there on. */
    | { readonly kind: 'pings'; readonly everyMs: number }
    /** The body ends, as if that were all. */
    | { readonly kind: 'cut' }
    /** The connection is reset. */
    | { readonly kind: 'reset' }
    /** An `error` event, and the end. */
    | { readonly kind: 'error'; readonly error: ApiErrorBody };
}

/** How an answer's bytes are cut into writes. */
export type Delivery =
  /** One write an event. */
  | 'events'
  /** One write a byte: everything is split, multi-byte characters too. */
  | 'bytes'
  /** Writes that end in the middle of each multi-byte character, and nowhere else. */
  | 'split-characters';

/** A message of the model. */
export interface MessageReply {
  readonly kind: 'message';
  readonly text: string;
  readonly stopReason: string;
  /** What the model thinks before it writes. */
  readonly thinking?: string;
  /** The input of a call of the one tool that a client offers for its answer, in place of text. */
  readonly toolUse?: { readonly name: string; readonly input: unknown };
  /** The model that answers, where it is not the one that was asked. */
  readonly model?: string;
  /** The tokens of the answer; a quarter of its characters where left out. */
  readonly outputTokens?: number;
  readonly delivery?: Delivery;
  /** How many characters of text an event holds; 40 where left out. */
  readonly charactersPerEvent?: number;
  /** Waited for before the headers. */
  readonly before?: Wait;
  /** Waited for between the events. */
  readonly betweenMs?: number;
  /** Waited for when half of the text is out. */
  readonly midway?: Wait;
  /** How many pings come in front. */
  readonly pings?: number;
  readonly interruption?: Interruption;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer with a status that says no. */
export interface ErrorReply {
  readonly kind: 'error';
  readonly status: number;
  readonly error: ApiErrorBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly before?: Wait;
}

/** Anything else that a server may send. */
export interface RawReply {
  readonly kind: 'raw';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Reply = MessageReply | ErrorReply | RawReply;

/** What a message can be told besides its text. */
export type MessageOptions = Partial<Omit<MessageReply, 'kind' | 'text'>>;

/** An answer that says `content`: text as it is, anything else as JSON. */
export function answer(content: unknown, options: MessageOptions = {}): MessageReply {
  return {
    kind: 'message',
    text: typeof content === 'string' ? content : JSON.stringify(content),
    stopReason: 'end_turn',
    ...options,
  };
}

import type { IncomingHttpHeaders } from 'node:http';

/** A block of a prompt or of an answer, as far as anybody here reads it. */
export interface Block {
  readonly type: string;
  readonly text?: string;
  readonly cache_control?: unknown;
}

/** The body of `POST /v1/messages`. Whatever else a client sends is there too. */
export interface MessagesBody {
  readonly model?: string;
  readonly max_tokens?: number;
  readonly stream?: boolean;
  readonly system?: string | readonly Block[];
  readonly messages?: readonly { readonly role: string; readonly content: string | readonly Block[] }[];
  readonly output_config?: {
    readonly effort?: string;
    readonly format?: { readonly type: string; readonly schema: Readonly<Record<string, unknown>> };
  };
  readonly tools?: readonly unknown[];
  readonly metadata?: { readonly user_id?: string };
}

/** A request for a message, as a script sees it. */
export interface ReceivedRequest {
  /** Whom the request is for, as the server's `keyOf` says: by default the persona. */
  readonly key: string;
  /** How many requests with this key there have been, this one included. */
  readonly attempt: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: MessagesBody;
  /** All that a model would read, from the first word of the system prompt to the last of the messages. */
  readonly text: string;
}

/** The blocks of a content in their longer form. */
export function blocksOf(content: string | readonly Block[] | undefined): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
}

/** All text of a prompt. */
export function textOf(body: MessagesBody): string {
  return [body.system, ...(body.messages ?? []).map(({ content }) => content)]
    .flatMap(blocksOf)
    .map(({ text }) => text ?? '')
    .join('\n');
}

/**
 * The persona that a prompt is for, such as `security-and-privacy`: what a user's words say after "You are the" or
 * "You are:", read from the last part to the first, since a persona's own part comes behind the plan. `default` for a
 * prompt that names none.
 */
export function personaKey({ messages = [] }: MessagesBody): string {
  const parts = messages.filter(({ role }) => role === 'user').flatMap(({ content }) => blocksOf(content));
  for (const { text = '' } of parts.toReversed()) {
    const name = /You are(?: the |: )([^(.\n]+)/.exec(text)?.[1];
    if (name !== undefined) {
      return name
        .trim()
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-');
    }
  }
  return 'default';
}

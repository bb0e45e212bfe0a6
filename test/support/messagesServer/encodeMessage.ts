import type { MessageReply } from './reply.ts';
import type { PromptUsage } from './promptCache.ts';
import { tokensOf } from './promptCache.ts';

/** What a message is made of besides its reply. */
export interface MessageFacts {
  readonly id: string;
  /** The model that was asked. */
  readonly model: string;
  readonly usage: PromptUsage;
}

/** An event of a stream, and where in the answer it stands. */
export interface StreamEvent {
  readonly at: 'start' | 'text' | 'end' | undefined;
  readonly data: { readonly type: string } & Readonly<Record<string, unknown>>;
}

/** The tokens of an answer. */
export function outputTokensOf(reply: MessageReply): number {
  const written = reply.text.length + (reply.thinking ?? '').length;
  return (
    reply.outputTokens ?? tokensOf(written + (reply.toolUse ? JSON.stringify(reply.toolUse.input).length : 0))
  );
}

/** The message as one JSON value: what a client gets that did not ask for a stream. */
export function wholeMessage(reply: MessageReply, facts: MessageFacts): object {
  return {
    ...emptyMessage(reply, facts),
    content: blocks(reply).map(({ whole }) => whole),
    stop_reason: reply.stopReason,
    usage: { ...inputUsage(facts.usage), output_tokens: outputTokensOf(reply) },
  };
}

/**
 * The message as the events of a stream. `start` marks the first, `text` the one behind which half of the text is out,
 * `end` the last.
 */
export function messageEvents(reply: MessageReply, facts: MessageFacts): readonly StreamEvent[] {
  const start = { ...emptyMessage(reply, facts), usage: { ...inputUsage(facts.usage), output_tokens: 1 } };
  const events: StreamEvent[] = [{ at: 'start', data: { type: 'message_start', message: start } }];
  const parts = blocks(reply);
  parts.forEach(({ empty, deltas }, index) => {
    const half = Math.ceil(deltas.length / 2) - 1;
    const isLast = index === parts.length - 1;
    events.push({ at: undefined, data: { type: 'content_block_start', index, content_block: empty } });
    deltas.forEach((delta, position) => {
      const at = isLast && position === half ? 'text' : undefined;
      events.push({ at, data: { type: 'content_block_delta', index, delta } });
    });
    events.push({ at: undefined, data: { type: 'content_block_stop', index } });
  });
  events.push(
    {
      at: undefined,
      data: {
        type: 'message_delta',
        delta: { stop_reason: reply.stopReason, stop_sequence: null },
        usage: { output_tokens: outputTokensOf(reply) },
      },
    },
    { at: 'end', data: { type: 'message_stop' } },
  );
  return events;
}

interface ContentBlock {
  readonly whole: object;
  readonly empty: object;
  readonly deltas: readonly object[];
}

function blocks(reply: MessageReply): readonly ContentBlock[] {
  const { text, thinking, toolUse, charactersPerEvent = 40 } = reply;
  const result: ContentBlock[] = [];
  if (thinking !== undefined) {
    result.push({
      whole: { type: 'thinking', thinking, signature: 'sig' },
      empty: { type: 'thinking', thinking: '', signature: '' },
      deltas: pieces(thinking, charactersPerEvent).map((piece) => ({
        type: 'thinking_delta',
        thinking: piece,
      })),
    });
  }
  if (text !== '' || toolUse === undefined) {
    result.push({
      whole: { type: 'text', text },
      empty: { type: 'text', text: '' },
      deltas: pieces(text, charactersPerEvent).map((piece) => ({ type: 'text_delta', text: piece })),
    });
  }
  if (toolUse !== undefined) {
    const block = { type: 'tool_use', id: 'toolu_1', name: toolUse.name };
    result.push({
      whole: { ...block, input: toolUse.input },
      empty: { ...block, input: {} },
      deltas: pieces(JSON.stringify(toolUse.input), charactersPerEvent).map((piece) => ({
        type: 'input_json_delta',
        partial_json: piece,
      })),
    });
  }
  return result;
}

/** The text in pieces of so many characters, none of them half of a surrogate pair. At least one piece. */
function pieces(text: string, size: number): readonly string[] {
  const characters = Array.from(text);
  const result = [];
  for (let start = 0; start < characters.length; start += size) {
    result.push(characters.slice(start, start + size).join(''));
  }
  return result.length === 0 ? [''] : result;
}

function emptyMessage(reply: MessageReply, { id, model }: MessageFacts): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model: reply.model ?? model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

function inputUsage({ input, cacheRead, cacheWrite }: PromptUsage): object {
  return {
    input_tokens: input,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite,
  };
}

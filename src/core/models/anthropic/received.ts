import { z } from 'zod';
import { noTokens, type TokenUsage } from '../../domain/modelUsage.ts';
import type { ModelActivity } from '../../ports/languageModel.ts';

const count = z.int().min(0).nullish().catch(undefined);

/** What was used, as far as an endpoint says it. */
export const usageSchema = z
  .object({
    input_tokens: count,
    output_tokens: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
  })
  .nullish()
  .catch(undefined);

/** A word that an endpoint may leave out, or make something else of. */
export const word = z.string().nullish().catch(undefined);

/** What we read of the events of a stream. An endpoint that only resembles Anthropic's may leave out any of it. */
const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message_start'),
    message: z.object({ id: word, model: word, usage: usageSchema }),
  }),
  z.object({
    type: z.literal('content_block_start'),
    content_block: z.object({ type: z.string(), text: word }),
  }),
  z.object({
    type: z.literal('content_block_delta'),
    delta: z.object({ type: z.string(), text: word, thinking: word }),
  }),
  z.object({ type: z.literal('content_block_stop') }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: word }),
    usage: usageSchema,
  }),
  z.object({ type: z.literal('message_stop') }),
]);

/** What has come of an answer so far. */
export interface Received {
  /** The answer's text, without what the model thought. */
  text: string;
  usage: TokenUsage;
  messageId: string | undefined;
  model: string | undefined;
  requestId: string | undefined;
  stopReason: string | undefined;
  /** Whether a stream of events came, and not a page of somebody else's. */
  isStream: boolean;
  /** Whether the stream said itself that it was at its end. Without that it was cut. */
  isWhole: boolean;
}

/** What there is of an answer before anything came. */
export function nothingReceived(): Received {
  return {
    text: '',
    usage: noTokens,
    messageId: undefined,
    model: undefined,
    requestId: undefined,
    stopReason: undefined,
    isStream: false,
    isWhole: false,
  };
}

/** English prose and JSON have about four characters a token. Only shown, never billed. */
const charactersPerToken = 4;

/**
 * Reads a stream to its end into `received`, which holds what came even when reading throws.
 * @param onContent Called for each event that shows that the model is writing or thinking.
 */
export async function readEvents(
  events: AsyncIterable<unknown>,
  received: Received,
  onContent: (activity: ModelActivity) => void,
): Promise<void> {
  let characters = 0;
  for await (const raw of events) {
    const event = eventSchema.safeParse(raw).data;
    // An event of a kind that is not known yet is no error: the API adds some.
    if (event === undefined) {
      continue;
    }
    switch (event.type) {
      case 'message_start':
        received.messageId = event.message.id ?? undefined;
        received.model = event.message.model ?? undefined;
        received.usage = usageAfter(received.usage, event.message.usage);
        continue;
      case 'content_block_start':
        received.text += textOf(event.content_block);
        break;
      case 'content_block_delta':
        received.text += textOf(event.delta);
        characters += (event.delta.text ?? event.delta.thinking ?? '').length;
        break;
      case 'message_delta':
        received.stopReason = event.delta.stop_reason ?? received.stopReason;
        received.usage = usageAfter(received.usage, event.usage);
        break;
      case 'content_block_stop':
        break;
      case 'message_stop':
        received.isWhole = true;
        break;
    }
    onContent({
      kind: 'content',
      outputTokens: Math.max(received.usage.output, Math.ceil(characters / charactersPerToken)),
    });
  }
}

function textOf(block: { readonly type: string; readonly text?: string | null | undefined }): string {
  return block.type === 'text' || block.type === 'text_delta' ? (block.text ?? '') : '';
}

/** The counts of an event are sums so far; one that it leaves out keeps its earlier value. */
export function usageAfter(before: TokenUsage, usage: z.infer<typeof usageSchema>): TokenUsage {
  return {
    input: usage?.input_tokens ?? before.input,
    output: usage?.output_tokens ?? before.output,
    cacheRead: usage?.cache_read_input_tokens ?? before.cacheRead,
    cacheWrite: usage?.cache_creation_input_tokens ?? before.cacheWrite,
  };
}

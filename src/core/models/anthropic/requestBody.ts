import type { MessageCreateParamsBase, TextBlockParam } from '@anthropic-ai/sdk/resources/messages';
import type { PromptMessage, PromptPart } from '../../domain/prompt.ts';
import type { ModelRequest } from '../../ports/languageModel.ts';

/** How the shape of the answer is asked for. */
export type AnswerFormat =
  /** The provider is held to a schema of its own dialect. */
  | { readonly kind: 'structured'; readonly schema: Record<string, unknown> }
  /** The schema is part of the prompt: for endpoints that know no structured outputs, and no effort either. */
  | { readonly kind: 'prompted' };

/**
 * The body of a request, be it a call of its own or part of a batch.
 *
 * Two places end a stretch that the provider is asked to remember: the system prompt, which all rounds share, and the
 * part that ends what all reviewers of a round share. What differs from one request to the next comes after both.
 */
export function requestBody(
  request: ModelRequest,
  model: string,
  format: AnswerFormat,
): MessageCreateParamsBase {
  const system = textBlocks(request.system);
  const last = system.at(-1);
  if (last !== undefined) {
    last.cache_control = { type: 'ephemeral' };
  }
  return {
    model,
    max_tokens: request.maxOutputTokens,
    ...(system.length === 0 ? {} : { system }),
    messages: messages(request, format).map(({ role, parts }) => ({ role, content: textBlocks(parts) })),
    ...(format.kind === 'structured'
      ? {
          output_config: {
            format: { type: 'json_schema', schema: format.schema },
            ...(request.effort === undefined ? {} : { effort: request.effort }),
          },
        }
      : {}),
  };
}

/** The API refuses empty blocks. */
function textBlocks(parts: readonly PromptPart[]): TextBlockParam[] {
  return parts
    .filter(({ text }) => text !== '')
    .map(({ text, endsSharedPrefix }) => ({
      type: 'text',
      text,
      ...(endsSharedPrefix === true ? { cache_control: { type: 'ephemeral' } } : {}),
    }));
}

/** The messages, and behind them the schema where it has to be said in words: in front, it would end the shared prefix. */
function messages(request: ModelRequest, format: AnswerFormat): readonly PromptMessage[] {
  const last = request.messages.at(-1);
  if (format.kind === 'structured' || last === undefined) {
    return request.messages;
  }
  const schema = `Answer with one JSON object that has this JSON Schema, and with nothing else:\n${JSON.stringify(request.schema)}`;
  return last.role === 'user'
    ? [...request.messages.slice(0, -1), { role: 'user', parts: [...last.parts, { text: schema }] }]
    : [...request.messages, { role: 'user', parts: [{ text: schema }] }];
}

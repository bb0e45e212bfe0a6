import { z } from 'zod';

/** What of the program's output is read. Everything else in it is left alone, so that newer versions are understood. */

const count = z.number().int().min(0).catch(0);

const usageSchema = z
  .object({
    input_tokens: count,
    output_tokens: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
  })
  .partial();

/** The program says null of much that is not there. */
const word = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);

const blockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('tool_use'), name: z.string(), input: z.unknown().optional() }),
]);

/** The first line of every run that has begun. */
const initSchema = z.object({
  type: z.literal('system'),
  subtype: z.literal('init'),
  session_id: z.string(),
});

/** What the account may still do; `rejected` where it has reached a limit of its plan. */
const rateLimitSchema = z.object({
  type: z.literal('rate_limit_event'),
  rate_limit_info: z.object({ status: z.string() }),
});

/** An event of the Messages API as it came in. */
const streamSchema = z.object({
  type: z.literal('stream_event'),
  event: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('message_start'),
      message: z.object({ id: z.string(), model: z.string(), usage: usageSchema.optional() }),
    }),
    z.object({
      type: z.literal('content_block_delta'),
      delta: z.object({ text: z.string().optional(), partial_json: z.string().optional() }),
    }),
    z.object({
      type: z.literal('message_delta'),
      delta: z.object({ stop_reason: word }),
      usage: usageSchema.optional(),
    }),
  ]),
});

/** A message once it is whole, or the program's own sentence about an error in the place of one. */
const assistantSchema = z.object({
  type: z.literal('assistant'),
  message: z.object({ content: z.array(z.unknown()) }),
  /** The program's word for an error, such as `authentication_failed`. */
  error: word,
  request_id: word,
  is_api_error_message: z.boolean().nullish(),
});

/** The last line of every run. `model_usage_since_last_result` leaves out what earlier runs of the session used. */
const resultSchema = z.object({
  type: z.literal('result'),
  subtype: z.string(),
  is_error: z.boolean(),
  result: word,
  errors: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  stop_reason: word,
  terminal_reason: word,
  api_error_status: z
    .number()
    .int()
    .nullish()
    .transform((value) => value ?? undefined),
  api_error_type: word,
  structured_output: z.unknown().optional(),
  total_cost_usd: z
    .number()
    .min(0)
    .nullish()
    .transform((value) => value ?? undefined),
  usage: usageSchema.nullish().transform((value) => value ?? undefined),
  model_usage_since_last_result: z
    .record(z.string(), z.object({ costUSD: z.number().min(0).nullish() }))
    .nullish()
    .transform((value) => value ?? undefined),
});

const eventSchema = z.union([initSchema, rateLimitSchema, streamSchema, assistantSchema, resultSchema]);

export type ClaudeEvent = z.infer<typeof eventSchema>;
export type ClaudeResult = z.infer<typeof resultSchema>;
export type ClaudeUsage = z.infer<typeof usageSchema>;

/** A block of a message that can be (a part of) the answer; undefined for thoughts and whatever else there may be. */
export function readBlock(block: unknown): z.infer<typeof blockSchema> | undefined {
  return blockSchema.safeParse(block).data;
}

/** What a line says, or undefined where it says nothing that we need. */
export function readEvent(line: string): ClaudeEvent | undefined {
  try {
    return eventSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

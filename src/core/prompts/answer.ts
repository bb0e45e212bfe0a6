import { z } from 'zod';
import type { Prompt } from '../domain/prompt.ts';

/**
 * A model's answer as a value, or what is wrong with it in sentences that the model can act on. `gaps` are what a usable
 * answer leaves out: worth asking once more, and no reason to do without the rest.
 */
export type ParsedAnswer<T> =
  | { readonly ok: true; readonly value: T; readonly gaps?: readonly string[] }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A prompt whose answer can be read. */
export interface StructuredPrompt<T> extends Prompt {
  /** Reads raw text. Never throws. */
  readonly parse: (text: string) => ParsedAnswer<T>;
}

/** How many problems a model is told of at once. */
const problemLimit = 20;

/** The JSON Schema of a zod schema, as providers understand it. */
export function jsonSchemaOf(schema: z.ZodType): Readonly<Record<string, unknown>> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

/**
 * Reads an answer: JSON, which models without structured output like to put into a fence or behind a sentence, that
 * has the schema.
 */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>): ParsedAnswer<T> {
  const json = parseJson(text);
  if (json === undefined) {
    return { ok: false, problems: ['The answer is not a JSON object.'] };
  }
  const parsed = schema.safeParse(json.value);
  if (parsed.success) {
    return { ok: true, value: parsed.data };
  }
  return {
    ok: false,
    problems: parsed.error.issues
      .slice(0, problemLimit)
      .map((issue) => `${issue.path.length === 0 ? 'The answer' : issue.path.join('.')}: ${issue.message}`),
  };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  for (const candidate of [text, start === -1 ? '' : text.slice(start, end + 1)]) {
    try {
      return { value: JSON.parse(candidate) as unknown };
    } catch {
      // The next candidate, or none.
    }
  }
  return undefined;
}

import type { AnswerFormat } from './requestBody.ts';

/**
 * The format of an answer that has a schema. For structured outputs the schema is put into the dialect that the API
 * takes, where bounds (`maxItems`, `minimum`, `pattern` …) are words in descriptions and hold nobody.
 */
export async function answerFormat(
  kind: AnswerFormat['kind'],
  schema: Readonly<Record<string, unknown>>,
): Promise<AnswerFormat> {
  if (kind === 'prompted') {
    return { kind };
  }
  const { transformJSONSchema } = await import('@anthropic-ai/sdk/lib/transform-json-schema');
  return { kind, schema: transformJSONSchema(schema) };
}

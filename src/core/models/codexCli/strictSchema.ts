/** The keywords that may stand in a schema of OpenAI's structured outputs, beside those that are turned into them. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'type',
  'enum',
  'const',
  'description',
  'items',
  'properties',
  'anyOf',
  '$ref',
  '$defs',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
]);

type Schema = Readonly<Record<string, unknown>>;

/**
 * A JSON Schema as OpenAI's structured outputs take it: every object names all of its properties as required and allows
 * no others, and a property that may be left out may be null instead. Keywords that would be refused are dropped; whoever
 * reads the answer validates it by the schema as it was. After
 * developers.openai.com/api/docs/guides/structured-outputs, read in November 2026.
 */
export function strictSchema(schema: Schema): Schema {
  const { oneOf, ...rest } = schema;
  const given: Schema = oneOf === undefined ? rest : { ...rest, anyOf: oneOf };
  const strict = Object.fromEntries(
    Object.entries(given)
      .filter(([keyword]) => KEYWORDS.has(keyword))
      .map(([keyword, value]) => [keyword, strictValue(keyword, value)]),
  );
  const { properties } = strict;
  if (!isSchema(properties)) {
    return strict;
  }
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return {
    ...strict,
    properties: Object.fromEntries(
      Object.entries(properties).map(([name, value]) => [
        name,
        required.has(name) || !isSchema(value) ? value : { anyOf: [value, { type: 'null' }] },
      ]),
    ),
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

function strictValue(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case 'items':
      return isSchema(value) ? strictSchema(value) : value;
    case 'anyOf':
      return Array.isArray(value)
        ? value.map((one: unknown) => (isSchema(one) ? strictSchema(one) : one))
        : value;
    case 'properties':
    case '$defs':
      return isSchema(value)
        ? Object.fromEntries(
            Object.entries(value).map(([name, one]) => [name, isSchema(one) ? strictSchema(one) : one]),
          )
        : value;
    default:
      return value;
  }
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

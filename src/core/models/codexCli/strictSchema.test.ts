import assert from 'node:assert/strict';
import test from 'node:test';
import { z } from 'zod';
import { strictSchema } from './strictSchema.ts';

test('every object names all that it may hold, at any depth', () => {
  const schema = z.toJSONSchema(
    z.object({
      name: z.string().max(20).describe('What it is called'),
      note: z.string().optional(),
      level: z.enum(['low', 'high']).default('low'),
      items: z.array(z.object({ id: z.int().min(1), kind: z.literal('a').optional() })).max(3),
      one: z.discriminatedUnion('type', [z.object({ type: z.literal('x'), x: z.number().nullable() })]),
    }),
    { io: 'input' },
  );
  assert.deepEqual(strictSchema(schema), {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'note', 'level', 'items', 'one'],
    properties: {
      name: { type: 'string', description: 'What it is called' },
      note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      level: { anyOf: [{ type: 'string', enum: ['low', 'high'] }, { type: 'null' }] },
      items: {
        type: 'array',
        maxItems: 3,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['id', 'kind'],
          properties: {
            id: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
            kind: { anyOf: [{ type: 'string', const: 'a' }, { type: 'null' }] },
          },
        },
      },
      one: {
        anyOf: [
          {
            type: 'object',
            additionalProperties: false,
            required: ['type', 'x'],
            properties: {
              type: { type: 'string', const: 'x' },
              x: { type: ['number', 'null'] },
            },
          },
        ],
      },
    },
  });
});

test('a property may have the name of a keyword', () => {
  const strict = strictSchema({
    type: 'object',
    properties: { default: { type: 'string' }, properties: { type: 'string' } },
    required: ['default', 'properties'],
  });
  assert.deepEqual(strict['required'], ['default', 'properties']);
});

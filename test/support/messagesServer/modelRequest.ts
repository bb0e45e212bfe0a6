import type { ModelRequest } from '../../../src/core/ports/languageModel.ts';

/** A request for a review by the persona "Tester" of a plan of one line, with whatever is particular to a test. */
export function modelRequest(fields: Partial<ModelRequest> = {}): ModelRequest {
  return {
    task: 'reviewer-tester',
    fingerprint: 'f'.repeat(64),
    operation: 'review',
    system: [{ text: 'You review plans.' }],
    messages: [
      {
        role: 'user',
        parts: [
          { text: '<plan>\n# Plan\n</plan>', endsSharedPrefix: true },
          { text: 'You are the Tester.\n\nRead it.' },
        ],
      },
    ],
    schema: {
      type: 'object',
      properties: { verdict: { type: 'string', maxLength: 20 } },
      required: ['verdict'],
      additionalProperties: false,
    },
    model: undefined,
    effort: undefined,
    maxOutputTokens: 1000,
    session: undefined,
    signal: undefined,
    ...fields,
  };
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DraftedResponse } from '../../core/index.ts';
import { draftDetails, draftedText } from './draftTexts.ts';

function drafted(fields: Partial<DraftedResponse> = {}): DraftedResponse {
  return {
    filled: [
      { about: 'F1', field: 'disposition' },
      { about: 'F1', field: 'response' },
      { about: undefined, field: 'summary' },
    ],
    dropped: [],
    unbacked: [],
    edits: undefined,
    provider: 'anthropic',
    model: 'm',
    isKept: false,
    usage: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
    costUsd: 0.5,
    ...fields,
  } as DraftedResponse;
}

test('what was drafted is counted by answers, with what the author still has to look at', () => {
  assert.equal(
    draftedText('a.md', drafted()),
    'One answer of the response to a.md drafted. Read it before you submit. It cost $0.50.',
  );
  const partly = drafted({
    unbacked: [{ finding: 'F1', state: 'not changed', detail: 'The plan is as it was reviewed.' }],
    dropped: [{ what: 'edit', about: 'The moon', reason: 'The plan does not hold these words.' }],
    isKept: true,
  });
  assert.equal(
    draftedText('a.md', partly),
    'One answer of the response to a.md drafted before, and nothing was sent. Read it before you submit. ' +
      'Accepted, and not answered in the plan yet: F1. 1 part was not taken.',
  );
  assert.equal(
    draftDetails(partly),
    'F1 is accepted, and nothing answers it yet: The plan is as it was reviewed.\nThe edit of “The moon”: The plan does not hold these words.',
  );
  assert.match(
    draftedText('a.md', drafted({ filled: [] })),
    /^Nothing of the response to a\.md was left to draft\./,
  );
});

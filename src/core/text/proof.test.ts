import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { diffPlans } from './planDiff.ts';
import { parsePlan } from './planDocument.ts';
import { proveAction } from './proof.ts';

const before = `# WP-1

## 4. Design

Jobs are queued.

## 5. Operations

Nobody looks.
`;

const after = before.replace(
  'Jobs are queued.\n',
  'Jobs are queued.\n\n### 4.2 Failure handling\n\nThree retries.\n',
);

function prove(evidence: string, now = after): string {
  return proveAction(diffPlans(before, now), parsePlan('plan.md', now), evidence).state;
}

describe('proveAction', () => {
  for (const [evidence, state] of [
    ['See updated plan Section 4.2, lines 7-9.', 'proved'],
    ['Section 4.2', 'proved'],
    ['§4.2', 'proved'],
    ['Section "Failure handling"', 'proved'],
    ['lines 7–9', 'proved'],
    ['It now says "Three retries."', 'proved'],
    ['Section 4', 'proved'],
    ['Section 5', 'not changed'],
    ['line 13', 'not changed'],
    ['Section 6', 'evidence not found'],
    ['Section 4.2, lines 1-3', 'evidence not found'],
    ['lines 90-120', 'evidence not found'],
    ['lines 9-7', 'evidence not found'],
    ['It says "Five retries at most."', 'evidence not found'],
    ['Done as asked.', 'evidence not found'],
    ['', 'evidence not found'],
  ] as const) {
    test(`${JSON.stringify(evidence)}: ${state}`, () => {
      assert.equal(prove(evidence), state);
    });
  }

  test('a plan that is as it was proves nothing', () => {
    assert.equal(prove('Section 4', before), 'not changed');
  });

  test('words that were taken away are a change of their section, and of no other', () => {
    const shorter = before.replace('Nobody looks.\n', '');
    assert.equal(prove('Section 5', shorter), 'proved');
    assert.equal(prove('Section 4', shorter), 'not changed');
  });
});

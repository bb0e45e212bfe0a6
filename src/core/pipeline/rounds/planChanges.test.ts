import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { diffPlans } from '../../text/planDiff.ts';
import { parsePlan } from '../../text/planDocument.ts';
import { planChanges } from './planChanges.ts';

const before = `# Plan

Intro.

## 1. Approach

One worker.

## 2. Delivery

Beside the original.
`;

function changesTo(
  after: string,
  response: Parameters<typeof planChanges>[2] = { findings: [], answers: [] },
) {
  return planChanges(
    diffPlans(before, after),
    { before: parsePlan('p.md', before), after: parsePlan('p.md', after) },
    response,
  ).map(({ section, change, rationale }) => [section, change, rationale]);
}

const answer = { finding: 'F1', response: '', disposition: 'accepted' } as const;

test('a plan that is as it was has no changes, and neither has one with other blank lines', () => {
  assert.deepEqual(changesTo(before), []);
  assert.deepEqual(changesTo(before.replace('Intro.\n', 'Intro.\n\n')), []);
});

test('each section is told once, with what was added, changed and removed', () => {
  const after = before
    .replace('One worker.', 'Two workers.\nEach of them is watched.')
    .replace('## 2. Delivery\n\nBeside the original.\n', '### 1.1 Failures\n\nRetry.\n');
  assert.deepEqual(changesTo(after), [
    ['1 Approach', 'Changed: +2 −1 lines', ''],
    ['1.1 Failures', 'Added', ''],
    ['2 Delivery', 'Removed', ''],
  ]);
});

test('the words are those of the answer whose evidence points there, and only there', () => {
  const after = before.replace('One worker.', 'Two workers.').replace('Beside', 'Behind');
  assert.deepEqual(
    changesTo(after, {
      findings: [
        { ...answer, action: 'Added a worker:\n- details', evidence: 'Section 1' },
        { ...answer, finding: 'F2', disposition: 'acknowledged', action: '', evidence: 'See Section 2.' },
      ],
      answers: [{ question: 'Q1', answer: 'Two; see Section "Approach".' }],
    }),
    [
      ['1 Approach', 'Added a worker', 'Address F1, Answer Q1'],
      ['2 Delivery', 'Changed: +1 −1 lines', 'Acknowledge F2'],
    ],
  );
});

test('words in front of the first heading have a row of their own', () => {
  assert.deepEqual(changesTo(`Draft.\n\n${before}`), [
    ['Before the first heading', 'Changed: +1 −0 lines', ''],
  ]);
});

test('for any two texts: something is told exactly where something but blank lines differs', () => {
  const text = fc
    .array(fc.constantFrom('# A', '## B', '## C', 'x', 'y', ''), { maxLength: 12 })
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (old, now) => {
      const diff = diffPlans(old, now);
      const isChanged = diff.changes.some(
        (change) =>
          old.slice(change.before.start, change.before.end).trim() !== '' ||
          now.slice(change.after.start, change.after.end).trim() !== '',
      );
      const rows = planChanges(
        diff,
        { before: parsePlan('p.md', old), after: parsePlan('p.md', now) },
        { findings: [], answers: [] },
      );
      assert.equal(rows.length > 0, isChanged);
    }),
  );
});

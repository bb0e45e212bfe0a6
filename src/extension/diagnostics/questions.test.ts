import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim } from '../../core/index.ts';
import { span } from '../testing/sampleFindings.ts';
import { questionsOf, questionText } from './questions.ts';

const claim: Claim = {
  kind: 'file',
  value: 'src/retry.ts',
  intent: 'exists',
  verdict: 'unverifiable',
  range: span(3, 5, 17),
  detail: 'is not there, and the plan does not say whether it should be',
  cached: false,
};

test('the author is asked of what is not there, and of nothing else that cannot be verified', () => {
  assert.deepEqual(questionsOf([claim, { ...claim, verdict: 'pass' }]), []);
  assert.deepEqual(questionsOf([{ ...claim, absent: true, suggestion: 'src/tries.ts' }]), [
    { value: 'src/retry.ts', range: claim.range, suggestion: 'src/tries.ts' },
  ]);
});

test('a question says how to answer it', () => {
  const question = { value: 'src/retry.ts', range: claim.range, suggestion: undefined };
  assert.equal(
    questionText(question),
    'Not there: src/retry.ts. Should it be?\nSay that the plan creates it, or correct it.',
  );
  assert.match(
    questionText({ ...question, suggestion: 'src/tries.ts' }),
    /name 'src\/tries\.ts' if that is meant/,
  );
});

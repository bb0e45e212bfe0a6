import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fix } from '../../core/index.ts';
import { span } from '../testing/sampleFindings.ts';
import { answersTo, canSuppress, offeredFixes } from './offeredFixes.ts';

function fix(title: string): Fix {
  return { title, edits: [{ range: span(1, 1, 2), text: title }] };
}

const creation = (): Fix => fix('Mark as to be created');

function offered(check: string, ...fixes: readonly Fix[]): readonly (readonly [string, boolean])[] {
  return offeredFixes({ check, range: span(3, 1, 2), fixes: [...fixes] }, creation).map((known) => [
    known.title,
    known.isPreferred,
  ]);
}

test('the only answer is preferred, and of several none', () => {
  assert.deepEqual(offered('count-matches', fix('a')), [['a', true]]);
  assert.deepEqual(offered('sum-matches', fix('a'), fix('b')), [
    ['a', false],
    ['b', false],
  ]);
  assert.deepEqual(offered('vague-wording'), []);
});

test('a file may be said to be created, which is never taken without asking', () => {
  assert.deepEqual(offered('file-exists', fix('a')), [
    ['a', true],
    ['Mark as to be created', false],
  ]);
  assert.deepEqual(offered('link-exists'), [['Mark as to be created', false]]);
  assert.deepEqual(
    offeredFixes({ check: 'file-exists', range: span(1, 1, 2) }, () => undefined),
    [],
  );
});

test('a question is answered by what the plan creates, or by what is like it', () => {
  const question = { value: 'a.ts', range: span(1, 1, 5), suggestion: 'b.ts' };
  assert.deepEqual(
    answersTo(question, creation()).map(({ title }) => title),
    ['Mark as to be created', 'Replace with b.ts'],
  );
  assert.deepEqual(answersTo(question, undefined)[0]?.edits, [{ range: question.range, text: 'b.ts' }]);
  assert.deepEqual(answersTo({ ...question, suggestion: undefined }, undefined), []);
});

test('what is said of suppressions is not suppressed', () => {
  assert.equal(canSuppress('suppression'), false);
  assert.equal(canSuppress('file-exists'), true);
});
